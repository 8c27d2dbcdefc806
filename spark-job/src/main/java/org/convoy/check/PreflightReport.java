package org.convoy.check;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that the preflight found.
 *
 * @param findings in the order in which it looked
 */
public record PreflightReport(List<Finding> findings) {
  public PreflightReport {
    findings = List.copyOf(findings);
  }

  /** With a warning before the others. */
  public PreflightReport withWarning(String subject, String text) {
    return new PreflightReport(
        Stream.concat(Stream.of(Finding.warning(subject, text)), findings.stream()).toList());
  }

  /** What would make the training fail. */
  public List<Finding> problems() {
    return of(Finding.Level.PROBLEM);
  }

  /** What makes it slower than it could be. */
  public List<Finding> warnings() {
    return of(Finding.Level.WARNING);
  }

  private List<Finding> of(Finding.Level level) {
    return findings.stream().filter(finding -> finding.level() == level).toList();
  }

  /** Whether the data, and nothing else, are in the way. */
  public boolean failsForDataOnly() {
    return !problems().isEmpty()
        && problems().stream().allMatch(problem -> problem.subject().equals(DataCheck.SUBJECT));
  }

  /**
   * Lets a training go on.
   *
   * @throws PreflightException listing all problems, if there are any
   */
  public void requireNoProblems() {
    if (!problems().isEmpty()) {
      throw new PreflightException(this);
    }
  }
}
