package org.convoy.golden;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.golden.reference.KernelLacksOperationException;
import org.convoy.golden.reference.Mismatch;
import org.convoy.golden.reference.UnreadableCaseException;

/**
 * What came of a case.
 *
 * @param failures what is wrong, by kernel; empty if the case passed
 * @param lacking kernels that cannot run the case, with the reason
 */
record CaseResult(Map<String, String> failures, Map<String, String> lacking) {
  CaseResult {
    failures = new LinkedHashMap<>(failures);
    lacking = new LinkedHashMap<>(lacking);
  }

  boolean passed() {
    return failures.isEmpty();
  }

  /** A case that could not even be begun. */
  static CaseResult failed(String reason) {
    return new CaseResult(Map.of("", reason), Map.of());
  }

  /** Runs a case by all kernels that can. */
  static CaseResult of(GoldenCase golden, List<Attempt> attempts) {
    CaseResult result = new CaseResult(Map.of(), Map.of());
    Set<String> compared = new TreeSet<>();
    for (Attempt attempt : attempts) {
      Comparison comparison = new Comparison(golden);
      result.run(attempt, comparison, golden);
      compared.addAll(comparison.compared());
    }

    if (result.lacking.size() == attempts.size()) {
      result.failures.putAll(result.lacking);
    } else if (result.passed()) {
      result.checkAllCompared(golden, compared);
    }

    return result;
  }

  private void run(Attempt attempt, Comparison comparison, GoldenCase golden) {
    try {
      attempt.comparing().accept(comparison);
      comparison
          .worst()
          .map(Mismatch::description)
          .ifPresent(description -> fail(attempt, description + unread(golden)));
    } catch (KernelLacksOperationException e) {
      lacking.put(attempt.kernel(), e.getMessage());
    } catch (RuntimeException | Error e) {
      fail(attempt, message(e));
    }
  }

  private void fail(Attempt attempt, String reason) {
    failures.put(attempt.kernel(), reason);
  }

  private void checkAllCompared(GoldenCase golden, Set<String> compared) {
    List<String> left = uncompared(golden, compared);
    if (!left.isEmpty() || compared.isEmpty()) {
      failures.put("", "nothing was compared with the case's tensors " + left);
    }
  }

  /** Results of PyTorch's that no one looked at, which is no pass. */
  static List<String> uncompared(GoldenCase golden, Set<String> compared) {
    List<String> left = new ArrayList<>(golden.tensors().keySet());
    left.removeIf(tensor -> compared.contains(tensor) || !isResult(tensor));
    return left;
  }

  private static boolean isResult(String tensor) {
    return switch (tensor) {
      case "output", "loss", "params", "lrs", "indices", "momentums" -> true;
      case "grad.output" -> false;
      default -> tensor.startsWith("grad.") || tensor.startsWith("buffer_after.");
    };
  }

  /** An argument that played no part may be why. */
  private static String unread(GoldenCase golden) {
    List<String> unread = golden.arguments().unread();
    return unread.isEmpty() ? "" : " (arguments that were not used: " + unread + ")";
  }

  /** On one line. */
  static String message(Throwable failure) {
    boolean told =
        (failure instanceof IllegalArgumentException || failure instanceof UnreadableCaseException)
            && failure.getMessage() != null;
    String text = told ? failure.getMessage() : failure.toString();
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  /** One line: the kernels that failed and why. */
  String describe(String name) {
    return failures.entrySet().stream()
        .map(failure -> label(failure.getKey()) + ": " + failure.getValue())
        .collect(joining(";", name, ""));
  }

  private static String label(String kernel) {
    return kernel.isEmpty() ? "" : " [" + kernel + "]";
  }
}
