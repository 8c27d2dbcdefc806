package org.convoy.nn.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the {@link Kernels} of this process, once, and says which and why in one log line. */
public final class KernelBackend {
  private static final Logger LOG = LoggerFactory.getLogger(KernelBackend.class);

  private KernelBackend() {}

  /** The kernels that suit this machine best. */
  public static Kernels automatic() {
    return Automatic.KERNELS;
  }

  private static final class Automatic {
    private static final Kernels KERNELS = choose();

    private static Kernels choose() {
      NativeThreads.useOne();
      Kernels kernels = new Nd4jOps();
      LOG.info("Kernels: {} (the only implementation)", kernels.name());
      return kernels;
    }
  }
}
