package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a process runs a Spark, Scala and Java that this build of Convoy is for.
 *
 * @param process what runs them, as messages name it
 */
record VersionCheck(String process, Requirements required, Versions running) implements Check {
  private static final String SUBJECT = "versions";

  VersionCheck {
    requireNonNull(process, "process is null");
    requireNonNull(required, "required is null");
    requireNonNull(running, "running is null");
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
