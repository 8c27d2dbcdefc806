package org.convoy.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.resource.ResourceInformation;
import org.convoy.nn.kernel.GpuRuntime;
import org.convoy.replica.TaskDevice;

/**
 * Leaves each executor the GPUs that Spark gave it, before its first task: ND4J would otherwise
 * open all that CUDA shows it, those of other executors too. {@code spark.plugins} names it.
 */
public final class GpuPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Restriction();
  }

  private static final class Restriction implements ExecutorPlugin {
    @Override
    public void init(PluginContext executor, Map<String, String> unused) {
      ResourceInformation gpus = executor.resources().get("gpu");
      if (gpus != null) {
        List<Integer> devices =
            Arrays.stream(gpus.addresses())
                .map(address -> TaskDevice.of(List.of(address)).gpu().getAsInt())
                .toList();
        GpuRuntime.installed().ifPresent(runtime -> runtime.restrictTo(devices));
      }
    }
  }
}
