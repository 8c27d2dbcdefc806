package org.convoy.state;

/**
 * Where the time of training rounds went.
 *
 * @param wallSeconds on the driver's clock, from the rounds' start to the end of their
 *     synchronisation
 * @param dataSeconds summed over the workers: waiting for batches, which without spare cores means
 *     reading, decoding and transforming them
 * @param trainSeconds summed over the workers: forward, backward and update
 */
public record Timing(double wallSeconds, double dataSeconds, double trainSeconds) {
  public static final Timing ZERO = new Timing(0, 0, 0);

  public Timing plus(Timing other) {
    return new Timing(
        wallSeconds + other.wallSeconds,
        dataSeconds + other.dataSeconds,
        trainSeconds + other.trainSeconds);
  }
}
