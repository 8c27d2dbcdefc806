package org.convoy.check;

import java.util.List;
import java.util.Optional;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.ExecutorFacts;
import org.convoy.check.executor.Versions;
import org.convoy.check.executor.VisibleGpus;

/** Executors for tests, healthy until they are changed. */
final class Executors {
  static final long MIB = 1 << 20;
  static final long GIB = 1 << 30;
  static final Versions VERSIONS = new Versions("3.5.9", "2.12.18", "17.0.15+6");

  private Executors() {}

  /** What one says that has everything. */
  static ExecutorFacts facts() {
    return facts(4 * GIB, 4 * GIB, 64 * GIB);
  }

  static ExecutorFacts facts(long heap, long nativeMemory, long machine) {
    VisibleGpus none = new VisibleGpus(List.of(), "there is no nvidia-smi");
    return new ExecutorFacts("0", VERSIONS, heap, nativeMemory, machine, "", "avx512_bf16", none);
  }

  static ExecutorFacts failing(String kernelFailure) {
    VisibleGpus none = new VisibleGpus(List.of(), "");
    return new ExecutorFacts("0", VERSIONS, GIB, GIB, GIB, kernelFailure, "", none);
  }

  static ExecutorFacts with(VisibleGpus gpus) {
    return new ExecutorFacts("0", VERSIONS, GIB, GIB, GIB, "", "", gpus);
  }

  /** On the host "a". */
  static Executor executor(int slots, ExecutorFacts facts, String... gpus) {
    return new Executor("0", "a", slots, List.of(gpus), Optional.of(facts));
  }
}
