package org.convoy.nn.kernel.onednn.plan;

import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/** Sums of products of matrices of one shape. */
public final class MatrixProducts {
  private final PlanBuilder plan;
  private final int node;
  private final String pass;
  private final Layout left;
  private final Layout right;
  private final Layout result;
  private final Tensor bias;
  private final PrimitiveDescription setting;
  private final PrimitiveDescription adding;

  /** All matrices have these layouts; {@code bias}, a row, may be null. */
  public MatrixProducts(
      PlanBuilder plan,
      int node,
      String pass,
      Layout left,
      Layout right,
      Layout result,
      Tensor bias) {
    this.plan = plan;
    this.node = node;
    this.pass = pass;
    this.left = left;
    this.right = right;
    this.result = result;
    this.bias = bias;
    this.setting = describe(bias, Attributes.plain(plan.scope()));
    this.adding = describe(null, Attributes.accumulating(plan.scope()));
  }

  private PrimitiveDescription describe(Tensor row, dnnl_primitive_attr attributes) {
    PrimitiveDescription description =
        plan.describe(
            node,
            pass,
            "a matrix product",
            address ->
                dnnl.dnnl_matmul_primitive_desc_create(
                    address,
                    Engine.CPU,
                    left.description(),
                    right.description(),
                    row == null ? null : row.layout().description(),
                    result.description(),
                    attributes));

    return description;
  }

  /** A sum of products, and of the bias, that is to be written here. */
  public Sum sum(Buffer target) {
    return new Sum(target);
  }

  /** Records products that add up. */
  public final class Sum {
    private final Buffer target;
    private boolean isEmpty = true;

    private Sum(Buffer target) {
      this.target = target;
    }

    public void add(Buffer from, Buffer by) {
      record(isEmpty ? setting : adding, from, by, target, isEmpty ? bias : null);
      isEmpty = false;
    }

    /** True if nothing was added: nothing is written. */
    public boolean isEmpty() {
      return isEmpty;
    }
  }

  private void record(
      PrimitiveDescription description, Buffer from, Buffer by, Buffer to, Tensor row) {
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, new Tensor(from, left))
            .add(dnnl.DNNL_ARG_WEIGHTS, new Tensor(by, right))
            .add(dnnl.DNNL_ARG_DST, new Tensor(to, result));
    if (row != null) {
      arguments.add(dnnl.DNNL_ARG_BIAS, row);
    }

    plan.record(node, pass, description, arguments.toArray());
  }
}
