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

/** Dropout in training: the mask is drawn again in the backward pass instead of kept. */
final class DropoutPlan extends OperationPlan {
  private final Operation.Dropout operation;
  private final int stretch;

  /**
   * @param stretch how many neighbouring values get the same factor
   */
  DropoutPlan(PlanBuilder plan, int node, Operation.Dropout operation, int stretch) {
    super(plan, node);
    this.operation = operation;
    this.stretch = stretch;
  }

  @Override
  public void forward() {
    Tensor input = input(plain());
    plan.setOutput(node, masked(input, plan.recorder().newTensor(plain())));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, plain());
    contribute(masked(gradient, plan.over(gradient)));
  }

  private Layout plain() {
    return Layout.plain(plan.scope(), plan.dimensions(node));
  }

  private Tensor masked(Tensor from, Tensor to) {
    JavaStep.record(plan, this::applyMask, from, to);
    return to;
  }

  private void applyMask(List<FloatBuffer> values, long seed) {
    SplittableRandom random = RandomStream.of(seed, plan.name(node));
    FloatBuffer from = values.get(0);
    FloatBuffer to = values.get(1);
    for (int start = 0; start < to.capacity(); start += stretch) {
      double factor = operation.draw(random);
      for (int i = start; i < start + stretch; i++) {
        to.put(i, (float) (from.get(i) * factor));
      }
    }
  }
}
