package org.convoy.nn.optimizer;

/** One step of an optimizer on some neighbouring parameters. */
@FunctionalInterface
public interface BlockUpdate {
  /**
   * Updates the first {@code length} elements of the arrays in place.
   *
   * @param parameters to be updated
   * @param gradients of the loss; may be overwritten
   * @param state the same stretch of each state vector
   * @param weightDecay the optimizer's weight decay, or 0 for parameters that are free of it
   */
  void apply(float[] parameters, float[] gradients, float[][] state, float weightDecay, int length);
}
