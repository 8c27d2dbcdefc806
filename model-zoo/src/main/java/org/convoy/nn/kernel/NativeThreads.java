package org.convoy.nn.kernel;

import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Keeps the native libraries to one thread for each calling thread: task slots are the parallelism,
 * and sums split over threads would depend on their number.
 */
public final class NativeThreads {
  private NativeThreads() {}

  /**
   * Restricts ND4J, its BLAS and its OpenMP regions to one thread. OpenMP keeps its setting by
   * thread, so every thread that computes calls this; repeated calls are cheap.
   */
  public static void useOne() {
    Settings.NATIVE_OPS.setOmpNumThreads(1);
  }

  private static final class Settings {
    private static final NativeOps NATIVE_OPS;

    static {
      // ND4J's backend must be loaded before the holder of its native operations.
      Environment environment = Nd4j.getEnvironment();
      NATIVE_OPS = NativeOpsHolder.getInstance().getDeviceNativeOps();
      environment.setMaxThreads(1);
      environment.setMaxMasterThreads(1);
    }
  }
}
