package org.convoy.nn.kernel.onednn.conv;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Arguments;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Constant;
import org.convoy.nn.kernel.onednn.plan.ElementwiseSteps;
import org.convoy.nn.kernel.onednn.plan.Formats;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Convolution2d;
import org.convoy.nn.op.ConvolutionAxis;
import org.convoy.nn.op.ConvolutionGeometry;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.op.Size2d;

/**
 * Convolution. Each pass takes the first pair of activation formats for which oneDNN has a fast
 * implementation; weights are reordered to what it wants.
 */
public final class ConvolutionPlan extends OperationPlan {
  private final ConvolutionGeometry geometry;
  private final ConvolutionInput input;
  private final long[] inputDimensions;
  private final long[] outputDimensions;
  private final long[] weightDimensions;
  private final boolean isTrainable;
  private final Tensor weight;
  private final Tensor bias;
  private final ConvolutionDescriptions descriptions;
  private final PixelwiseConvolution pixelwise;
  private final Map<Precision, PrimitiveDescription> hints = new EnumMap<>(Precision.class);
  private Tensor forwardWeight;

  /** A pass's primitive and the layouts of its activations. */
  private record Choice(PrimitiveDescription description, Layout input, Layout output) {}

  private ConvolutionPlan(
      PlanBuilder plan,
      int node,
      ConvolutionGeometry geometry,
      Tensor constantWeight,
      boolean hasBias) {
    super(plan, node);
    boolean isPaddedBefore = geometry.paddingMode() != PaddingMode.ZEROS;
    this.geometry = isPaddedBefore ? geometry.withoutPadding() : geometry;
    this.input =
        isPaddedBefore
            ? new PaddedInput(plan, plan.inputOf(node), plan.name(node), geometry)
            : new ConvolutionInput.OfNode(plan, plan.inputOf(node));
    this.inputDimensions = input.dimensions();
    this.outputDimensions = plan.dimensions(node);
    this.weightDimensions = weightDimensions();
    this.isTrainable = constantWeight == null;
    this.weight = isTrainable ? plan.parameter(node, 0, weightDimensions) : constantWeight;
    this.bias = hasBias ? plan.parameter(node, biasOffset(), outputDimensions[1]) : null;
    this.descriptions =
        new ConvolutionDescriptions(
            plan, this.geometry.axes(), inputDimensions, outputDimensions, weightDimensions, bias);
    this.pixelwise =
        !isPaddedBefore && geometry instanceof Convolution2d flat
            ? new PixelwiseConvolution(plan, node, flat)
            : null;
  }

  public static ConvolutionPlan of(PlanBuilder plan, int node, Operation.Convolution operation) {
    return new ConvolutionPlan(plan, node, operation.geometry(), null, operation.bias());
  }

  /** The shortcut as a 1 x 1 convolution with a constant weight of ones and zeros. */
  public static ConvolutionPlan of(
      PlanBuilder plan, int node, Operation.ZeroPadShortcut operation) {
    Size2d one = new Size2d(1, 1);
    Size2d stride = new Size2d(operation.stride(), operation.stride());
    Convolution2d geometry = new Convolution2d(one, stride, new Size2d(0, 0), one, 1);
    long in = plan.dimensions(plan.inputOf(node))[1];
    long out = plan.dimensions(node)[1];
    Layout layout = Layout.plain(plan.scope(), out, in, 1, 1);
    float[] values = shiftedIdentity(out, in, operation.channelsBefore());
    Tensor weight = Constant.record(plan, layout, values);
    return new ConvolutionPlan(plan, node, geometry, weight, false);
  }

  /** A weight [out, in, 1, 1] that copies input channel i to output channel i + shift. */
  private static float[] shiftedIdentity(long out, long in, int shift) {
    float[] values = new float[Math.toIntExact(out * in)];
    for (int i = 0; i < in; i++) {
      values[Math.toIntExact((i + shift) * in + i)] = 1;
    }

    return values;
  }

  private long[] weightDimensions() {
    long groups = geometry.groups();
    LongStream channels = LongStream.of(outputDimensions[1] / groups, inputDimensions[1] / groups);
    LongStream kernel = geometry.axes().stream().mapToLong(ConvolutionAxis::kernel);
    LongStream dimensions = LongStream.concat(channels, kernel);
    return groups == 1
        ? dimensions.toArray()
        : LongStream.concat(LongStream.of(groups), dimensions).toArray();
  }

  private int biasOffset() {
    long length = 1;
    for (long dimension : weightDimensions) {
      length *= dimension;
    }

    return Math.toIntExact(length);
  }

