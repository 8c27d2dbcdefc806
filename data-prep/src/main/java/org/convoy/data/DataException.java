package org.convoy.data;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.convoy.data.file.FileFailure;

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

  /** Nothing is there, to be thrown. */
  public static DataException missing(String file, String expected, FileNotFoundException cause) {
    String fix = "Check the path, or fetch the data set first.";
    return new DataException(file, expected, "nothing", fix, cause);
  }

  /**
   * What it means that a file or folder cannot be read, to be thrown: this exception where it is
   * missing, not allowed, damaged or shorter than it was, else {@link DataAwayException}.
   *
   * @param expected what should have been there
   * @param fix how to put it right if it is not there as expected
   */
  public static RuntimeException ofReading(
      String file, String expected, String fix, IOException cause) {
    boolean isAtEnd = cause instanceof EOFException;
    return switch (isAtEnd ? FileFailure.WRONG : FileFailure.ofReading(cause)) {
      case AWAY, FULL -> new DataAwayException(file, cause);
      case DENIED ->
          new DataException(
              file,
              expected,
              "no permission (%s)".formatted(FileFailure.reason(cause)),
              "Let this user read it, or run as another one.",
              cause);
      case WRONG ->
          new DataException(
              file,
              expected,
              isAtEnd ? "its end" : "an error: " + FileFailure.reason(cause),
              fix,
              cause);
    };
  }
}
