package org.convoy.run;

/**
 * How a training's process ended; the run folder's {@code exit.json}, for where the exit code
 * itself does not come back.
 *
 * @param code the exit code
 * @param message in a few words, or what was printed as the failure
 * @param application the driver's id in Spark
 * @param time of the end, in UTC
 */
public record Ending(int code, String message, String application, String time) {
  /** The code of a training that diverged. */
  public static final int DIVERGED = 3;

  /** The code of one that stopped, or whose file system is away: the same command continues. */
  public static final int STOPPED = 75;
}
