package org.convoy.nn.conv;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterInitialization;

/** Optional settings of convolutions of any number of axes, with PyTorch's defaults. */
abstract class ConvolutionBuilder<B extends ConvolutionBuilder<B>> implements LayerBuilder {
  final int outChannels;
  final int[] kernelSize;
  int inChannels;
  int[] stride;
  int[] padding;
  int[] dilation;
  int groups = 1;
  boolean bias = true;
  boolean same;
  PaddingMode paddingMode = PaddingMode.ZEROS;
  ParameterInitialization weightInitialization = ParameterInitialization.uniformByFanIn();
  ParameterInitialization biasInitialization = ParameterInitialization.uniformByFanIn();

  ConvolutionBuilder(int outChannels, int... kernelSize) {
    this.outChannels = Shapes.checkAtLeast("outChannels", outChannels, 1);
    this.kernelSize = Shapes.checkAtLeast("kernelSize", kernelSize, 1);
    this.stride = everyAxis(1);
    this.padding = everyAxis(0);
    this.dilation = everyAxis(1);
  }

  abstract B self();

  private int[] everyAxis(int value) {
    int[] values = new int[kernelSize.length];
    Arrays.fill(values, value);
    return values;
  }

  final B strides(int... values) {
    stride = Shapes.checkAtLeast("stride", values, 1);
    return self();
  }

  final B paddings(int... values) {
    padding = Shapes.checkAtLeast("padding", values, 0);
    same = false;
    return self();
  }

  final B dilations(int... values) {
    dilation = Shapes.checkAtLeast("dilation", values, 1);
    return self();
  }

  /** The same stride along all axes; at least 1. */
  public final B stride(int all) {
    return strides(everyAxis(all));
  }

  /** This much padding on both sides of all axes; at least 0. */
  public final B padding(int all) {
    return paddings(everyAxis(all));
  }

  /**
   * As much padding as makes the output as large as the input, PyTorch's {@code padding="same"};
   * where that is an odd number, the larger half comes after. The stride must be 1.
   */
  public final B paddingSame() {
    same = true;
    return self();
  }

  /** What stands in the padding; zeros by default. */
  public final B paddingMode(PaddingMode mode) {
    paddingMode = requireNonNull(mode, "mode is null");
    return self();
  }

  /** The distance of neighbouring kernel positions along all axes; at least 1. */
  public final B dilation(int all) {
    return dilations(everyAxis(all));
  }

  /** Splits the channels into groups that do not see each other. */
  public final B groups(int value) {
    groups = Shapes.checkAtLeast("groups", value, 1);
    return self();
  }

  /** Makes other inputs an error; without it any number of input channels is taken. */
  public final B inChannels(int value) {
    inChannels = Shapes.checkAtLeast("inChannels", value, 1);
    return self();
  }

  public final B withoutBias() {
    bias = false;
    return self();
  }

  public final B initializeWeight(ParameterInitialization initialization) {
    weightInitialization = initialization.forWeights();
    return self();
  }

  public final B initializeBias(ParameterInitialization initialization) {
    biasInitialization = initialization;
    return self();
  }
}
