package org.convoy.replica;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.kernel.GpuRuntime;

/**
 * What a task computes on: the GPU that Spark assigned to it, else the CPU.
 *
 * @param gpu its number among those that CUDA shows this process
 */
public record TaskDevice(OptionalInt gpu) {
  private static final String RESOURCE = "gpu";
  static final TaskDevice CPU = new TaskDevice(OptionalInt.empty());

  /**
   * Of the calling task.
   *
   * @throws ConfigException when this build computes on GPUs and Spark assigned none, or not one
   */
  public static TaskDevice ofThisTask() {
    TaskContext task = TaskContext.get();
    ResourceInformation assigned = task == null ? null : task.resourcesJMap().get(RESOURCE);
    if (assigned != null) {
      return of(Arrays.asList(assigned.addresses()));
    }

    if (GpuRuntime.installed().isPresent()) {
      throw problem("none");
    }

    return CPU;
  }

  /** Of the addresses that Spark assigned to a task. */
  public static TaskDevice of(List<String> addresses) {
    if (addresses.size() != 1 || !addresses.get(0).matches("\\d{1,4}")) {
      throw problem(addresses.toString());
    }

    return new TaskDevice(OptionalInt.of(Integer.parseInt(addresses.get(0))));
  }

  private static ConfigException problem(String found) {
    return new ConfigException(
        List.of(
            "gpu: a task needs one GPU by its number, Spark assigned %s; set %s, %s and %s, see docs/gpu.md"
                .formatted(
                    found,
                    "spark.executor.resource.gpu.amount",
                    "spark.executor.resource.gpu.discoveryScript=…/gpu-discovery",
                    "with dynamic allocation spark.task.resource.gpu.amount=1")));
  }

  public boolean isGpu() {
    return gpu.isPresent();
  }

  /** Has the calling thread compute there. */
  public void enter() {
    gpu.ifPresent(number -> GpuRuntime.installed().ifPresent(runtime -> runtime.use(number)));
  }
}
