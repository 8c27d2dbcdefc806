package org.convoy.train.stop;

import java.util.Optional;

/** The training was asked to stop and did, with a checkpoint: the same command continues it. */
public final class StoppedException extends RuntimeException {
  /**
   * @param place where it continues, such as "epoch 2, round 5"
   */
  public StoppedException(String place) {
    super("Stopped before %s; the same command continues from there.".formatted(place));
  }

  private StoppedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** As the other, of a training of which nothing is kept. */
  public static StoppedException ofRehearsal(StoppedException cause) {
    return new StoppedException("Stopped; nothing is kept.", cause);
  }

  /** The same, as the time is over. */
  public StoppedException(String place, Optional<Double> maxHours) {
    super(
        "Stopped before %s, which would not end within maxHours = %s; the same command continues from there."
            .formatted(place, maxHours.map(String::valueOf).orElse("unset")));
  }
}
