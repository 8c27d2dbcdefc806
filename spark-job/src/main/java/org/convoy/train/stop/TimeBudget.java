package org.convoy.train.stop;

import static java.util.Objects.requireNonNull;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether what comes next still fits into the time that a process has, by the longest of the last
 * rounds, validations and saves. Without a limit all fits.
 */
public final class TimeBudget {
  /** What ending Spark and the process may take. */
  private static final double EXIT_SECONDS = 10;

  private static final double SECONDS_PER_HOUR = 3600;

  /** More than a century: what a timer can wait for. */
  private static final double LONGEST_HOURS = 1e6;

  private static final int REMEMBERED = 10;

  private final double limitSeconds;
  private final Supplier<Duration> sinceStart;
  private final Deque<Double> stepSeconds = new ArrayDeque<>();
  private final Deque<Double> validationSeconds = new ArrayDeque<>();

  /**
   * @param hours that the process may run; empty: no limit
   * @param sinceStart for how long it has run
   */
  public TimeBudget(Optional<Double> hours, Supplier<Duration> sinceStart) {
    this.limitSeconds =
        hours
            .map(number -> Math.min(number, LONGEST_HOURS) * SECONDS_PER_HOUR)
            .orElse(Double.MAX_VALUE);
    this.sinceStart = requireNonNull(sinceStart, "sinceStart is null");
  }

  /** Counted from the start of this process. */
  public static TimeBudget ofProcess(Optional<Double> hours) {
    RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();
    return new TimeBudget(hours, () -> Duration.ofMillis(process.getUptime()));
  }

  public boolean isLimited() {
    return limitSeconds < Double.MAX_VALUE;
  }

  public void roundTook(int steps, double seconds) {
    remember(stepSeconds, seconds / steps);
  }

  public void validationTook(double seconds) {
    remember(validationSeconds, seconds);
  }

  /**
   * Whether a round can be trained and saved.
   *
   * @param save how long a save takes
   */
  public boolean fitsRound(int steps, Duration save) {
    return fits(steps * longest(stepSeconds), save);
  }

  public boolean fitsValidation(Duration save) {
    return fits(longest(validationSeconds), save);
  }

  /** The time until nothing may run any more but a save. */
  public Duration left() {
    double seconds = limitSeconds - EXIT_SECONDS - seconds(sinceStart.get());
    return Duration.ofSeconds((long) Math.max(0, seconds));
  }

  private boolean fits(double seconds, Duration save) {
    return seconds(sinceStart.get()) + seconds + seconds(save) + EXIT_SECONDS <= limitSeconds;
  }

  private static void remember(Deque<Double> last, double seconds) {
    last.addLast(seconds);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
  }

  private static double longest(Deque<Double> last) {
    return last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