  @Override
  public void forward() {
    if (pixelwise != null && pixelwise.suitsActivations() && !plan.topology().isRectified(node)) {
      plan.setOutput(node, pixelwise.forward(weight, bias));
      return;
    }

    dnnl_primitive_attr attributes =
        plan.topology().isRectified(node)
            ? Attributes.rectified(plan.scope())
            : Attributes.plain(plan.scope());
    Choice choice =
        choose(
            "forward",
            plan.formats().forwardConvolution(inputDimensions[1], outputDimensions[1]),
            (in, out) -> descriptions.forward(in, out, attributes));
    forwardWeight = weightFor(choice.description());
    Tensor result = plan.recorder().newTensor(choice.output());
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, input.tensor(choice.input()))
            .add(dnnl.DNNL_ARG_WEIGHTS, forwardWeight)
            .add(dnnl.DNNL_ARG_BIAS, bias)
            .add(dnnl.DNNL_ARG_DST, result);
    plan.record(node, "forward", choice.description(), arguments.toArray());
    plan.setOutput(node, result);
  }

  private List<Formats.FormatPair> formats() {
    return plan.formats().convolution(inputDimensions[1]);
  }

  private Choice choose(
      String pass,
      List<Formats.FormatPair> formats,
      BiFunction<Layout, Layout, PrimitiveDescription> description) {
    for (Precision precision : plan.precisions(node)) {
      for (Formats.FormatPair pair : formats) {
        Layout from = pair.input().layout(plan.scope(), precision, inputDimensions);
        Layout to = pair.output().layout(plan.scope(), precision, outputDimensions);
        PrimitiveDescription found = description.apply(from, to);
        if (found != null) {
          return new Choice(found, from, to);
        }
      }
    }

    throw plan.unsupported(node, pass);
  }

  private Tensor weightFor(PrimitiveDescription description) {
    Layout wanted = description.layoutOf(plan.scope(), dnnl.DNNL_ARG_WEIGHTS, weightDimensions);
    if (forwardWeight != null && forwardWeight.layout().isSameAs(wanted)) {
      return forwardWeight;
    }

    return converted(weight, wanted);
  }

  @Override
  public void backward(Tensor outputGradient) {
    Tensor gradient = ElementwiseSteps.beforeRectifier(plan, node, outputGradient);
    if (isTrainable && !plan.node(node).isFrozen()) {
      backwardWeights(gradient);
    }

    if (plan.topology().needsGradient(plan.inputOf(node))) {
      backwardData(gradient);
    }
  }

  private PrimitiveDescription hint(Precision precision) {
    return hints.computeIfAbsent(precision, descriptions::hint);
  }

  private void backwardWeights(Tensor outputGradient) {
    if (pixelwise != null && pixelwise.suitsWeightGradient()) {
      pixelwise.backwardWeights(outputGradient, bias != null);
      return;
    }

    Choice choice =
        choose(
            "backward weights",
            formats(),
            (in, out) -> descriptions.backwardWeights(in, out, hint(in.precision())));
    PrimitiveDescription description = choice.description();
    Layout layout =
        description.layoutOf(plan.scope(), dnnl.DNNL_ARG_DIFF_WEIGHTS, weightDimensions);
    Tensor flat = plan.parameterGradient(node, 0, weightDimensions);
    boolean direct = layout.isSameAs(flat.layout());
    Tensor result = direct ? flat : plan.recorder().newTensor(layout);
    Arguments arguments =
        new Arguments()
            .add(dnnl.DNNL_ARG_SRC, input.tensor(choice.input()))
            .add(dnnl.DNNL_ARG_DIFF_DST, converted(outputGradient, choice.output()))
            .add(dnnl.DNNL_ARG_DIFF_WEIGHTS, result);
    if (bias != null) {
      arguments.add(
          dnnl.DNNL_ARG_DIFF_BIAS, plan.parameterGradient(node, biasOffset(), outputDimensions[1]));
    }

    plan.record(node, "backward weights", description, arguments.toArray());
    if (!direct) {
      plan.reorder(plan.name(node), result, flat);
    }
  }

  private void backwardData(Tensor outputGradient) {
    if (pixelwise != null && pixelwise.suitsActivations()) {
      contribute(pixelwise.backwardData(weight, outputGradient));
      return;
    }

    Choice choice =
        choose(
            "backward data",
            formats(),
            (in, out) -> descriptions.backwardData(in, out, hint(out.precision())));
    Tensor result = plan.recorder().newTensor(choice.input());
    plan.record(
        node,
        "backward data",
        choice.description(),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, converted(outputGradient, choice.output())),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, weightFor(choice.description())),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, result));
    input.contribute(result);
  }
}
