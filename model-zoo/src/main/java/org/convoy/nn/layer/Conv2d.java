package org.convoy.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.kernel.Convolution2d;
import org.convoy.nn.kernel.Operation;
import org.convoy.nn.kernel.Size2d;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Two-dimensional convolution, PyTorch's {@code Conv2d} with zero padding. */
public final class Conv2d extends TrainableConfiguration {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  private int outChannels;
  private int[] kernelSize;
  private int[] stride;
  private int[] padding;
  private int[] dilation;
  private int groups;
  private boolean bias;
  private ParameterInitialization weightInitialization;
  private ParameterInitialization biasInitialization;

  /** For JSON. */
  private Conv2d() {}

  private Conv2d(Builder builder) {
    outChannels = builder.outChannels;
    kernelSize = builder.kernelSize;
    stride = builder.stride;
    padding = builder.padding;
    dilation = builder.dilation;
    groups = builder.groups;
    bias = builder.bias;
    weightInitialization = builder.weightInitialization;
    biasInitialization = builder.biasInitialization;
    nIn = builder.inChannels;
    nOut = outChannels;
    if (outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "outChannels must be a multiple of groups, got " + outChannels + " and " + groups);
    }
  }

  /** A convolution with a square kernel. */
  public static Builder builder(int outChannels, int kernelSize) {
    return builder(outChannels, kernelSize, kernelSize);
  }

  /** A convolution with a kernel of this height and width. */
  public static Builder builder(int outChannels, int kernelHeight, int kernelWidth) {
    return new Builder(outChannels, kernelHeight, kernelWidth);
  }

  /** The geometry for the kernels. */
  public Convolution2d geometry() {
    return new Convolution2d(
        Size2d.of(kernelSize), Size2d.of(stride), Size2d.of(padding), Size2d.of(dilation), groups);
  }

  boolean hasBias() {
    return bias;
  }

  @Override
  public String typeName() {
    return "Conv2d";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Convolution(geometry(), bias));
  }

  @Override
  public List<Integer> outputShape() {
    Size2d size = geometry().outputSize(Shapes.imageSize(layerName, inputShape()));
    return List.of(outChannels, size.height(), size.width());
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    int inputsPerGroup = Math.toIntExact(nIn) / groups;
    List<Integer> shape = List.of(outChannels, inputsPerGroup, kernelSize[0], kernelSize[1]);
    long fanOut = (long) outChannels * kernelSize[0] * kernelSize[1];
    List<ParameterSpecification> specifications = new ArrayList<>();
    specifications.add(
        new ParameterSpecification(
            WEIGHT, Role.WEIGHT, shape, weightInitialization.of(fanIn(), fanOut)));
    if (bias) {
      specifications.add(
          new ParameterSpecification(
              BIAS, Role.BIAS, List.of(outChannels), biasInitialization.of(fanIn(), fanOut)));
    }

    return List.copyOf(specifications);
  }

  @Override
  public long multiplyAdds() {
    List<Integer> output = outputShape();
    return (long) output.get(0) * output.get(1) * output.get(2) * fanIn();
  }

  private long fanIn() {
    return nIn / groups * kernelSize[0] * kernelSize[1];
  }

  @Override
  TrainableLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new Conv2dLayer(conf, dataType);
  }

  @Override
  void checkInput(List<Integer> shape) {
    Size2d output = geometry().outputSize(Shapes.imageSize(layerName, shape));
    Shapes.checkPositive(layerName, output, shape);
    if (shape.get(0) % groups != 0) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerName
              + "\": "
              + shape.get(0)
              + " input channels do not divide into "
              + groups
              + " groups");
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof Conv2d that
        && outChannels == that.outChannels
        && Arrays.equals(kernelSize, that.kernelSize)
        && Arrays.equals(stride, that.stride)
        && Arrays.equals(padding, that.padding)
        && Arrays.equals(dilation, that.dilation)
        && groups == that.groups
        && bias == that.bias
        && Objects.equals(weightInitialization, that.weightInitialization)
        && Objects.equals(biasInitialization, that.biasInitialization);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        outChannels,
        Arrays.hashCode(kernelSize),
        Arrays.hashCode(stride),
        Arrays.hashCode(padding),
        Arrays.hashCode(dilation),
        groups,
        bias,
        weightInitialization,
        biasInitialization);
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder implements LayerBuilder {
    private final int outChannels;
    private int inChannels;
    private final int[] kernelSize;
    private int[] stride = {1, 1};
    private int[] padding = {0, 0};
    private int[] dilation = {1, 1};
    private int groups = 1;
    private boolean bias = true;
    private ParameterInitialization weightInitialization = ParameterInitialization.uniformByFanIn();
    private ParameterInitialization biasInitialization = ParameterInitialization.uniformByFanIn();

    private Builder(int outChannels, int kernelHeight, int kernelWidth) {
      this.outChannels = Shapes.checkAtLeast("outChannels", outChannels, 1);
      this.kernelSize = Shapes.checkAtLeast("kernelSize", new int[] {kernelHeight, kernelWidth}, 1);
    }

    /** The same stride down and across. */
    public Builder stride(int both) {
      return stride(both, both);
    }

    public Builder stride(int height, int width) {
      stride = Shapes.checkAtLeast("stride", new int[] {height, width}, 1);
      return this;
    }

    /** Zeros on each of the four sides. */
    public Builder padding(int both) {
      return padding(both, both);
    }

    /** Zeros above and below, and at the left and right. */
    public Builder padding(int height, int width) {
      padding = Shapes.checkAtLeast("padding", new int[] {height, width}, 0);
      return this;
    }

    public Builder dilation(int both) {
      return dilation(both, both);
    }

    public Builder dilation(int height, int width) {
      dilation = Shapes.checkAtLeast("dilation", new int[] {height, width}, 1);
      return this;
    }

    /** Splits the channels into groups that do not see each other. */
    public Builder groups(int value) {
      groups = Shapes.checkAtLeast("groups", value, 1);
      return this;
    }

    /** Makes other inputs an error; without it any number of input channels is taken. */
    public Builder inChannels(int value) {
      inChannels = Shapes.checkAtLeast("inChannels", value, 1);
      return this;
    }

    public Builder withoutBias() {
      bias = false;
      return this;
    }

    public Builder initializeWeight(ParameterInitialization initialization) {
      weightInitialization = initialization;
      return this;
    }

    public Builder initializeBias(ParameterInitialization initialization) {
      biasInitialization = initialization;
      return this;
    }

    @Override
    public Conv2d build() {
      return new Conv2d(this);
    }
  }
}
