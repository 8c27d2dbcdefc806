package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.Text;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;

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
      case ONEDNN -> "onednn on %s loads on %s".formatted(kernels.isa().settingName(), where);
      case ND4J -> "nd4j loads on " + where;
      case AUTO -> "some load on " + where;
    };
  }

  private static Finding unanswered(Executor executor) {
    return Finding.problem(
        SUBJECT,
        executor.name() + " runs no task; look into its log, or exclude its machine from Spark");
  }

  private Finding failed(Executor executor, String why) {
    String fix =
        kernels.backend() == Backend.ONEDNN
            ? " (kernels.backend and kernels.isa name others, for all executors)"
            : "; install what is missing there, or exclude its machine from Spark";
    return Finding.problem(SUBJECT, executor.name() + ": " + why + fix);
  }
}
