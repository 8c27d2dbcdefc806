package org.convoy.data.sampler;

/** What becomes of the samples at the end of an epoch that do not fill a step (drop_last). */
public enum LastStep {
  /** They are dealt to the workers as evenly as possible and trained. */
  KEEP,
  /** They are left out of this epoch; which ones differs from epoch to epoch. */
  DROP
}
