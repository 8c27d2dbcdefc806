package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.plan.Constant;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.MatrixProducts;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** A linear map of each channel's plane: [n * c, positions] times a constant matrix. */
final class PlanesPlan extends OperationPlan {
  private final double[][] matrix;
  private final long planes;
  private final Layout input;
  private final Layout output;

  PlanesPlan(PlanBuilder plan, int node, double[][] matrix) {
    super(plan, node);
    this.matrix = matrix;
    this.input = Layout.plain(plan.scope(), plan.dimensions(plan.inputOf(node)));
    this.output = Layout.plain(plan.scope(), plan.dimensions(node));
    this.planes = input.dimensions()[0] * input.dimensions()[1];
  }

  @Override
  public void forward() {
    float[] values = new float[matrix.length * matrix[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix[i / matrix[0].length][i % matrix[0].length];
    }

    Tensor from = input(input);
    plan.setOutput(node, product("forward", from, values, matrix.length, matrix[0].length, output));
  }

  @Override
  public void backward(Tensor outputGradient) {
    float[] transposed = new float[matrix.length * matrix[0].length];
    for (int i = 0; i < transposed.length; i++) {
      transposed[i] = (float) matrix[i % matrix.length][i / matrix.length];
    }

    Tensor from = converted(outputGradient, output);
    contribute(product("backward", from, transposed, matrix[0].length, matrix.length, input));
  }

  private Tensor product(
      String pass, Tensor from, float[] values, long rows, long columns, Layout result) {
    Layout left = Layout.plain(plan.scope(), planes, rows);
    Layout right = Layout.plain(plan.scope(), rows, columns);
    Layout target = Layout.plain(plan.scope(), planes, columns);
    Tensor to = plan.recorder().newTensor(target);
    new MatrixProducts(plan, node, pass, left, right, target, null)
        .sum(to.buffer())
        .add(from.buffer(), Constant.record(plan, right, values).buffer());
    return new Tensor(to.buffer(), result);
  }
}
