package org.convoy.nn.kernel.onednn;

import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/** Products of matrices of one shape, of which each may be added to an earlier one. */
final class MatrixProducts {
  private final PlanBuilder plan;
  private final int node;
  private final String pass;
  private final Layout left;
  private final Layout right;
  private final Layout result;
  private final PrimitiveDescription setting;
  private final PrimitiveDescription adding;

  MatrixProducts(
      PlanBuilder plan, int node, String pass, Layout left, Layout right, Layout result) {
    this.plan = plan;
    this.node = node;
    this.pass = pass;
    this.left = left;
    this.right = right;
    this.result = result;
    this.setting = describe(Attributes.plain(plan.scope()));
    this.adding = describe(Attributes.accumulating(plan.scope()));
  }

  private PrimitiveDescription describe(dnnl_primitive_attr attributes) {
    PrimitiveDescription description =
        PrimitiveDescription.tryCreate(
            plan.scope(),
            "a matrix product",
            address ->
                dnnl.dnnl_matmul_primitive_desc_create(
                    address,
                    Engine.CPU,
                    left.description(),
                    right.description(),
                    null,
                    result.description(),
                    attributes),
            name -> 0);
    if (description == null) {
      throw plan.unsupported(node, pass);
    }

    return description;
  }

  /** {@code to = from * by}. */
  void set(Buffer from, Buffer by, Buffer to) {
    record(setting, from, by, to);
  }

  /** {@code to += from * by}. */
  void add(Buffer from, Buffer by, Buffer to) {
    record(adding, from, by, to);
  }

  private void record(PrimitiveDescription description, Buffer from, Buffer by, Buffer to) {
    plan.recorder()
        .add(
            plan.name(node),
            pass,
            description,
            new Argument(dnnl.DNNL_ARG_SRC, new Tensor(from, left)),
            new Argument(dnnl.DNNL_ARG_WEIGHTS, new Tensor(by, right)),
            new Argument(dnnl.DNNL_ARG_DST, new Tensor(to, result)));
  }
}
