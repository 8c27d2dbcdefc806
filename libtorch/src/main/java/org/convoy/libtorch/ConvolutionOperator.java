package org.convoy.libtorch;

import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.ConvolutionAxis;
import org.convoy.nn.op.ConvolutionGeometry;
import org.convoy.nn.op.Operation;

/** Convolution in two or three dimensions; other padding than equal zeros is made beforehand. */
final class ConvolutionOperator implements Operator {
  private final ConvolutionGeometry geometry;
  private final BorderPadding padding;
  private final Parameter weight;
  private final Parameter bias;
  private final long[] strides;
  private final long[] paddings;
  private final long[] dilations;
  private final long[] outputPadding;

  ConvolutionOperator(Site site, Operation.Convolution operation) {
    ConvolutionGeometry whole = operation.geometry();
    padding = whole.hasSpecialPadding() ? new BorderPadding(site, whole) : null;
    geometry = padding == null ? whole : whole.withoutPadding();
    List<ConvolutionAxis> axes = geometry.axes();
    long outputs = site.outputShape().get(0);
    LongStream kernel = axes.stream().mapToLong(ConvolutionAxis::kernel);
    weight =
        site.next(
            LongStream.concat(LongStream.of(outputs, site.channels() / geometry.groups()), kernel)
                .toArray());
    bias = operation.bias() ? site.next(outputs) : null;
    strides = axes.stream().mapToLong(ConvolutionAxis::stride).toArray();
    paddings = axes.stream().mapToLong(ConvolutionAxis::padding).toArray();
    dilations = axes.stream().mapToLong(ConvolutionAxis::dilation).toArray();
    outputPadding = new long[axes.size()];
  }

  @Override
  public Tensor forward(Frame frame) {
    Tensor input = padding == null ? frame.input() : padding.forward(frame.input());
    if (padding != null) {
      frame.save(input);
    }

    return torch.convolution(
        input,
        weight.value(),
        Parameter.orNone(bias),
        strides,
        paddings,
        dilations,
        false,
        outputPadding,
        geometry.groups());
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    Tensor input = padding == null ? frame.input() : frame.saved(0);
    boolean wantsParameters = frame.wantsParameters();
    Tensor[] gradients =
        Results.of(
            gradients(
                input, gradient, frame.wants(0), wantsParameters, wantsParameters && bias != null));
    Results.write(gradients, weight, bias);
    if (frame.wants(0)) {
      frame.contribute(0, padding == null ? gradients[0] : padding.backward(gradients[0]));
    }
  }

  private T_TensorTensorTensor_T gradients(Tensor input, Tensor gradient, boolean... wanted) {
    return bias == null
        ? torch.convolution_backward(
            gradient,
            input,
            weight.value(),
            new LongArrayRefOptional(),
            strides,
            paddings,
            dilations,
            false,
            outputPadding,
            geometry.groups(),
            Results.wanted(wanted))
        : torch.convolution_backward(
            gradient,
            input,
            weight.value(),
            new long[] {bias.value().numel()},
            strides,
            paddings,
            dilations,
            false,
            outputPadding,
            geometry.groups(),
            Results.wanted(wanted));
  }
}
