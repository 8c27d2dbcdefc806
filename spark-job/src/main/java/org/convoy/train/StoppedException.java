package org.convoy.train;

/** The training was asked to stop and did, with a checkpoint: the same command continues it. */
public final class StoppedException extends RuntimeException {
  StoppedException(int epoch, int round) {
    super(
        String.format(
            "Stopped before epoch %d, round %d; the same command continues from there.",
            epoch + 1, round + 1));
  }
}
