package org.convoy.nn.loss;

/** A function of a batch's outputs and targets that training makes small. */
public interface Loss {
  /**
   * The loss and its gradient.
   *
   * @param outputs [examples, outputs], example by example
   */
  LossValue of(double[] outputs, Targets targets);

  /** True if examples of this class are left out, whether it exists or not. */
  default boolean ignores(int label) {
    return false;
  }
}
