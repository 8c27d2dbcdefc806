package org.convoy.nn.kernel.cuda;

import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.convoy.nn.kernel.GpuRuntime;
import org.nd4j.jita.conf.CudaEnvironment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's CUDA backend. Without a GPU or NVIDIA's driver, its methods fail, its creation does not.
 */
public final class Nd4jCudaRuntime implements GpuRuntime {
  @Override
  public int count() {
    int[] count = new int[1];
    int status = cudart.cudaGetDeviceCount(count);
    if (status != cudart.cudaSuccess) {
      throw new IllegalStateException(
          "CUDA finds no GPU (" + cudart.cudaGetErrorString(status).getString() + ")");
    }

    return count[0];
  }

  @Override
  public void restrictTo(List<Integer> devices) {
    CudaEnvironment.getInstance()
        .getConfiguration()
        .useDevices(devices.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public void use(int device) {
    Nd4j.getAffinityManager().unsafeSetDevice(device);
  }
}
