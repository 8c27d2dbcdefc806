package org.convoy.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is fixed for a whole process is tested in processes of their own. */
class TestKernelBackend {
  @Test
  void loadsOneDnnWithoutOpenCl() throws Exception {
    assertThatThrownBy(() -> Class.forName("org.bytedeco.opencl.global.OpenCL"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(probe(jar -> true, "auto:auto"))
        .contains("answer ONEDNN 2", "oneDNN loaded: true", "OpenCL loaded: false");
  }

  @Test
  void fallsBackToNd4jWhereOneDnnDoesNotLoad() throws Exception {
    List<String> output =
        probe(jar -> !jar.matches("dnnl-.*-linux-x86_64\\.jar"), "auto:auto", "onednn:auto");
    assertThat(output).contains("answer ND4J 2", "oneDNN loaded: false");
    assertThat(output)
        .anyMatch(line -> line.startsWith("answer oneDNN does not load on this machine: "));
  }

  @Test
  void oneInstructionSetInAProcess() throws Exception {
    assertThat(probe(jar -> true, "onednn:avx2", "onednn:avx2", "auto:auto", "onednn:sse41"))
        .containsSubsequence(
            "answer ONEDNN 2",
            "answer ONEDNN 2",
            "answer ONEDNN 2",
            "answer oneDNN is in use with the instruction set avx2 in this process and cannot"
                + " change to sse41; use one setting in a process");
  }

  @Test
  void bf16TakesTheInstructionSetThatHasIt() throws Exception {
    List<String> output =
        probe(
            jar -> true,
            "auto:auto:bf16",
            "onednn:auto:bf16",
            "nd4j:auto:bf16",
            "onednn:avx512_core",
            "auto:auto");

    assertThat(output)
        .contains(
            "answer ND4J's kernels compute in f32 only; set kernels.precision to f32, or"
                + " kernels.backend to onednn, on CPUs");
    if (hasBf16()) {
      assertThat(output).containsOnlyOnce("answer ONEDNN 2");
      assertThat(output)
          .anyMatch(line -> line.matches("answer ONEDNN 2 on AVX512_CORE_(BF16|AMX)"));
      assertThat(output)
          .anyMatch(line -> line.contains("is in use with the instruction set avx512_core_"));
    } else {
      assertThat(output)
          .anyMatch(
              line -> line.matches("answer oneDNN uses .* which has no arithmetic in bf16.*"));
    }
  }

  @Test
  void bf16IsRefusedOnAnInstructionSetWithoutIt() throws Exception {
    assertThat(probe(jar -> true, "onednn:avx2:bf16"))
        .contains(
            "answer oneDNN uses avx2 here, which has no arithmetic in bf16; that takes"
                + " avx512_core_bf16 or avx512_core_amx, as a CPU has whose flags in /proc/cpuinfo"
                + " name avx512_bf16; set kernels.precision to f32");
  }

  @Test
  void libtorchIsAJarOfItsOwn() {
    assertThatThrownBy(() -> KernelBackend.resolve(KernelChoice.of(Backend.LIBTORCH)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "libtorch is not on the class path; add convoy-libtorch.jar by --conf spark.jars=PATH,"
                + " without SPARK_HOME by CONVOY_CLASSPATH=PATH, or set kernels.backend to auto");
  }

  private static boolean hasBf16() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo")).contains("avx512_bf16");
  }

  @Test
  void namesTheKnownSettings() {
    assertThat(Backend.of("onednn")).isEqualTo(Backend.ONEDNN);
    assertThat(Isa.of("avx512_core")).isEqualTo(Isa.AVX512_CORE);
    assertThatThrownBy(() -> Backend.of("mkl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown kernel backend \"mkl\"; known are [auto, onednn, nd4j, libtorch]");
    assertThatThrownBy(() -> Isa.of("mmx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Unknown instruction set \"mmx\"; known are [auto, sse41, avx, avx2, avx512_core,"
                + " avx512_core_bf16, avx512_core_amx]");
  }

  private static List<String> probe(Predicate<String> jars, String... choices) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", classPath(jars)));
    command.add(KernelProbe.class.getName());
    command.addAll(List.of(choices));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> output = lines(process);
    assertThat(process.waitFor()).as("%s", output).isZero();
    return output;
  }

  private static List<String> lines(Process process) throws IOException {
    byte[] output = process.getInputStream().readAllBytes();
    return new String(output, StandardCharsets.UTF_8).lines().toList();
  }

  private static String classPath(Predicate<String> jars) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> jars.test(Path.of(entry).getFileName().toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
