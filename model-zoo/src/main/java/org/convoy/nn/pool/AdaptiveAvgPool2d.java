package org.convoy.nn.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Average pooling to a given output size, whatever the input's, PyTorch's {@code
 * AdaptiveAvgPool2d}: output row i is the mean of the input rows from floor(i * in / out) to
 * ceil((i + 1) * in / out), so windows may overlap; columns likewise.
 */
public final class AdaptiveAvgPool2d extends StatelessConfiguration {
  /** In the output size: as large as the input. */
  private static final int KEPT = 0;

  private int[] outputSize;

  /** For JSON. */
  private AdaptiveAvgPool2d() {}

  private AdaptiveAvgPool2d(int[] outputSize) {
    this.outputSize = outputSize;
  }

  /** A square output; 1 is global average pooling. */
  public static AdaptiveAvgPool2d of(int outputSize) {
    return of(outputSize, outputSize);
  }

  public static AdaptiveAvgPool2d of(int outputHeight, int outputWidth) {
    return new AdaptiveAvgPool2d(
        Shapes.checkAtLeast("outputSize", new int[] {outputHeight, outputWidth}, 1));
  }

  /** Keeps the input's width, PyTorch's output size {@code (outputHeight, None)}. */
  public static AdaptiveAvgPool2d ofHeight(int outputHeight) {
    return new AdaptiveAvgPool2d(
        new int[] {Shapes.checkAtLeast("outputHeight", outputHeight, 1), KEPT});
  }

  /** Keeps the input's height, PyTorch's output size {@code (None, outputWidth)}. */
  public static AdaptiveAvgPool2d ofWidth(int outputWidth) {
    return new AdaptiveAvgPool2d(
        new int[] {KEPT, Shapes.checkAtLeast("outputWidth", outputWidth, 1)});
  }

  /** As PyTorch's {@code (height, width)}, with 0 for its {@code None}. */
  public static AdaptiveAvgPool2d ofSizes(int outputHeight, int outputWidth) {
    return new AdaptiveAvgPool2d(
        Shapes.checkAtLeast("outputSize", new int[] {outputHeight, outputWidth}, KEPT));
  }

  /** Height and width of the output; 0 where they are the input's. */
  public Size2d outputSize() {
    return Size2d.of(outputSize);
  }

  @Override
  public String typeName() {
    return "AdaptiveAvgPool2d";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.AdaptiveAveragePool());
  }

  @Override
  public List<Integer> outputShape() {
    List<Integer> input = inputShape();
    return List.of(input.get(0), length(0, input), length(1, input));
  }

  private int length(int axis, List<Integer> input) {
    return outputSize[axis] == KEPT ? input.get(axis + 1) : outputSize[axis];
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new AdaptiveAvgPool2dLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof AdaptiveAvgPool2d that
        && Arrays.equals(outputSize, that.outputSize);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), Arrays.hashCode(outputSize));
  }
}
