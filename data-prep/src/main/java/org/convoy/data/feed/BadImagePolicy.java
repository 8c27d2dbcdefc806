package org.convoy.data.feed;

/** What becomes of the images of a minibatch that cannot be decoded. */
public enum BadImagePolicy {
  /** The first of them ends it all. */
  REFUSE,
  /**
   * The next good sample of the same minibatch, the first after the last one, takes the place of
   * each, with the random numbers of the one that it replaces: steps, their sizes and every other
   * sample are what they were, and which sample it is depends on the minibatch alone.
   */
  REPLACE,
  /** The minibatch is smaller. */
  LEAVE_OUT
}
