package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.ExecutorFacts;
import org.convoy.check.executor.VisibleGpus;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.Precision;
import org.junit.jupiter.api.Test;

final class TestKernelCheck {
  private static final KernelChoice KERNELS = new KernelChoice(Backend.ONEDNN, Isa.AVX512_CORE);

  private static List<Finding> findings(Executor... executors) {
    return new KernelCheck(KERNELS, List.of(executors)).findings();
  }

  @Test
  void saysWhatLoads() {
    assertThat(findings(Executors.executor(2, Executors.facts())))
        .containsExactly(
            Finding.ok(
                "kernels", "onednn on avx512_core loads on 1 executor; bf16 there by avx512_bf16"));
  }

  @Test
  void saysWhichExecutorsHaveBf16() {
    ExecutorFacts without = Executors.with(new VisibleGpus(List.of(), ""));
    KernelChoice bf16 = new KernelChoice(Backend.ONEDNN, Isa.AVX512_CORE_BF16, Precision.BF16);
    List<Executor> both =
        List.of(Executors.executor(2, Executors.facts()), Executors.executor(2, without));

    assertThat(new KernelCheck(bf16, both).findings())
        .containsExactly(
            Finding.ok(
                "kernels",
                "onednn on avx512_core_bf16 in bf16 loads on 2 executors; bf16 there: none on 1,"
                    + " avx512_bf16 on 1"));
    assertThat(findings(Executors.executor(2, without)))
        .containsExactly(
            Finding.ok("kernels", "onednn on avx512_core loads on 1 executor; no bf16 there"));
  }

  @Test
  void namesExecutorsThatCannotOrDoNotAnswer() {
    Executor old = Executors.executor(2, Executors.failing("This machine has no avx512_core"));
    Executor silent = new Executor("7", "b", 2, List.of(), Optional.empty());

    assertThat(findings(old, Executors.executor(1, Executors.facts()), silent))
        .containsExactly(
            Finding.problem(
                "kernels",
                "executor 0 on a: This machine has no avx512_core (kernels.backend, kernels.isa"
                    + " and kernels.precision name others, for all executors)"),
            Finding.problem(
                "kernels",
                "executor 7 on b runs no task; look into its log, or exclude its machine from"
                    + " Spark"));
  }
}
