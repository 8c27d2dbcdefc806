package org.convoy.nn.optimizer;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.kernel.BufferLimit;
import org.convoy.nn.parameter.ParameterLayout;

/**
 * An optimizer that updates each parameter from its own gradient and state alone, in one pass over
 * the vectors. Its state vector is a number of vectors as long as the parameters, one after
 * another, then single values; all of them keep their meaning when states are averaged or set to
 * zero.
 */
public interface ElementwiseOptimizer extends Optimizer {
  /** PyTorch's weight_decay: L2 penalty or, where the optimizer says so, decoupled decay. */
  double weightDecay();

  /** State vectors as long as the parameter vector. */
  int stateVectors();

  /** Single values of the state, after its vectors; none by default. */
  default int stateScalars() {
    return 0;
  }

  /**
   * What one step does to each parameter.
   *
   * @param scalars the single values of the state, which are changed to those after the step
   */
  BlockUpdate update(StepContext context, float[] scalars);

  /** This optimizer with penalties in the loss and limits to the gradient. */
  default Optimizer with(Regularization regularization, Clipping clipping) {
    return with(List.of(), regularization, clipping);
  }

  /**
   * As {@link #with(Regularization, Clipping)}, and with other settings for some parameters.
   * Penalties and limits are those of all parameters.
   *
   * @throws IllegalArgumentException if a parameter is in two groups
   */
  default Optimizer with(
      List<ParameterGroup> groups, Regularization regularization, Clipping clipping) {
    return groups.isEmpty()
            && regularization.equals(Regularization.NONE)
            && clipping.equals(Clipping.NONE)
        ? this
        : new RegularizedOptimizer(this, groups, regularization, clipping);
  }

  @Override
  default int stateSize(int parameterCount) {
    return BufferLimit.checkVector(
        "The optimizer's state", (long) stateVectors() * parameterCount + stateScalars());
  }

  @Override
  default void step(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      ParameterLayout layout,
      StepContext context) {
    new RegularizedOptimizer(this, List.of(), Regularization.NONE, Clipping.NONE)
        .step(parameters, gradients, state, layout, context);
  }

  /** One step of an optimizer on some neighbouring parameters. */
  @FunctionalInterface
  interface BlockUpdate {
    /**
     * Updates the first {@code length} elements of the arrays in place.
     *
     * @param parameters to be updated
     * @param gradients of the loss; may be overwritten
     * @param state the same stretch of each state vector
     * @param weightDecay the optimizer's weight decay, or 0 for parameters that are free of it
     */
    void apply(
        float[] parameters, float[] gradients, float[][] state, float weightDecay, int length);
  }
}
