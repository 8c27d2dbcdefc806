package org.convoy.nn.kernel.onednn.op;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.JavaStep;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/**
 * Dropout of whole examples in training. In every layout an example's values lie side by side, so
 * that they are a row, and each row is multiplied by a factor.
 */
final class ExampleDropoutPlan extends OperationPlan {
  private final Operation.Dropout operation;
  private Tensor factors;

  ExampleDropoutPlan(PlanBuilder plan, int node, Operation.Dropout operation) {
    super(plan, node);
    this.operation = operation;
  }

  private long examples() {
    return plan.dimensions(node)[0];
  }

  @Override
  public void forward() {
    factors = plan.recorder().newTensor(Layout.plain(plan.scope(), examples(), 1));
    JavaStep.record(plan, this::draw, factors);
    Tensor input = plan.output(plan.inputOf(node));
    Tensor output = plan.recorder().newTensor(input.layout());
    multiply("forward", input, output);
    plan.setOutput(node, output);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor result = plan.over(outputGradient);
    multiply("backward", outputGradient, result);
    contribute(result);
  }

  private void draw(List<FloatBuffer> values, long seed) {
    SplittableRandom random = RandomStream.of(seed, plan.name(node));
    FloatBuffer drawn = values.get(0);
    for (int i = 0; i < drawn.capacity(); i++) {
      drawn.put(i, (float) operation.draw(random));
    }
  }

  private void multiply(String pass, Tensor from, Tensor to) {
    Layout rows = rows(from.layout());
    PrimitiveDescription description =
        plan.describe(
            node,
            pass,
            "a product of rows",
            address ->
                dnnl.dnnl_binary_primitive_desc_create(
                    address,
                    Engine.CPU,
                    dnnl.dnnl_binary_mul,
                    rows.description(),
                    factors.layout().description(),
                    rows.description(),
                    Attributes.plain(plan.scope())));
    plan.record(
        node,
        pass,
        description,
        new Argument(dnnl.DNNL_ARG_SRC, new Tensor(from.buffer(), rows)),
        new Argument(dnnl.DNNL_ARG_SRC + 1, factors),
        new Argument(dnnl.DNNL_ARG_DST, new Tensor(to.buffer(), rows)));
  }

  /** All of an example, padding of its channels included. */
  private Layout rows(Layout layout) {
    long elements = layout.bytes() / layout.precision().bytes();
    return Layout.plain(plan.scope(), layout.precision(), examples(), elements / examples());
  }
}
