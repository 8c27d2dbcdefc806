package org.convoy.nn.kernel.onednn.op;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.convoy.nn.kernel.onednn.plan.Arguments;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Formats;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** The channels of several activations one after the other; backward, their parts. */
final class ConcatPlan extends OperationPlan {
  private static final int CHANNELS = 1;

  private final List<Integer> inputs;
  private Layout output;
  private List<Layout> inputLayouts;
  private PrimitiveDescription description;

  ConcatPlan(PlanBuilder plan, int node) {
    super(plan, node);
    this.inputs = plan.node(node).inputs();
  }

  @Override
  public void forward() {
    choose();
    Tensor result = plan.recorder().newTensor(output);
    Arguments arguments = new Arguments().add(dnnl.DNNL_ARG_DST, result);
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = plan.output(inputs.get(i), inputLayouts.get(i));
      arguments.add(dnnl.DNNL_ARG_MULTIPLE_SRC + i, input);
    }

    plan.record(node, "forward", description, arguments.toArray());
    plan.setOutput(node, result);
  }

  private void choose() {
    for (Formats.Candidate format : plan.candidates(node)) {
      output = plan.layout(format, node);
      inputLayouts = inputs.stream().map(input -> plan.layout(format, input)).toList();
      description = describe();
      if (description != null) {
        return;
      }
    }

    throw plan.unsupported(node, "forward");
  }

  private PrimitiveDescription describe() {
    try (PointerPointer<Pointer> sources = new PointerPointer<>(inputs.size())) {
      for (int i = 0; i < inputs.size(); i++) {
        sources.put(i, inputLayouts.get(i).description());
      }

      return plan.tryDescribe(
          "a concatenation",
          address ->
              dnnl.dnnl_concat_primitive_desc_create(
                  address,
                  Engine.CPU,
                  output.description(),
                  inputs.size(),
                  CHANNELS,
                  sources,
                  Attributes.plain(plan.scope())));
    }
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = converted(outputGradient, output);
    long[] corner = new long[output.dimensions().length];
    for (int i = 0; i < inputs.size(); i++) {
      long[] dimensions = inputLayouts.get(i).dimensions();
      if (plan.topology().needsGradient(inputs.get(i))) {
        Layout part = output.part(plan.scope(), dimensions, corner);
        Tensor copy = plan.recorder().newTensor(inputLayouts.get(i));
        plan.reorder(plan.name(node), new Tensor(gradient.buffer(), part), copy);
        plan.contribute(inputs.get(i), copy);
      }

      corner[CHANNELS] += dimensions[CHANNELS];
    }
  }
}
