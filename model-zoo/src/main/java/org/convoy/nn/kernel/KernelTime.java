package org.convoy.nn.kernel;

import java.io.Serializable;

/**
 * What a pass of a layer took, in all steps that were looked at.
 *
 * @param layer the layer's name; loss, optimizer and the like for what is no layer's
 * @param pass such as forward, backward data
 * @param implementation oneDNN's names of what runs it
 * @param precision of what it reads
 * @param seconds on one core
 * @param operations floating-point additions and multiplications by the layer's definition,
 *     whatever the implementation computes or leaves out; 0 where they are not counted
 */
public record KernelTime(
    String layer,
    String pass,
    String implementation,
    String precision,
    double seconds,
    long operations)
    implements Serializable {
  /** Of the same pass in other steps as well. */
  KernelTime plus(KernelTime other) {
    return new KernelTime(
        layer,
        pass,
        implementation,
        precision,
        seconds + other.seconds,
        operations + other.operations);
  }

  /** Billions of operations a second; 0 where they are not counted. */
  public double gigaflops() {
    return operations / seconds / 1e9;
  }
}
