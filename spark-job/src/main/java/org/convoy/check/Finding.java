package org.convoy.check;

import static java.util.Objects.requireNonNull;

/**
 * What a check found.
 *
 * @param subject what it is about, in a word or two
 * @param text one line: what was found and, of a problem or a warning, what to change
 */
public record Finding(Level level, String subject, String text) {
  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Trains, but slower or with less than there is. */
    WARNING,
    /** Would fail. */
    PROBLEM
  }

  public Finding {
    requireNonNull(level, "level is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(text, "text is null");
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text);
  }

  static Finding warning(String subject, String text) {
    return new Finding(Level.WARNING, subject, text);
  }

  static Finding problem(String subject, String text) {
    return new Finding(Level.PROBLEM, subject, text);
  }

  /** As a line of a list. */
  @Override
  public String toString() {
    return subject + ": " + text;
  }
}
