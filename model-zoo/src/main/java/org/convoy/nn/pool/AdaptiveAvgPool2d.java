package org.convoy.nn.pool;

import static org.convoy.nn.dl4j.ArrayOperations.matrixProduct;
import static org.convoy.nn.dl4j.ArrayOperations.planes;
import static org.convoy.nn.dl4j.ArrayOperations.spatialSize;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.AdaptiveWindows;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Average pooling to a given output size, whatever the input's, PyTorch's {@code
 * AdaptiveAvgPool2d}: output row i is the mean of the input rows from floor(i * in / out) to
 * ceil((i + 1) * in / out), so windows may overlap; columns likewise.
 */
public final class AdaptiveAvgPool2d extends LayerConfiguration {
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
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        matrixProduct(planes(input), 0, matrix(input, output), 0, planes(output));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        INDArray matrix = matrix(inputGradient, outputGradient);
        matrixProduct(planes(outputGradient), 0, matrix, 1, planes(inputGradient));
      }
    };
  }

  /** Pooling is linear: the matrix [h * w, oh * ow] that takes an input plane to its output. */
  private static INDArray matrix(INDArray input, INDArray output) {
    double[][] matrix = AdaptiveWindows.matrix(spatialSize(input), spatialSize(output));
    return Nd4j.createFromArray(matrix).castTo(input.dataType());
  }
}
