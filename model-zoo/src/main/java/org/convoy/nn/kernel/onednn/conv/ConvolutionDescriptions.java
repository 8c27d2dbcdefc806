package org.convoy.nn.kernel.onednn.conv;

import java.util.List;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.ConvolutionAxis;

/** Asks oneDNN for the passes of one convolution in given layouts of its activations. */
final class ConvolutionDescriptions {
  private final PlanBuilder plan;
  private final long[] inputDimensions;
  private final long[] outputDimensions;
  private final long[] strides;
  private final long[] dilation;
  private final long[] paddingBefore;
  private final long[] paddingAfter;
  private final long[] weightDimensions;
  private final Tensor bias;

  /** Without bias if {@code bias} is null. */
  ConvolutionDescriptions(
      PlanBuilder plan,
      List<ConvolutionAxis> axes,
      long[] inputDimensions,
      long[] outputDimensions,
      long[] weightDimensions,
      Tensor bias) {
    this.plan = plan;
    this.inputDimensions = inputDimensions;
    this.outputDimensions = outputDimensions;
    this.strides = each(axes, ConvolutionAxis::stride);
    this.dilation = each(axes, ConvolutionDescriptions::gap);
    this.paddingBefore = each(axes, ConvolutionAxis::padding);
    this.paddingAfter = each(axes, ConvolutionAxis::paddingAfter);
    this.weightDimensions = weightDimensions;
    this.bias = bias;
  }

  /**
   * oneDNN counts the gap, PyTorch the distance. Kernels of one position have none: given one,
   * oneDNN's weight gradient is wrong on AVX2.
   */
  private static int gap(ConvolutionAxis axis) {
    return axis.kernel() == 1 ? 0 : axis.dilation() - 1;
  }

  private static long[] each(List<ConvolutionAxis> axes, ToIntFunction<ConvolutionAxis> value) {
    return axes.stream().mapToInt(value).asLongStream().toArray();
  }

  /** Of the activations' precision; gradients by weights, as by biases, are floats always. */
  private dnnl_memory_desc weight(Layout activations) {
    return Layout.any(plan.scope(), activations.precision(), weightDimensions).description();
  }

  private dnnl_memory_desc weightGradient() {
    return Layout.any(plan.scope(), weightDimensions).description();
  }

  private dnnl_memory_desc biasDescription() {
    return bias == null ? null : bias.layout().description();
  }

  /** Null if there is no fast implementation, as in the other passes. */
  PrimitiveDescription forward(Layout input, Layout output, dnnl_primitive_attr attributes) {
    return PrimitiveDescription.tryCreate(
        plan.scope(),
        "a convolution",
        forward(plan.forwardKind(), input, output, attributes),
        ConvolutionPreference.forward(input.precision(), inputDimensions[1], outputDimensions[1]));
  }

  private PrimitiveDescription.Creation forward(
      int kind, Layout input, Layout output, dnnl_primitive_attr attributes) {
    return address ->
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            address,
            Engine.CPU,
            kind,
            dnnl.dnnl_convolution_direct,
            input.description(),
            weight(input),
            biasDescription(),
            output.description(),
            strides,
            dilation,
            paddingBefore,
            paddingAfter,
            attributes);
  }

  PrimitiveDescription hint(Precision precision) {
    Layout input = Layout.any(plan.scope(), precision, inputDimensions);
    Layout output = Layout.any(plan.scope(), precision, outputDimensions);
    dnnl_primitive_attr attributes = Attributes.plain(plan.scope());
    return PrimitiveDescription.hint(
        plan.scope(),
        "a convolution",
        forward(dnnl.dnnl_forward_training, input, output, attributes));
  }

  PrimitiveDescription backwardWeights(Layout input, Layout output, PrimitiveDescription hint) {
    return PrimitiveDescription.tryCreate(
        plan.scope(),
        "a convolution's weight gradient",
        address ->
            dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
                address,
                Engine.CPU,
                dnnl.dnnl_convolution_direct,
                input.description(),
                weightGradient(),
                biasDescription(),
                output.description(),
                strides,
                dilation,
                paddingBefore,
                paddingAfter,
                hint.description(),
                Attributes.plain(plan.scope())),
        input.precision() == Precision.F32 && isDepthwise()
            ? ConvolutionPreference.depthwiseBackwardWeights()
            : ConvolutionPreference.backwardWeights(
                input.precision(), inputDimensions[1], outputDimensions[1]));
  }

  /** Weights of groups have a dimension more, the groups. */
  private boolean isDepthwise() {
    return weightDimensions.length > inputDimensions.length
        && weightDimensions[0] == inputDimensions[1]
        && weightDimensions[0] == outputDimensions[1];
  }

  PrimitiveDescription backwardData(Layout input, Layout output, PrimitiveDescription hint) {
    return PrimitiveDescription.tryCreate(
        plan.scope(),
        "a convolution's input gradient",
        address ->
            dnnl.dnnl_convolution_backward_data_primitive_desc_create(
                address,
                Engine.CPU,
                dnnl.dnnl_convolution_direct,
                input.description(),
                weight(output),
                output.description(),
                strides,
                dilation,
                paddingBefore,
                paddingAfter,
                hint.description(),
                Attributes.plain(plan.scope())),
        ConvolutionPreference.backwardData(
            output.precision(), inputDimensions[1], outputDimensions[1]));
  }
}
