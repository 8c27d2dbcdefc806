package org.convoy.nn.kernel.onednn;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.op.Operation;

/** Dropout of channels in training; see {@link DropoutPlan}. */
record ChannelDropoutPlan(PlanBuilder plan, int node, Operation.Dropout operation)
    implements OperationPlan {
  @Override
  public void forward() {
    Tensor input = plan.output(plan.inputOf(node), plain());
    Tensor output = plan.recorder().newTensor(plain());
    JavaStep.record(plan, this::applyMask, input, output);
    plan.setOutput(node, output);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = plan.converted(plan.name(node), outputGradient, plain());
    Tensor result = plan.over(gradient);
    JavaStep.record(plan, this::applyMask, gradient, result);
    plan.contribute(plan.inputOf(node), result);
  }

  private Layout plain() {
    return Layout.plain(plan.scope(), plan.dimensions(node));
  }

  private void applyMask(List<FloatBuffer> values, long seed) {
    SplittableRandom random = RandomStream.of(seed, plan.name(node));
    FloatBuffer from = values.get(0);
    FloatBuffer to = values.get(1);
    int plane = plan.imageSize(node).area();
    for (int start = 0; start < to.capacity(); start += plane) {
      double factor = operation.draw(random);
      for (int i = start; i < start + plane; i++) {
        to.put(i, (float) (from.get(i) * factor));
      }
    }
  }
}
