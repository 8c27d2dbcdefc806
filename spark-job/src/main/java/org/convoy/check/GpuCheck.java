package org.convoy.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.ExecutorFacts;
import org.convoy.check.executor.Gpu;
import org.convoy.check.executor.Text;
import org.convoy.check.executor.VisibleGpus;

/**
 * Whether executors have the GPUs that this build computes on, one for each slot, of a kind that
 * ND4J has machine code for.
 *
 * @param target what this build computes on
 * @param replicaBytes what a replica takes of its GPU's memory
 */
record GpuCheck(Target target, long replicaBytes, List<Executor> executors) implements Check {
  private static final String SUBJECT = "gpus";
  private static final String SETTING =
      "set spark.executor.resource.gpu.amount and spark.executor.resource.gpu.discoveryScript, see"
          + " docs/gpu.md";

  /** What a build of Convoy computes on. */
  enum Target {
    CPU,
    GPU
  }

  GpuCheck {
    executors = List.copyOf(executors);
  }

  @Override
  public List<Finding> findings() {
    int held = executors.stream().mapToInt(executor -> executor.gpuAddresses().size()).sum();
    if (target == Target.CPU) {
      return held == 0 ? List.of() : List.of(unused(held));
    }

    Set<Finding> problems = new LinkedHashSet<>();
    executors.forEach(executor -> check(executor, problems));
    return problems.isEmpty()
        ? List.of(Finding.ok(SUBJECT, Text.count(held, "GPU") + " of a supported architecture"))
        : new ArrayList<>(problems);
  }

  private static Finding unused(int held) {
    return Finding.warning(
        SUBJECT,
        "executors hold %s, and this build computes on CPUs; take the build of -Pcuda, or ask for none"
            .formatted(Text.count(held, "GPU")));
  }

  private void check(Executor executor, Set<Finding> problems) {
    if (executor.gpuAddresses().isEmpty()) {
      problems.add(problem(executor.name() + " was given no GPU; " + SETTING));
      return;
    }

    VisibleGpus visible = executor.facts().map(ExecutorFacts::gpus).orElse(null);
    if (visible == null) {
      return; // That it does not answer is the kernels' finding.
    }

    if (!visible.failure().isEmpty()) {
      problems.add(
          problem(
              "%s cannot tell its GPUs: %s; install NVIDIA's driver there"
                  .formatted(executor.name(), visible.failure())));
      return;
    }

    for (String address : executor.gpuAddresses()) {
      check(executor, address, visible, problems);
    }
  }

  private void check(
      Executor executor, String address, VisibleGpus visible, Set<Finding> problems) {
    int index = visible.numbers().stream().map(String::valueOf).toList().indexOf(address);
    if (index < 0) {
      problems.add(
          problem(
              "%s was given GPU %s, and CUDA shows it GPUs %s; let scripts/gpu-discovery find them"
                  .formatted(executor.name(), address, visible.numbers())));
      return;
    }

    Gpu gpu = visible.gpus().get(index);
    if (!gpu.isSupported()) {
      problems.add(
          problem(
              "%s has GPU %s, %s, of compute capability %s; ND4J runs on %s to %s: use a Pascal, Volta, Turing, Ampere or Ada GPU, or the build for CPUs"
                  .formatted(
                      executor.name(),
                      address,
                      gpu.name(),
                      gpu.capability(),
                      Gpu.LEAST_CAPABILITY,
                      Gpu.GREATEST_CAPABILITY)));
    } else if (gpu.bytes() < replicaBytes) {
      problems.add(
          problem(
              "GPU %s of %s, %s, has %s; a replica takes %s: lower batchSize"
                  .formatted(
                      address,
                      executor.name(),
                      gpu.name(),
                      Text.size(gpu.bytes()),
                      Text.size(replicaBytes))));
    }
  }

  private static Finding problem(String text) {
    return Finding.problem(SUBJECT, text);
  }
}
