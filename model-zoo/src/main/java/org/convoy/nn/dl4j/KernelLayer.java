package org.convoy.nn.dl4j;

import org.convoy.nn.kernel.Kernels;

/** A runtime layer whose kernels can be chosen after it was made. */
public interface KernelLayer {
  /** Uses these kernels from the next pass on. */
  void useKernels(Kernels kernels);
}
