package org.convoy.nn.conv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.ConvolutionAxis;
import org.convoy.nn.op.ConvolutionGeometry;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Configuration of a convolution of any number of axes. */
abstract class ConvolutionConfiguration extends LayerConfiguration {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private int outChannels;
  private int[] kernelSize;
  private int[] stride;
  private int[] padding;
  private int[] paddingAfter;
  private int[] dilation;
  private int groups;
  private boolean bias;
  private PaddingMode paddingMode;
  private ParameterInitialization weightInitialization;
  private ParameterInitialization biasInitialization;

  /** For JSON. */
  ConvolutionConfiguration() {}

  ConvolutionConfiguration(ConvolutionBuilder<?> builder) {
    outChannels = builder.outChannels;
    kernelSize = builder.kernelSize;
    stride = builder.stride;
    padding = builder.padding;
    paddingAfter = builder.padding;
    dilation = builder.dilation;
    groups = builder.groups;
    bias = builder.bias;
    paddingMode = builder.paddingMode;
    weightInitialization = builder.weightInitialization;
    biasInitialization = builder.biasInitialization;
    nIn = builder.inChannels;
    if (outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "outChannels must be a multiple of groups, got " + outChannels + " and " + groups);
    }

    if (builder.same) {
      padToSameSize();
    }
  }

  private void padToSameSize() {
    if (Arrays.stream(stride).anyMatch(length -> length != 1)) {
      throw new IllegalArgumentException(
          "paddingSame needs stride 1, got "
              + Arrays.toString(stride)
              + "; give the padding in numbers");
    }

    int[] gaps =
        IntStream.range(0, kernelSize.length)
            .map(
                axis ->
                    (int)
                        Math.min(Integer.MAX_VALUE, (long) dilation[axis] * (kernelSize[axis] - 1)))
            .toArray();
    padding = Arrays.stream(gaps).map(gap -> gap / 2).toArray();
    paddingAfter = Arrays.stream(gaps).map(gap -> gap - gap / 2).toArray();
  }

  /** The geometry for the kernels. */
  public abstract ConvolutionGeometry geometry();

  final List<ConvolutionAxis> axes() {
    return IntStream.range(0, kernelSize.length)
        .mapToObj(
            axis ->
                new ConvolutionAxis(
                    kernelSize[axis],
                    stride[axis],
                    padding[axis],
                    paddingAfter[axis],
                    dilation[axis]))
        .toList();
  }

  final int groups() {
    return groups;
  }

  final PaddingMode paddingMode() {
    return paddingMode;
  }

  public final boolean hasBias() {
    return bias;
  }

  /** Writes the output. */
  abstract void forward(ConvolutionArrays operands, INDArray output);

  /** Writes the gradients. */
  abstract void backward(
      ConvolutionArrays operands, INDArray outputGradient, ConvolutionArrays gradients);

  @Override
  protected final Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        ConvolutionConfiguration.this.forward(operands(pass, input), output);
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        ConvolutionConfiguration.this.backward(
            operands(pass, input),
            outputGradient,
            new ConvolutionArrays(inputGradient, pass.gradient(WEIGHT), pass.gradient(BIAS)));
      }
    };
  }

  private static ConvolutionArrays operands(Arithmetic.Pass pass, INDArray input) {
    return new ConvolutionArrays(input, pass.parameter(WEIGHT), pass.parameter(BIAS));
  }

  @Override
  public final Optional<Operation> operation() {
    return Optional.of(new Operation.Convolution(geometry(), bias));
  }

  @Override
  public final List<Integer> outputShape() {
    return outputShape(inputShape());
  }

  private List<Integer> outputShape(List<Integer> input) {
    List<ConvolutionAxis> axes = axes();
    List<Integer> shape = new ArrayList<>(List.of(outChannels));
    for (int axis = 0; axis < axes.size(); axis++) {
      shape.add(axes.get(axis).outputLength(input.get(axis + 1)));
    }

    return List.copyOf(shape);
  }

  @Override
  public final List<ParameterSpecification> parameterSpecifications() {
    List<Integer> shape = new ArrayList<>(List.of(outChannels, Math.toIntExact(nIn) / groups));
    shape.addAll(Shapes.list(kernelSize));
    List<ParameterSpecification> specifications = new ArrayList<>();
    specifications.add(
        new ParameterSpecification(
            WEIGHT, Role.WEIGHT, List.copyOf(shape), weightInitialization.of(fanIn(), fanOut())));
    if (bias) {
      specifications.add(
          new ParameterSpecification(
              BIAS, Role.BIAS, List.of(outChannels), biasInitialization.of(fanIn(), fanOut())));
    }

    return List.copyOf(specifications);
  }

  @Override
  public final long multiplyAdds() {
    return outputShape().stream().mapToLong(Integer::longValue).reduce(fanIn(), (a, b) -> a * b);
  }

  private long fanIn() {
    return nIn / groups * kernelVolume();
  }

  private long fanOut() {
    return outChannels * kernelVolume();
  }

  private long kernelVolume() {
    return Arrays.stream(kernelSize).asLongStream().reduce(1, (a, b) -> a * b);
  }

  @Override
  protected final void checkInput(List<Integer> shape) {
    boolean isImage = kernelSize.length == 2;
    String expected = isImage ? "[channels, height, width]" : "[channels, depth, height, width]";
    Shapes.checkRank(layerName, shape, kernelSize.length + 1, expected);
    int[] needed = axes().stream().mapToInt(ConvolutionConfiguration::shortestInput).toArray();
    Shapes.checkFits(layerName, shape, outputShape(shape), needed);
    checkPadding(shape);
    if (shape.get(0) % groups != 0) {
      throw new IllegalArgumentException(
          "Layer \"%s\": %s input channels do not divide into %s groups"
              .formatted(layerName, shape.get(0), groups));
    }
  }

  private static int shortestInput(ConvolutionAxis axis) {
    return (int) Math.max(1L, (long) axis.dilatedKernel() - axis.padding() - axis.paddingAfter());
  }

  private void checkPadding(List<Integer> shape) {
    for (int axis = 0; axis < kernelSize.length; axis++) {
      int longest = paddingMode.longest(shape.get(axis + 1));
      if (Math.max(padding[axis], paddingAfter[axis]) > longest) {
        throw new IllegalArgumentException(
            ("Layer \"%s\": padding %s of mode %s is too long for the input %s, which"
                    + " allows %s along axis %s; use less padding or a larger input")
                .formatted(
                    layerName,
                    Arrays.toString(paddingAfter),
                    paddingMode.settingName(),
                    shape,
                    longest,
                    axis));
      }
    }
  }
}
