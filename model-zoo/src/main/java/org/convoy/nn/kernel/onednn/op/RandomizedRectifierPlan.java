package org.convoy.nn.kernel.onednn.op;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/**
 * The rectifier with random slopes in training: they are drawn again in the backward pass instead
 * of kept.
 */
final class RandomizedRectifierPlan extends OperationPlan {
  private final Operation.RandomizedRectifier operation;

  RandomizedRectifierPlan(PlanBuilder plan, int node, Operation.RandomizedRectifier operation) {
    super(plan, node);
    this.operation = operation;
  }

  @Override
  public void forward() {
    Tensor input = input();
    Tensor output = plan.recorder().newTensor(input.layout());
    JavaStep.record(plan, this::applySlopes, input, input, output);
    plan.setOutput(node, output);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor input = input();
    Tensor gradient = converted(outputGradient, input.layout());
    Tensor result = plan.over(gradient);
    JavaStep.record(plan, this::applySlopes, input, gradient, result);
    contribute(result);
  }

  private Tensor input() {
    return input(Layout.plain(plan.scope(), plan.dimensions(node)));
  }

  private void applySlopes(List<FloatBuffer> values, long seed) {
    SplittableRandom random = RandomStream.of(seed, plan.name(node));
    FloatBuffer signs = values.get(0);
    FloatBuffer from = values.get(1);
    FloatBuffer to = values.get(2);
    for (int i = 0; i < to.capacity(); i++) {
      double slope = operation.draw(random);
      to.put(i, signs.get(i) > 0 ? from.get(i) : (float) (from.get(i) * slope));
    }
  }
}
