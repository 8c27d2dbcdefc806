package org.convoy.check.executor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Pointer;
import org.convoy.common.Json;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;

/**
 * What an executor's process says of itself.
 *
 * @param executor Spark's id of it
 * @param heapBytes its greatest heap
 * @param nativeBytes the most native memory that JavaCPP gives out; 0: as much as there is
 * @param machineBytes the memory of its machine or container
 * @param kernelFailure why it cannot compute with the run's kernels; empty if it can
 * @param bf16 what its processor has for bf16, as Linux names it: avx512_bf16, amx_bf16; empty for
 *     nothing, or where the system does not tell
 * @param gpus what its machine has, and what this process may see of it
 */
public record ExecutorFacts(
    String executor,
    Versions versions,
    long heapBytes,
    long nativeBytes,
    long machineBytes,
    String kernelFailure,
    String bf16,
    VisibleGpus gpus) {

  /** Of this process; loads the native libraries. */
  public static ExecutorFacts gather(KernelChoice kernels) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new ExecutorFacts(
        SparkEnv.get().executorId(),
        Versions.running(),
        Runtime.getRuntime().maxMemory(),
        nativeLimit(),
        system.getTotalMemorySize(),
        kernelFailure(kernels),
        findBf16(),
        VisibleGpus.find());
  }

  private static String findBf16() {
    try {
      String flags = " " + Files.readString(Path.of("/proc/cpuinfo")).replace('\n', ' ') + " ";
      return Stream.of("avx512_bf16", "amx_bf16")
          .filter(flag -> flags.contains(" " + flag + " "))
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "";
    }
  }

  private static long nativeLimit() {
    try {
      return Pointer.maxBytes();
    } catch (LinkageError e) {
      return 0; // What is wrong with the library is the kernels' finding.
    }
  }

  private static String kernelFailure(KernelChoice kernels) {
    try {
      KernelBackend.load(kernels);
      return "";
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }

      return Text.oneLine(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
  }

  /** As it travels to the driver. */
  public String toJson() {
    return Json.of(this);
  }

  public static ExecutorFacts fromJson(String json) {
    try {
      return Json.MAPPER.readValue(json, ExecutorFacts.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no facts of an executor: " + json, e);
    }
  }
}
