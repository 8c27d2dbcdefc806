package org.convoy.nn.kernel;

/** What a run asks of the kernels. */
public record KernelChoice(Backend backend, Isa isa) {
  /** The fastest that works. */
  public static KernelChoice automatic() {
    return new KernelChoice(Backend.AUTOMATIC, Isa.BEST);
  }

  /** This backend on the best instruction set. */
  public static KernelChoice of(Backend backend) {
    return new KernelChoice(backend, Isa.BEST);
  }
}
