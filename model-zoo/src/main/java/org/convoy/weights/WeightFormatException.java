package org.convoy.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A file of weights that is damaged, hostile or not of the format; the message says where. */
public final class WeightFormatException extends RuntimeException {
  private static final int LONGEST_PROBLEM = 500;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f]");

  /** More than the tensors of the zoo's deepest network. */
  private static final int MOST_PROBLEMS = 2_000;

  public WeightFormatException(String source, String problem) {
    super(message(source, problem));
  }

  public WeightFormatException(String source, String problem, Throwable cause) {
    super(message(source, problem), cause);
  }

  private WeightFormatException(String message) {
    super(message);
  }

  /** With a list of problems, one a line. */
  static WeightFormatException ofProblems(String source, String what, List<String> problems) {
    List<String> lines = new ArrayList<>(List.of(source + ": " + what));
    problems.stream()
        .limit(MOST_PROBLEMS)
        .map(WeightFormatException::shortened)
        .forEach(lines::add);
    if (problems.size() > MOST_PROBLEMS) {
      lines.add("and %d more".formatted(problems.size() - MOST_PROBLEMS));
    }

    return new WeightFormatException(String.join("\n  ", lines));
  }

  private static String message(String source, String problem) {
    return source + ": " + shortened(problem);
  }

  /** Problems quote the file, whose texts can be of any length and hold anything. */
  private static String shortened(String problem) {
    boolean fits = problem.length() <= LONGEST_PROBLEM;
    String text = fits ? problem : problem.substring(0, LONGEST_PROBLEM) + "…";
    return CONTROL.matcher(text).replaceAll("?");
  }
}
