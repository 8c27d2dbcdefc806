package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.Text;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.Precision;

/** Whether every executor answered and can compute with the run's kernels. */
record KernelCheck(KernelChoice kernels, List<Executor> executors) implements Check {
  private static final String SUBJECT = "kernels";

  KernelCheck {
    requireNonNull(kernels, "kernels is null");
    executors = List.copyOf(executors);
  }

  @Override
  public List<Finding> findings() {
    List<Finding> problems = new ArrayList<>();
    for (Executor executor : executors) {
      if (executor.facts().isEmpty()) {
        problems.add(unanswered(executor));
      } else if (!executor.facts().get().kernelFailure().isEmpty()) {
        problems.add(failed(executor, executor.facts().get().kernelFailure()));
      }
    }

    return problems.isEmpty() ? List.of(Finding.ok(SUBJECT, loaded())) : problems;
  }

  private String loaded() {
    String where = Text.count(executors.size(), "executor");
    return switch (kernels.backend()) {
      case ONEDNN ->
          "onednn on %s%s loads on %s%s"
              .formatted(
                  kernels.isa().settingName(),
                  kernels.precision() == Precision.F32 ? "" : " in bf16",
                  where,
                  bf16());
      case ND4J -> "nd4j loads on " + where;
      case LIBTORCH -> "libtorch on %s loads on %s".formatted(kernels.isa().settingName(), where);
      case AUTO -> "some load on " + where;
    };
  }

  /** What the executors' processors have for {@code kernels.precision = bf16}. */
  private String bf16() {
    Map<String, Long> counts =
        executors.stream()
            .map(executor -> executor.facts().orElseThrow().bf16())
            .collect(Collectors.groupingBy(has -> has, TreeMap::new, Collectors.counting()));
    if (counts.size() == 1) {
      String has = counts.keySet().iterator().next();
      return has.isEmpty() ? "; no bf16 there" : "; bf16 there by " + has;
    }

    return counts.entrySet().stream()
        .map(
            count ->
                "%s on %d"
                    .formatted(
                        count.getKey().isEmpty() ? "none" : count.getKey(), count.getValue()))
        .collect(Collectors.joining(", ", "; bf16 there: ", ""));
  }

  private static Finding unanswered(Executor executor) {
    return Finding.problem(
        SUBJECT,
        executor.name() + " runs no task; look into its log, or exclude its machine from Spark");
  }

  private Finding failed(Executor executor, String why) {
    String fix =
        kernels.backend() != Backend.ND4J
            ? " (kernels.backend, kernels.isa and kernels.precision name others, for all executors)"
            : "; install what is missing there, or exclude its machine from Spark";
    return Finding.problem(SUBJECT, executor.name() + ": " + why + fix);
  }
}
