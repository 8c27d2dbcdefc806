package org.convoy.nn.kernel.onednn.op;

import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Arguments;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.ElementwiseSteps;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Operation;

/** Fully connected layer as inner products on the flat vectors' own memory. */
final class LinearPlan extends OperationPlan {
  private final boolean hasBias;
  private final Precision precision;
  private final Layout given;
  private final Layout made;
  private final Layout input;
  private final Layout output;
  private final Tensor weight;
  private final Layout cast;
  private final Tensor bias;
  private Tensor copy;

  LinearPlan(PlanBuilder plan, int node, Operation.Linear operation) {
    super(plan, node);
    this.hasBias = operation.bias();
    this.precision = plan.precisions(node).get(0);
    this.given = Layout.plain(plan.scope(), precision, plan.dimensions(plan.inputOf(node)));
    this.made = Layout.plain(plan.scope(), precision, plan.dimensions(node));
    this.input = rows(given);
    this.output = rows(made);
    this.weight = plan.parameter(node, 0, out(), in());
    this.cast = Layout.plain(plan.scope(), precision, out(), in());
    this.bias = hasBias ? plan.parameter(node, biasOffset(), out()) : null;
  }

  /** [n, …, features] as [rows, features], the same memory. */
  private Layout rows(Layout layout) {
    long features = layout.dimensions()[layout.dimensions().length - 1];
    long rows = layout.bytes() / precision.bytes() / features;
    return Layout.plain(plan.scope(), precision, rows, features);
  }

  private Tensor inputRows() {
    return new Tensor(input(given).buffer(), input);
  }

  private long in() {
    return input.dimensions()[1];
  }

  private long out() {
    return output.dimensions()[1];
  }

  private int biasOffset() {
    return Math.toIntExact(in() * out());
  }

  @Override
  public void forward() {
    boolean rectified = plan.topology().isRectified(node);
    PrimitiveDescription description =
        forwardDescription(
            rectified ? Attributes.rectified(plan.scope()) : Attributes.plain(plan.scope()));
    Tensor result = plan.recorder().newTensor(output);
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, inputRows())
            .add(dnnl.DNNL_ARG_WEIGHTS, castWeight())
            .add(dnnl.DNNL_ARG_BIAS, bias)
            .add(dnnl.DNNL_ARG_DST, result);
    plan.record(node, "forward", description, arguments.toArray());
    plan.setOutput(node, new Tensor(result.buffer(), made));
  }

  /** The weights themselves, or one copy of them for both passes. */
  private Tensor castWeight() {
    if (copy == null) {
      copy = converted(weight, cast);
    }

    return copy;
  }

  private PrimitiveDescription forwardDescription(dnnl_primitive_attr attributes) {
    return plan.describe(
        node,
        "forward",
        "a linear layer",
        address ->
            dnnl.dnnl_inner_product_forward_primitive_desc_create(
                address,
                Engine.CPU,
                plan.forwardKind(),
                input.description(),
                cast.description(),
                hasBias ? bias.layout().description() : null,
                output.description(),
                attributes));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor made = converted(outputGradient, this.made);
    Tensor gradient =
        new Tensor(ElementwiseSteps.beforeRectifier(plan, node, made).buffer(), output);
    PrimitiveDescription hint = forwardDescription(Attributes.plain(plan.scope()));
    if (!plan.node(node).isFrozen()) {
      backwardWeights(gradient, hint);
    }

    if (plan.topology().needsGradient(plan.inputOf(node))) {
      backwardData(gradient, hint);
    }
  }

  private void backwardWeights(Tensor gradient, PrimitiveDescription hint) {
    PrimitiveDescription description =
        plan.describe(
            node,
            "backward weights",
            "a linear layer's weight gradient",
            address ->
                dnnl.dnnl_inner_product_backward_weights_primitive_desc_create(
                    address,
                    Engine.CPU,
                    input.description(),
                    weight.layout().description(),
                    hasBias ? bias.layout().description() : null,
                    output.description(),
                    hint.description(),
                    Attributes.plain(plan.scope())));
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, inputRows())
            .add(dnnl.DNNL_ARG_DIFF_DST, gradient)
            .add(dnnl.DNNL_ARG_DIFF_WEIGHTS, plan.parameterGradient(node, 0, out(), in()))
            .add(
                dnnl.DNNL_ARG_DIFF_BIAS,
                hasBias ? plan.parameterGradient(node, biasOffset(), out()) : null);
    plan.record(node, "backward weights", description, arguments.toArray());
  }

  private void backwardData(Tensor gradient, PrimitiveDescription hint) {
    PrimitiveDescription description =
        plan.describe(
            node,
            "backward data",
            "a linear layer's input gradient",
            address ->
                dnnl.dnnl_inner_product_backward_data_primitive_desc_create(
                    address,
                    Engine.CPU,
                    input.description(),
                    cast.description(),
                    output.description(),
                    hint.description(),
                    Attributes.plain(plan.scope())));
    Tensor result = plan.recorder().newTensor(input);
    plan.record(
        node,
        "backward data",
        description,
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, castWeight()),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, result));
    contribute(new Tensor(result.buffer(), given));
  }
}
