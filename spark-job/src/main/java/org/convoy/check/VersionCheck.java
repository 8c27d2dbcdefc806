package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a process runs the Spark, Scala and Java that Convoy was built for: Spark and Scala to
 * the second number of the version, Java to the first.
 *
 * @param process what runs them, as messages name it
 */
record VersionCheck(String process, Versions built, Versions running) implements Check {
  private static final String SUBJECT = "versions";

  VersionCheck {
    requireNonNull(process, "process is null");
    requireNonNull(built, "built is null");
    requireNonNull(running, "running is null");
  }

  @Override
  public List<Finding> findings() {
    List<Finding> problems = new ArrayList<>();
    compare(problems, "Spark", 2, built.spark(), running.spark(), "point SPARK_HOME at a");
    compare(problems, "Scala", 2, built.scala(), running.scala(), "take a Spark built with");
    compare(problems, "Java", 1, built.java(), running.java(), "point JAVA_HOME there at a");
    return problems.isEmpty()
        ? List.of(Finding.ok(SUBJECT, process + " runs " + running))
        : problems;
  }

  private void compare(
      List<Finding> problems, String what, int numbers, String built, String found, String fix) {
    String wanted = first(numbers, built);
    if (!first(numbers, found).equals(wanted)) {
      problems.add(
          Finding.problem(
              SUBJECT,
              "%s runs %s %s, Convoy needs %s; %s %s %s"
                  .formatted(process, what, found, wanted, fix, what, wanted)));
    }
  }

  /** The first numbers of a version, with their dots. */
  private static String first(int numbers, String version) {
    String[] parts = version.split("[.+-]");
    return String.join(".", List.of(parts).subList(0, Math.min(numbers, parts.length)));
  }
}
