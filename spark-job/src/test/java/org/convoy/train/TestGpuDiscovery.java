package org.convoy.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/gpu-discovery} with an nvidia-smi that lists what the test says. */
final class TestGpuDiscovery {
  private static final String WHOLE =
      """
      GPU 0: Tesla T4 (UUID: GPU-11aa)
      GPU 1: Tesla T4 (UUID: GPU-22bb)
      """;
  private static final String ONE_INSTANCE =
      """
      GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-11aa)
        MIG 3g.20gb Device 0: (UUID: MIG-aaaa)
      """;
  private static final String TWO_INSTANCES =
      ONE_INSTANCE + "  MIG 3g.20gb Device 1: (UUID: MIG-bbbb)\n";
  private static final String MIXED = ONE_INSTANCE + "GPU 1: Tesla T4 (UUID: GPU-22bb)\n";

  @TempDir private Path folder;
  private ProcessBuilder script;

  private record Finished(int exitCode, String output, String error) {}

  @BeforeEach
  void prepare() {
    Path root = Path.of(System.getProperty("project.root"));
    script = new ProcessBuilder("/bin/bash", root.resolve("scripts/gpu-discovery").toString());
    script.environment().put("PATH", folder.toString());
    script.environment().remove("CUDA_VISIBLE_DEVICES");
  }

  private Finished discover(String listing) throws IOException, InterruptedException {
    Path listed = Files.writeString(folder.resolve("listing"), listing);
    Path command = folder.resolve("nvidia-smi");
    Files.writeString(
        command, "#!/bin/bash\nwhile read -r l; do echo \"$l\"; done <" + listed + "\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    return run();
  }

  private Finished run() throws IOException, InterruptedException {
    Process process = script.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Finished(process.waitFor(), output, error.strip());
  }

  private Finished discover(String listing, String visible) throws Exception {
    script.environment().put("CUDA_VISIBLE_DEVICES", visible);
    return discover(listing);
  }

  private static String[] addresses(Finished finished) {
    assertThat(finished.exitCode()).as(finished.error()).isZero();
    ResourceInformation found = ResourceInformation.parseJson(finished.output());
    assertThat(found.name()).isEqualTo("gpu");
    return found.addresses();
  }

  @Test
  void listsWholeGpus() throws Exception {
    assertThat(addresses(discover(WHOLE))).containsExactly("0", "1");
  }

  @ParameterizedTest
  @CsvSource({"'1', 1", "'GPU-22', 1", "'1,0', 2", "'0, 1', 2"})
  void numbersWhatCudaVisibleDevicesLeaves(String visible, int count) throws Exception {
    assertThat(addresses(discover(WHOLE, visible))).hasSize(count).startsWith("0");
  }

  @ParameterizedTest
  @CsvSource({"'7', 7", "'0,GPU-99', GPU-99", "'-1', -1"})
  void refusesWhatIsNotThere(String visible, String entry) throws Exception {
    assertThat(discover(WHOLE, visible))
        .isEqualTo(
            new Finished(
                1,
                "",
                "gpu-discovery: CUDA_VISIBLE_DEVICES=%s: there is no GPU %s; nvidia-smi -L lists them"
                    .formatted(visible, entry)));
  }

  @Test
  void anEmptyListLeavesNone() throws Exception {
    assertThat(discover(WHOLE, "").error())
        .isEqualTo("gpu-discovery: there is no GPU that CUDA_VISIBLE_DEVICES leaves");
    assertThat(run().exitCode()).isEqualTo(1);
  }

  @Test
  void oneInstanceIsADevice() throws Exception {
    assertThat(addresses(discover(ONE_INSTANCE))).containsExactly("0");
    assertThat(addresses(discover(TWO_INSTANCES, "MIG-bbbb"))).containsExactly("0");
  }

  @ParameterizedTest
  @CsvSource({"two, 0, 2", "mixed, 1, 1"})
  void ofSeveralInstancesOneMustBeNamed(String kind, int gpus, int instances) throws Exception {
    assertThat(discover(kind.equals("two") ? TWO_INSTANCES : MIXED).error())
        .isEqualTo(
            ("gpu-discovery: CUDA gives a process one MIG instance and nothing beside it, here are"
                    + " %d GPUs and %d instances: run a Spark worker for each, with"
                    + " CUDA_VISIBLE_DEVICES=MIG-…")
                .formatted(gpus, instances));
  }

  @Test
  void saysThatThereIsNoDriver() throws Exception {
    assertThat(run())
        .isEqualTo(
            new Finished(
                1,
                "",
                "gpu-discovery: there is no nvidia-smi; install NVIDIA's driver, or ask Spark for"
                    + " no GPUs on this machine"));
    assertThat(discover("No devices were found").error())
        .isEqualTo("gpu-discovery: there is no GPU");
  }
}
