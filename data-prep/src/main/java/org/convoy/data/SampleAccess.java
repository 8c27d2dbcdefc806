package org.convoy.data;

/** What it costs to read one sample out of the middle of a data set. */
public enum SampleAccess {
  /** About as much as its bytes: a file of its own, or a known place in one. */
  BY_ID,
  /** As much as that of its neighbours, with which it is stored together. */
  BY_NEIGHBOURS,
  /** As much as everything before it: compressed as a whole. */
  FROM_THE_START
}
