package org.convoy.data;

/** Data is missing, unreadable, or contradicts itself. Its message says what to do about it. */
public final class DataException extends RuntimeException {
  /**
   * The message reads {@code FILE: expected EXPECTED, found FOUND. FIX}.
   *
   * @param file the file or folder concerned
   * @param expected what should have been there
   * @param found what was there instead
   * @param fix how to put it right, as one or more sentences
   */
  public DataException(String file, String expected, String found, String fix) {
    this(file, expected, found, fix, null);
  }

  /** As above, with the exception that revealed it. */
  public DataException(String file, String expected, String found, String fix, Throwable cause) {
    super("%s: expected %s, found %s. %s".formatted(file, expected, found, fix), cause);
  }
}
