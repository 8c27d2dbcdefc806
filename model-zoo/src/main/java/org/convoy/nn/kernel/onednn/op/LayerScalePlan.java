package org.convoy.nn.kernel.onednn.op;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** A copy of the scale for each example; backward, the sum over them. */
final class LayerScalePlan extends OperationPlan {
  LayerScalePlan(PlanBuilder plan, int node) {
    super(plan, node);
  }

  private Layout layout() {
    return Layout.plain(plan.scope(), plan.dimensions(node));
  }

  private long channels() {
    return plan.dimensions(node)[1];
  }

  @Override
  public void forward() {
    Tensor scales = plan.recorder().newTensor(layout());
    JavaStep.record(plan, LayerScalePlan::copy, plan.parameter(node, 0, channels()), scales);
    plan.setOutput(node, scales);
  }

  @Override
  public void backward(Tensor outputGradient) {
    if (!plan.node(node).isFrozen()) {
      Tensor gradient = converted(outputGradient, layout());
      Tensor wanted = plan.parameterGradient(node, 0, channels());
      JavaStep.record(plan, LayerScalePlan::addUp, gradient, wanted);
    }
  }

  private static void copy(List<FloatBuffer> values, long seed) {
    FloatBuffer scale = values.get(0);
    FloatBuffer target = values.get(1);
    for (int i = 0; i < target.capacity(); i++) {
      target.put(i, scale.get(i % scale.capacity()));
    }
  }

  private static void addUp(List<FloatBuffer> values, long seed) {
    FloatBuffer gradients = values.get(0);
    FloatBuffer sums = values.get(1);
    for (int channel = 0; channel < sums.capacity(); channel++) {
      double sum = 0;
      for (int i = channel; i < gradients.capacity(); i += sums.capacity()) {
        sum += gradients.get(i);
      }

      sums.put(channel, (float) sum);
    }
  }
}
