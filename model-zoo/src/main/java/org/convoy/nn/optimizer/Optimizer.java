package org.convoy.nn.optimizer;

import java.io.Serializable;
import java.nio.FloatBuffer;
import org.convoy.nn.parameter.ParameterLayout;

/**
 * A rule that turns gradients into an update. Immutable, and equal to another with the same
 * settings; all it remembers is in the state vector.
 */
public interface Optimizer extends Serializable {
  /**
   * Elements of the state vector for this many parameters, running statistics included. States
   * start as zeros.
   *
   * @throws IllegalArgumentException if there are more than one vector holds
   */
  int stateSize(int parameterCount);

  /**
   * Updates parameters and state in place. Only the layout's trainable ranges change. Buffers are
   * direct, in native order, and are read and written from index 0 whatever their position.
   *
   * @param gradients of the mean loss; may be overwritten
   */
  void step(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      ParameterLayout layout,
      StepContext context);
}
