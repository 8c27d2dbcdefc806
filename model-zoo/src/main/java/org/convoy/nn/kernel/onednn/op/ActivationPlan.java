package org.convoy.nn.kernel.onednn.op;

import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Activation;

/**
 * An element-wise function, in the layout in which its input was made and over it where no one
 * reads that again.
 */
final class ActivationPlan extends OperationPlan {
  private final EltwiseAlgorithm algorithm;
  private PrimitiveDescription description;

  ActivationPlan(PlanBuilder plan, int node, Activation function) {
    super(plan, node);
    this.algorithm = EltwiseAlgorithm.of(function);
  }

  @Override
  public void forward() {
    Tensor input = plan.output(plan.inputOf(node));
    description = describeForward(input.layout());
    Tensor output = overwritesInput() ? input : plan.recorder().newTensor(input.layout());
    plan.record(
        node,
        "forward",
        description,
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_DST, output));
    plan.setOutput(node, output);
  }

  private boolean overwritesInput() {
    return plan.topology().mayOverwriteInput(node)
        && (algorithm.readsOutput() || !plan.isTraining());
  }

  private PrimitiveDescription describeForward(Layout layout) {
    return plan.describe(
        node,
        "forward",
        "an element-wise function",
        address ->
            dnnl.dnnl_eltwise_forward_primitive_desc_create(
                address,
                Engine.CPU,
                plan.forwardKind(),
                algorithm.code(),
                layout.description(),
                layout.description(),
                (float) algorithm.alpha(),
                (float) algorithm.beta(),
                Attributes.plain(plan.scope())));
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor remembered = plan.output(algorithm.readsOutput() ? node : plan.inputOf(node));
    PrimitiveDescription backward = describeBackward(remembered.layout());
    Tensor gradient = converted(outputGradient, remembered.layout());
    Tensor result = plan.over(gradient);
    int argument = algorithm.readsOutput() ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC;
    plan.record(
        node,
        "backward",
        backward,
        new Argument(argument, remembered),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, result));
    contribute(result);
  }

  private PrimitiveDescription describeBackward(Layout layout) {
    return plan.describe(
        node,
        "backward",
        "the gradient of an element-wise function",
        address ->
            dnnl.dnnl_eltwise_backward_primitive_desc_create(
                address,
                Engine.CPU,
                algorithm.code(),
                layout.description(),
                layout.description(),
                layout.description(),
                (float) algorithm.alpha(),
                (float) algorithm.beta(),
                description.description(),
                Attributes.plain(plan.scope())));
  }
}
