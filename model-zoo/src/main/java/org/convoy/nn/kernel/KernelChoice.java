package org.convoy.nn.kernel;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** What a run asks of the kernels. */
public record KernelChoice(Backend backend, Isa isa, Precision precision) implements Serializable {
  public KernelChoice {
    requireNonNull(backend, "backend is null");
    requireNonNull(isa, "isa is null");
    requireNonNull(precision, "precision is null");
  }

  /** In floats. */
  public KernelChoice(Backend backend, Isa isa) {
    this(backend, isa, Precision.F32);
  }

  /** The fastest that works, in floats. */
  public static KernelChoice automatic() {
    return new KernelChoice(Backend.AUTO, Isa.AUTO);
  }

  /** This backend on the best instruction set, in floats. */
  public static KernelChoice of(Backend backend) {
    return new KernelChoice(backend, Isa.AUTO);
  }

  /** The same arithmetic elsewhere: this backend on this instruction set, by name. */
  public KernelChoice pinned(Backend resolved, Isa found) {
    return new KernelChoice(resolved, found, precision);
  }

  /** Whether ND4J, which computes in floats, may run what oneDNN cannot. */
  public boolean mayFallBack() {
    return backend == Backend.AUTO && precision == Precision.F32;
  }
}
