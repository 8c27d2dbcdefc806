package org.convoy.nn.kernel.onednn;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.op.Operation;

/** Dropout in training: the mask is drawn again in the backward pass instead of kept. */
record DropoutPlan(PlanBuilder plan, int node, Operation.Dropout operation)
    implements OperationPlan {
  @Override
  public void forward() {
    Layout plain = Layout.plain(plan.scope(), plan.dimensions(node));
    plan.setOutput(node, masked(plan.output(plan.inputOf(node), plain)));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Layout plain = Layout.plain(plan.scope(), plan.dimensions(node));
    Tensor gradient = plan.converted(plan.name(node), outputGradient, plain);
    plan.contribute(plan.inputOf(node), masked(gradient));
  }

  private Tensor masked(Tensor from) {
    Tensor to = plan.recorder().newTensor(from.layout());
    plan.recorder().add(new Mask(plan.name(node), operation, from, to), List.of(from, to));
    return to;
  }

  private static final class Mask implements Step {
    private final String layer;
    private final Operation.Dropout operation;
    private final Tensor from;
    private final Tensor to;
    private FloatBuffer source;
    private FloatBuffer target;

    Mask(String layer, Operation.Dropout operation, Tensor from, Tensor to) {
      this.layer = layer;
      this.operation = operation;
      this.from = from;
      this.to = to;
    }

    @Override
    public void bind(PlanMemory memory) {
      source = memory.floats(from);
      target = memory.floats(to);
    }

    @Override
    public void run(long seed) {
      SplittableRandom random = RandomStream.of(seed, layer);
      for (int i = 0; i < source.capacity(); i++) {
        target.put(i, (float) (source.get(i) * operation.draw(random)));
      }
    }
  }
}
