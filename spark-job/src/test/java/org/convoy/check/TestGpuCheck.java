package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoy.check.Executors.GIB;

import java.util.List;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.Gpu;
import org.convoy.check.executor.VisibleGpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestGpuCheck {
  private static List<Finding> findings(Gpu gpu, String... addresses) {
    VisibleGpus visible = new VisibleGpus(List.of(gpu), "");
    return findings(visible, addresses);
  }

  private static List<Finding> findings(VisibleGpus visible, String... addresses) {
    Executor executor = Executors.executor(1, Executors.with(visible), addresses);
    return new GpuCheck(GpuCheck.Target.GPU, 2 * GIB, List.of(executor, executor)).findings();
  }

  @ParameterizedTest
  @ValueSource(doubles = {3.7, 5.2, 6.1, 7.0, 7.5, 8.0, 8.6, 8.9})
  void takesArchitecturesThatThereIsCodeFor(double capability) {
    assertThat(findings(new Gpu("GPU", capability, 4 * GIB), "0"))
        .containsExactly(Finding.ok("gpus", "2 GPUs of a supported architecture"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {3.5, 9.0, 10.0, 12.0})
  void refusesOthersByName(double capability) {
    assertThat(findings(new Gpu("NVIDIA H100", capability, 80 * GIB), "0"))
        .containsExactly(
            Finding.problem(
                "gpus",
                "executor 0 on a has GPU 0, NVIDIA H100, of compute capability "
                    + capability
                    + "; ND4J runs on 3.7 to 8.9: use a Pascal, Volta, Turing, Ampere or Ada GPU,"
                    + " or the build for CPUs"));
  }

  @Test
  void refusesGpusThatAreTooSmall() {
    assertThat(findings(new Gpu("Tesla T4", 7.5, GIB), "0"))
        .containsExactly(
            Finding.problem(
                "gpus",
                "GPU 0 of executor 0 on a, Tesla T4, has 1.0 GiB; a replica takes 2.0 GiB: lower"
                    + " batchSize"));
  }

  @Test
  void refusesAddressesThatAreNoDeviceNumbers() {
    assertThat(findings(new Gpu("Tesla T4", 7.5, 4 * GIB), "GPU-1234"))
        .containsExactly(
            Finding.problem(
                "gpus",
                "executor 0 on a was given GPU GPU-1234, and CUDA shows it GPUs [0]; let"
                    + " scripts/gpu-discovery find them"));
  }

  @Test
  void wantsAGpuForEachExecutorAndADriver() {
    assertThat(findings(new Gpu("Tesla T4", 7.5, 4 * GIB)))
        .containsExactly(
            Finding.problem(
                "gpus",
                "executor 0 on a was given no GPU; set spark.executor.resource.gpu.amount and"
                    + " spark.executor.resource.gpu.discoveryScript, see docs/gpu.md"));
    assertThat(findings(new VisibleGpus(List.of(), "there is no nvidia-smi"), "0"))
        .containsExactly(
            Finding.problem(
                "gpus",
                "executor 0 on a cannot tell its GPUs: there is no nvidia-smi; install NVIDIA's"
                    + " driver there"));
  }

  @Test
  void theBuildForCpusNeedsNone() {
    Executor plain = Executors.executor(1, Executors.facts());
    Executor holding = Executors.executor(1, Executors.facts(), "0", "1");

    assertThat(new GpuCheck(GpuCheck.Target.CPU, GIB, List.of(plain)).findings()).isEmpty();
    assertThat(new GpuCheck(GpuCheck.Target.CPU, GIB, List.of(plain, holding)).findings())
        .containsExactly(
            Finding.warning(
                "gpus",
                "executors hold 2 GPUs, and this build computes on CPUs; take the build of -Pcuda,"
                    + " or ask for none"));
  }
}
