package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convoy.check.executor.Versions;

/**
 * Whether a process runs a Spark, Scala and Java that this build of Convoy is for.
 *
 * @param process what runs them, as messages name it
 */
public record VersionCheck(String process, Requirements required, Versions running)
    implements Check {
  private static final String SUBJECT = "versions";

  public VersionCheck {
    requireNonNull(process, "process is null");
    requireNonNull(required, "required is null");
    requireNonNull(running, "running is null");
  }

  /**
   * Why this process cannot run Convoy, in one line; empty if its versions are among those of the
   * build. Of Spark and Scala, nothing is loaded but their versions: another one would fail in ways
   * of its own.
   */
  public static Optional<String> problem() {
    String problems =
        new VersionCheck("the driver", Requirements.ofBuild(), Versions.running())
            .findings().stream()
                .filter(found -> found.level() == Finding.Level.PROBLEM)
                .map(Finding::text)
                .collect(Collectors.joining("; "));
    return Optional.of(problems).filter(text -> !text.isEmpty());
  }

  @Override
  public List<Finding> findings() {
    List<Finding> problems = new ArrayList<>();
    compare(problems, "Spark", required.spark(), running.spark(), "point SPARK_HOME at a");
    compare(problems, "Scala", required.scala(), running.scala(), "take a Spark built with");
    compare(problems, "Java", required.java(), running.java(), "point JAVA_HOME there at a");
    return problems.isEmpty()
        ? List.of(Finding.ok(SUBJECT, process + " runs " + running))
        : problems;
  }

  private void compare(
      List<Finding> problems, String what, Requirements.Range wanted, String found, String fix) {
    if (!wanted.takes(found)) {
      problems.add(
          Finding.problem(
              SUBJECT,
              "%s runs %s %s, this build of Convoy needs %s; %s %s %s"
                  .formatted(process, what, found, wanted, fix, what, wanted)));
    }
  }
}
