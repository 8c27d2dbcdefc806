package org.convoy.nn.optimizer;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import org.convoy.nn.parameter.ParameterLayout;

/**
 * An optimizer that climbs: PyTorch's {@code maximize=True}. Weight decay still makes parameters
 * smaller.
 *
 * @param optimizer that is given the gradients with their signs changed
 */
public record Maximizing(Optimizer optimizer) implements Optimizer {
  public Maximizing {
    requireNonNull(optimizer, "optimizer is null");
  }

  @Override
  public int stateSize(int parameterCount) {
    return optimizer.stateSize(parameterCount);
  }

  @Override
  public void step(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      ParameterLayout layout,
      StepContext context) {
    for (int i = 0; i < layout.size(); i++) {
      gradients.put(i, -gradients.get(i));
    }

    optimizer.step(parameters, gradients, state, layout, context);
  }
}
