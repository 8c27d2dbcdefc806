package org.convoy.check;

import java.util.stream.Collectors;

/** A training that would fail, known before its first task; the message lists all that is wrong. */
public final class PreflightException extends RuntimeException {
  private final transient PreflightReport report;

  PreflightException(PreflightReport report) {
    super(message(report));
    this.report = report;
  }

  /** Whether the data, and nothing else, are in the way. */
  public boolean isForDataOnly() {
    return report.failsForDataOnly();
  }

  private static String message(PreflightReport report) {
    int count = report.problems().size();
    return report.problems().stream()
        .map(problem -> "\n  " + problem)
        .collect(
            Collectors.joining(
                "", (count == 1 ? "1 problem" : count + " problems") + " before training:", ""));
  }
}
