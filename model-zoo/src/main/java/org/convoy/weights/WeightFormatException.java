package org.convoy.weights;

/** A file of weights that is damaged, hostile or not of the format; the message says where. */
public final class WeightFormatException extends RuntimeException {
  private static final int LONGEST_PROBLEM = 500;

  public WeightFormatException(String source, String problem) {
    super(message(source, problem));
  }

  public WeightFormatException(String source, String problem, Throwable cause) {
    super(message(source, problem), cause);
  }

  /** Problems quote the file, whose texts can be of any length. */
  private static String message(String source, String problem) {
    boolean fits = problem.length() <= LONGEST_PROBLEM;
    return source + ": " + (fits ? problem : problem.substring(0, LONGEST_PROBLEM) + "…");
  }
}
