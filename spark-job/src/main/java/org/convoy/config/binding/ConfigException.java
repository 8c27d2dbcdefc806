package org.convoy.config.binding;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; the message lists everything that is wrong with it. */
public final class ConfigException extends RuntimeException {
  private final List<String> problems;

  /**
   * @param problems at least one problem, each a line that begins with where it is
   */
  public ConfigException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** The configuration file is missing or cannot be read. */
  public static ConfigException unreadable(String sourceName, IOException cause) {
    boolean missing =
        cause instanceof FileNotFoundException || cause instanceof NoSuchFileException;
    String problem = missing ? "no such file" : "cannot be read: " + cause.getMessage();
    ConfigException exception = new ConfigException(List.of(sourceName + ": " + problem));
    exception.initCause(cause);
    return exception;
  }

  /** One line each, beginning with where the problem is: file and line, or "command line". */
  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return problems.stream()
        .map(problem -> "\n  " + problem)
        .collect(Collectors.joining("", count + " in the configuration:", ""));
  }
}
