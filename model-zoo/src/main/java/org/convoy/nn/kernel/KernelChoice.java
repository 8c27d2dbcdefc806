package org.convoy.nn.kernel;

import java.io.Serializable;

/** What a run asks of the kernels. */
public record KernelChoice(Backend backend, Isa isa) implements Serializable {
  /** The fastest that works. */
  public static KernelChoice automatic() {
    return new KernelChoice(Backend.AUTO, Isa.AUTO);
  }

  /** This backend on the best instruction set. */
  public static KernelChoice of(Backend backend) {
    return new KernelChoice(backend, Isa.AUTO);
  }
}
