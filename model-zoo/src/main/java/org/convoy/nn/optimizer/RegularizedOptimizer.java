package org.convoy.nn.optimizer;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.optimizer.Regularization.Group;

/**
 * An optimizer after the penalties and the clipping of gradients, in this order, as a PyTorch
 * program has them: the penalties are part of the loss that is differentiated, clipping comes after
 * the backward pass, weight decay within the optimizer. One pass over the vectors; clipping by norm
 * reads the gradients once more, before it.
 */
record RegularizedOptimizer(
    ElementwiseOptimizer optimizer, Regularization regularization, Clipping clipping)
    implements Optimizer {
  RegularizedOptimizer {
    requireNonNull(optimizer, "optimizer is null");
    requireNonNull(regularization, "regularization is null");
    requireNonNull(clipping, "clipping is null");
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
    List<Group> groups = regularization.groups(layout, optimizer.weightDecay());
    Blocks blocks = new Blocks(parameters, gradients, state, layout.size(), optimizer);
    float scale =
        clipping.kind() == Clipping.Kind.NORM ? clipping.scale(blocks.gradientNorm(groups)) : 1;
    float limit =
        clipping.kind() == Clipping.Kind.VALUE ? (float) clipping.limit() : Float.POSITIVE_INFINITY;
    blocks.update(groups, new Blocks.Limits(scale, limit), context);
  }
}
