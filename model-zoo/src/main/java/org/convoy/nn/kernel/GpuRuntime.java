package org.convoy.nn.kernel;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The GPUs of this process as ND4J sees them. The CUDA build brings the implementation, as a
 * service; the build for CPUs has none.
 */
public interface GpuRuntime {
  /** How many GPUs CUDA shows this process; they are numbered from 0. */
  int count();

  /**
   * Leaves ND4J these GPUs only, whatever else the machine has. Before anything else of ND4J is
   * used in this process; not again with others.
   */
  void restrictTo(List<Integer> devices);

  /** Has the calling thread allocate and compute on this GPU from now on. */
  void use(int device);

  /** What this build has; finding it loads no native library. */
  static Optional<GpuRuntime> installed() {
    return Installed.RUNTIME;
  }

  /** Looked up once. */
  final class Installed {
    private static final Optional<GpuRuntime> RUNTIME =
        ServiceLoader.load(GpuRuntime.class, GpuRuntime.class.getClassLoader()).findFirst();

    private Installed() {}
  }
}
