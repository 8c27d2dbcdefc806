package org.convoy.nn.kernel.onednn.op;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;

/**
 * Average pooling whose divisor oneDNN does not know: its own, which divides by the kernel's size,
 * with a factor for each output position.
 */
final class ScaledAveragePlan extends OperationPlan {
  private final OperationPlan pool;
  private final Layout plain;
  private final float[] factors;

  ScaledAveragePlan(PlanBuilder plan, int node, Pooling2d geometry) {
    super(plan, node);
    this.pool = PoolPlan.average(plan, node, geometry.withKernelSizeAsDivisor());
    this.plain = Layout.plain(plan.scope(), plan.dimensions(node));
    this.factors = factors(geometry, plan.imageSize(plan.inputOf(node)), plan.imageSize(node));
  }

  private static float[] factors(Pooling2d geometry, Size2d input, Size2d output) {
    float[] factors = new float[output.area()];
    for (int i = 0; i < factors.length; i++) {
      int divisor = geometry.divisor(input, i / output.width(), i % output.width());
      factors[i] = (float) ((double) geometry.kernel().area() / divisor);
    }

    return factors;
  }

  @Override
  public void forward() {
    pool.forward();
    plan.setOutput(node, scaled(plan.output(node, plain)));
  }

  @Override
  public void backward(Tensor outputGradient) {
    pool.backward(scaled(converted(outputGradient, plain)));
  }

  private Tensor scaled(Tensor from) {
    Tensor to = plan.recorder().newTensor(plain);
    JavaStep.record(plan, this::scale, from, to);
    return to;
  }

  /** Multiplies each plane by the factors. */
  private void scale(List<FloatBuffer> values, long seed) {
    FloatBuffer source = values.get(0);
    FloatBuffer target = values.get(1);
    for (int start = 0; start < source.capacity(); start += factors.length) {
      for (int i = 0; i < factors.length; i++) {
        target.put(start + i, source.get(start + i) * factors[i]);
      }
    }
  }
}
