package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.ExecutorFacts;
import org.convoy.check.executor.MemorySettings;
import org.convoy.check.executor.Text;
import org.convoy.data.spark.IndexedDataset;
import org.convoy.train.MemoryNeed;

/**
 * Whether the replicas of all task slots fit into the executors: on the heap the samples that are
 * read and the model as it arrives and as it goes back, outside it what the networks compute in.
 */
record ExecutorMemoryCheck(MemoryNeed need, MemorySettings settings, List<Executor> executors)
    implements Check {
  private static final String SUBJECT = "memory";

  /**
   * What of that an embedded process uses: 48 MiB, and as much for new objects by scripts/convoy.
   */
  private static final long USED_HEAP = 96L << 20;

  /** Of a Java process beside its heap: libraries, classes, compiled code, threads. */
  private static final long IDLE_NATIVE = 300L << 20;

  /** Of an executor besides: network buffers, and what G1 knows of a heap of some gigabytes. */
  private static final long EXECUTOR_NATIVE = 100L << 20;

  /** Spark's memory for what it may write to disk is this part of the heap beyond the reserve. */
  private static final double SPARK_FRACTION = 0.6;

  private static final long RESERVED_HEAP = 300L << 20;

  ExecutorMemoryCheck {
    requireNonNull(need, "need is null");
    requireNonNull(settings, "settings is null");
    executors = List.copyOf(executors);
  }

  @Override
  public List<Finding> findings() {
    List<Finding> problems = new ArrayList<>();
    firstProblem(problems, this::heapProblem);
    firstProblem(problems, this::nativeProblem);
    if (settings.containerOverhead() > 0) {
      firstProblem(problems, this::containerProblem);
    } else {
      problems.addAll(machineProblems());
    }

    return problems.isEmpty() ? List.of(Finding.ok(SUBJECT, summary())) : problems;
  }

  private String summary() {
    return "a replica takes %s outside the heap (%s of parameters, gradients and optimizer state,"
            .formatted(Text.size(need.replica()), Text.size(need.vectors()))
        + " %s of activations), kernels %s"
            .formatted(Text.size(need.working()), Text.size(need.kernels()))
        + executors.stream()
            .filter(executor -> executor.facts().isPresent())
            .findFirst()
            .map(
                executor ->
                    String.format(
                        Locale.ROOT,
                        "; with its heap, %s takes about %,d MiB",
                        executor.name(),
                        process(executor) >> 20))
            .orElse("");
  }

  /** All that an executor's process takes. */
  private long process(Executor executor) {
    long heap = executor.facts().orElseThrow().heapBytes();
    long ofSpark = Math.max(0, (long) ((heap - RESERVED_HEAP) * SPARK_FRACTION));
    long onHeap =
        settings.isEmbedded()
            ? USED_HEAP + need.heap().driver() + reading(executor)
            : heap(executor) + Math.min(ofSpark, need.heap().spillable());
    return Math.min(heap, onHeap) + outside(executor);
  }

  @FunctionalInterface
  private interface Rule {
    /** What is wrong with an executor; empty if nothing is. */
    String apply(Executor executor, ExecutorFacts facts);
  }

  /** Executors are alike, so what is wrong with one is said once. */
  private void firstProblem(List<Finding> problems, Rule rule) {
    executors.stream()
        .filter(executor -> executor.facts().isPresent())
        .map(executor -> rule.apply(executor, executor.facts().get()))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .ifPresent(text -> problems.add(Finding.problem(SUBJECT, text)));
  }

  private long heap(Executor executor) {
    return need.heap().leastExecutor(executor.slots());
  }

  private static long reading(Executor executor) {
    return IndexedDataset.SLOT_BYTES * executor.slots();
  }

  /** All of an executor's process but its heap. */
  private long outside(Executor executor) {
    return IDLE_NATIVE
        + (settings.isEmbedded() ? 0 : EXECUTOR_NATIVE)
        + need.replicas(executor.slots());
  }

  private String heapProblem(Executor executor, ExecutorFacts facts) {
    long least = heap(executor);
    return facts.heapBytes() >= least
        ? ""
        : "%s has a heap of %s; the model's %s, as often as it is held for %s, takes %s: set %s=%s"
            .formatted(
                executor.name(),
                Text.size(facts.heapBytes()),
                Text.size(need.state()),
                Text.count(executor.slots(), "task slot"),
                Text.size(least),
                settings.heapSetting(),
                Text.setting(least));
  }

  private String nativeProblem(Executor executor, ExecutorFacts facts) {
    long least = (need.working() + need.optimizer()) * executor.slots();
    return facts.nativeBytes() == 0 || facts.nativeBytes() >= least
        ? ""
        : ("%s may take %s outside the heap (org.bytedeco.javacpp.maxbytes; by default, as the"
                + " heap); activations of %s take %s: add -Dorg.bytedeco.javacpp.maxbytes=%s to %s"
                + "%s")
            .formatted(
                executor.name(),
                Text.size(facts.nativeBytes()),
                Text.count(executor.slots(), "replica"),
                Text.size(least),
                Text.setting(least),
                settings.optionsSetting(),
                need.batchSetting().isEmpty() ? "" : ", or lower " + need.batchSetting());
  }

  private String containerProblem(Executor executor, ExecutorFacts facts) {
    long least = outside(executor);
    return settings.containerOverhead() >= least
        ? ""
        : "the container of %s has %s beside the heap; %s take %s: set spark.executor.memoryOverhead=%s"
            .formatted(
                executor.name(),
                Text.size(settings.containerOverhead()),
                Text.count(executor.slots(), "replica"),
                Text.size(least),
                Text.setting(least));
  }

  /** Executors of one machine share it. */
  private List<Finding> machineProblems() {
    Map<String, List<Executor>> byHost =
        executors.stream()
            .filter(executor -> executor.facts().isPresent())
            .collect(
                Collectors.groupingBy(Executor::host, LinkedHashMap::new, Collectors.toList()));
    List<Finding> problems = new ArrayList<>();
    byHost.forEach((host, there) -> addMachineProblem(problems, host, there));
    return problems;
  }

  private void addMachineProblem(List<Finding> problems, String host, List<Executor> there) {
    long machine = there.get(0).facts().orElseThrow().machineBytes();
    long least =
        there.stream()
            .mapToLong(executor -> executor.facts().orElseThrow().heapBytes() + outside(executor))
            .sum();
    if (machine < least) {
      problems.add(
          Finding.problem(
              SUBJECT,
              "%s has %s; %s take %s with their heaps: lower %s%s, or use fewer cores"
                  .formatted(
                      host,
                      Text.size(machine),
                      Text.count(there.stream().mapToInt(Executor::slots).sum(), "replica"),
                      Text.size(least),
                      settings.heapSetting(),
                      need.batchSetting().isEmpty() ? "" : " or " + need.batchSetting())));
    }
  }
}
