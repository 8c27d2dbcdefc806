package org.convoy.data;

/** The part of a data set that is read. */
public enum Split {
  TRAIN,
  TEST
}
