package org.convoy.nn.kernel;

import java.util.List;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.AdaptiveWindows;
import org.convoy.nn.op.Convolution2d;
import org.convoy.nn.op.Convolution3d;
import org.convoy.nn.op.LocalResponse;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Kernels on ND4J's own operations: any ND4J backend, float or double. Slower than direct oneDNN on
 * a CPU; through cuDNN on a GPU.
 */
public final class Nd4jOps implements Kernels {
  private static final int EXPLICIT_PADDING = 0;
  private static final int DIVIDE_BY_KERNEL_SIZE = 1;
  private static final int NCHW = 0;

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public void conv2d(
      Convolution2d geometry, INDArray input, INDArray weight, INDArray bias, INDArray output) {
    Nd4jConvolution.forward(geometry, input, weight, bias, output);
  }

  @Override
  public void conv2dBackward(
      Convolution2d geometry,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    Nd4jConvolution.backward(
        geometry, input, weight, outputGradient, inputGradient, weightGradient, biasGradient);
  }

  @Override
  public void conv3d(
      Convolution3d geometry, INDArray input, INDArray weight, INDArray bias, INDArray output) {
    Nd4jConvolution3d.forward(geometry, input, weight, bias, output);
  }

  @Override
  public void conv3dBackward(
      Convolution3d geometry,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    Nd4jConvolution3d.backward(
        geometry, input, weight, outputGradient, inputGradient, weightGradient, biasGradient);
  }

  @Override
  public void linear(INDArray input, INDArray weight, INDArray bias, INDArray output) {
    matrixProduct(input, 0, weight, 1, output);
    if (bias != null) {
      output.addiRowVector(bias);
    }
  }

  @Override
  public void linearBackward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    if (inputGradient != null) {
      matrixProduct(outputGradient, 0, weight, 0, inputGradient);
    }

    matrixProduct(outputGradient, 1, input, 0, weightGradient);
    if (biasGradient != null) {
      outputGradient.sum(biasGradient, 0);
    }
  }

  @Override
  public void maxPool2d(Pooling2d geometry, INDArray input, INDArray output) {
    if (geometry.dilation().area() > 1) {
      DilatedMaxPool2d.forward(geometry, padded(geometry, input, Double.NEGATIVE_INFINITY), output);
      return;
    }

    execute(
        pooling("maxpool2d", geometry)
            .addInputs(padded(geometry, input, Double.NEGATIVE_INFINITY))
            .addOutputs(output));
  }

  @Override
  public void maxPool2dBackward(
      Pooling2d geometry, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    INDArray padded = padded(geometry, input, Double.NEGATIVE_INFINITY);
    INDArray paddedGradient = padded == input ? inputGradient : padded.ulike();
    if (geometry.dilation().area() > 1) {
      DilatedMaxPool2d.backward(geometry, padded, outputGradient, paddedGradient);
      crop(geometry, paddedGradient, inputGradient);
      return;
    }

    execute(
        pooling("maxpool2d_bp", geometry)
            .addInputs(padded, outputGradient)
            .addOutputs(paddedGradient));
    crop(geometry, paddedGradient, inputGradient);
  }

  @Override
  public void maxPool2dIndices(Pooling2d geometry, INDArray input, INDArray indices) {
    Nd4jUnpooling.indices(
        geometry, input, padded(geometry, input, Double.NEGATIVE_INFINITY), indices);
  }

  @Override
  public void maxUnpool2d(INDArray input, INDArray indices, INDArray output) {
    Nd4jUnpooling.forward(input, indices, output);
  }

  @Override
  public void maxUnpool2dBackward(
      INDArray indices, INDArray outputGradient, INDArray inputGradient) {
    Nd4jUnpooling.backward(indices, outputGradient, inputGradient);
  }

  @Override
  public void avgPool2d(Pooling2d geometry, INDArray input, INDArray output) {
    execute(
        pooling("avgpool2d", geometry).addInputs(padded(geometry, input, 0)).addOutputs(output));
    INDArray scale = averageScale(geometry, input, output);
    if (scale != null) {
      output.muli(scale);
    }
  }

  @Override
  public void avgPool2dBackward(
      Pooling2d geometry, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    INDArray padded = padded(geometry, input, 0);
    INDArray paddedGradient = padded == input ? inputGradient : padded.ulike();
    INDArray scale = averageScale(geometry, input, outputGradient);
    execute(
        pooling("avgpool2d_bp", geometry)
            .addInputs(padded, scale == null ? outputGradient : outputGradient.mul(scale))
            .addOutputs(paddedGradient));
    crop(geometry, paddedGradient, inputGradient);
  }

  @Override
  public void relu(INDArray input, INDArray output) {
    execute(
        DynamicCustomOp.builder("relu")
            .addInputs(input)
            .addOutputs(output)
            .addFloatingPointArguments(0.0));
  }

  /** Step and product: ND4J's own relu_bp takes many times longer. */
  @Override
  public void reluBackward(INDArray forward, INDArray outputGradient, INDArray inputGradient) {
    Nd4j.getExecutioner().exec(new Step(forward, inputGradient, 0.0));
    inputGradient.muli(outputGradient);
  }

  @Override
  public void activation(Activation function, INDArray input, INDArray output) {
    output.assign(Nd4jActivations.forward(function, input));
  }

  @Override
  public void activationBackward(
      Activation function, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    outputGradient.muli(Nd4jActivations.derivative(function, input), inputGradient);
  }

  @Override
  public void prelu(INDArray input, INDArray weight, INDArray output) {
    Nd4jRectifiers.forward(input, weight, output);
  }

  @Override
  public void preluBackward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient) {
    Nd4jRectifiers.backward(input, weight, outputGradient, inputGradient, weightGradient);
  }

  @Override
  public void softmax(int dimension, INDArray input, INDArray output) {
    Nd4jSoftmax.forward(dimension, input, output);
  }

  @Override
  public void softmaxBackward(
      int dimension, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    Nd4jSoftmax.backward(dimension, input, outputGradient, inputGradient);
  }

  @Override
  public void adaptiveAvgPool2d(INDArray input, INDArray output) {
    INDArray matrix = poolingMatrix(input, output);
    matrixProduct(planes(input), 0, matrix, 0, planes(output));
  }

  @Override
  public void adaptiveAvgPool2dBackward(INDArray outputGradient, INDArray inputGradient) {
    INDArray matrix = poolingMatrix(inputGradient, outputGradient);
    matrixProduct(planes(outputGradient), 0, matrix, 1, planes(inputGradient));
  }

  @Override
  public void channelStatistics(INDArray input, INDArray mean, INDArray variance) {
    Nd4jBatchNorm.statistics(input, mean, variance);
  }

  @Override
  public void batchNorm2d(
      double eps,
      INDArray input,
      INDArray mean,
      INDArray variance,
      INDArray weight,
      INDArray bias,
      INDArray output) {
    Nd4jBatchNorm.forward(eps, input, mean, variance, weight, bias, output);
  }

  @Override
  public void batchNorm2dBackward(
      double eps,
      INDArray input,
      INDArray mean,
      INDArray variance,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    INDArray scale = Nd4jBatchNorm.inverseDeviation(eps, variance);
    INDArray products = weightGradient == null ? mean.ulike() : weightGradient;
    INDArray sums = biasGradient == null ? mean.ulike() : biasGradient;
    Nd4jBatchNorm.parameterGradients(
        input, mean, scale, outputGradient, inputGradient, products, sums);
    Nd4jBatchNorm.inputGradient(scale, weight, outputGradient, inputGradient, products, sums);
  }

  @Override
  public void frozenBatchNorm2dBackward(
      double eps,
      INDArray input,
      INDArray mean,
      INDArray variance,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    INDArray scale = Nd4jBatchNorm.inverseDeviation(eps, variance);
    if (weightGradient != null) {
      Nd4jBatchNorm.parameterGradients(
          input, mean, scale, outputGradient, inputGradient, weightGradient, biasGradient);
    }

    Nd4jBatchNorm.frozenInputGradient(scale, weight, outputGradient, inputGradient);
  }

  @Override
  public void groupNorm(
      int groups, double eps, INDArray input, INDArray weight, INDArray bias, INDArray output) {
    Nd4jGroupNorm.forward(groups, eps, input, weight, bias, output);
  }

  @Override
  public void groupNormBackward(
      int groups,
      double eps,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    Nd4jGroupNorm.backward(
        groups, eps, input, weight, outputGradient, inputGradient, weightGradient, biasGradient);
  }

  @Override
  public void localResponseNorm(LocalResponse response, INDArray input, INDArray output) {
    Nd4jResponseNorm.forward(response, input, output);
  }

  @Override
  public void localResponseNormBackward(
      LocalResponse response, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    Nd4jResponseNorm.backward(response, input, outputGradient, inputGradient);
  }

  @Override
  public void add(INDArray left, INDArray right, INDArray output) {
    left.addi(right, output);
  }

  @Override
  public void concat(List<INDArray> inputs, INDArray output) {
    execute(
        DynamicCustomOp.builder("concat")
            .addInputs(inputs.toArray(new INDArray[0]))
            .addOutputs(output)
            .addIntegerArguments(1));
  }

  @Override
  public void concatBackward(INDArray outputGradient, List<INDArray> inputGradients) {
    long start = 0;
    for (INDArray inputGradient : inputGradients) {
      long end = start + inputGradient.size(1);
      inputGradient.assign(
          outputGradient.get(NDArrayIndex.all(), NDArrayIndex.interval(start, end)));
      start = end;
    }
  }

  @Override
  public void zeroPadShortcut(int stride, int channelsBefore, INDArray input, INDArray output) {
    output.assign(0);
    middle(channelsBefore, input, output).assign(subsampled(stride, input));
  }

  @Override
  public void zeroPadShortcutBackward(
      int stride, int channelsBefore, INDArray outputGradient, INDArray inputGradient) {
    inputGradient.assign(0);
    subsampled(stride, inputGradient).assign(middle(channelsBefore, inputGradient, outputGradient));
  }

  private static INDArray subsampled(int stride, INDArray input) {
    INDArray rows = StridedView.of(input, 2, 0, stride, (input.size(2) + stride - 1) / stride);
    return StridedView.of(rows, 3, 0, stride, (input.size(3) + stride - 1) / stride);
  }

  /** The channels of the output that come from the input. */
  private static INDArray middle(int channelsBefore, INDArray input, INDArray output) {
    return output.get(
        NDArrayIndex.all(), NDArrayIndex.interval(channelsBefore, channelsBefore + input.size(1)));
  }

  /**
   * Adaptive pooling is linear: the matrix [h * w, oh * ow] that takes an input plane to its
   * output.
   */
  private static INDArray poolingMatrix(INDArray input, INDArray output) {
    double[][] matrix = AdaptiveWindows.matrix(spatialSize(input), spatialSize(output));
    return Nd4j.createFromArray(matrix).castTo(input.dataType());
  }

  /** [n, c, h, w] as [n * c, h * w], the same memory. */
  static INDArray planes(INDArray array) {
    return array.reshape('c', array.size(0) * array.size(1), array.size(2) * array.size(3));
  }

  /**
   * The input was padded already. The divisor of averages is the whole kernel; {@link
   * #averageScale} corrects the windows that differ.
   */
  private static DynamicCustomOp.DynamicCustomOpsBuilder pooling(String name, Pooling2d geometry) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            geometry.kernel().height(),
            geometry.kernel().width(),
            geometry.stride().height(),
            geometry.stride().width(),
            0,
            0,
            1,
            1,
            EXPLICIT_PADDING,
            DIVIDE_BY_KERNEL_SIZE,
            NCHW);
  }

  /** The input with explicit padding wherever a window reaches; the input itself if none does. */
  private static INDArray padded(Pooling2d geometry, INDArray input, double value) {
    Size2d size = spatialSize(input);
    Size2d covered = geometry.coveredSize(size);
    if (covered.equals(size)) {
      return input;
    }

    INDArray padded =
        Nd4j.valueArrayOf(
            new long[] {input.size(0), input.size(1), covered.height(), covered.width()},
            value,
            input.dataType());
    interior(geometry, padded, size).assign(input);
    return padded;
  }

  private static void crop(Pooling2d geometry, INDArray padded, INDArray cropped) {
    if (padded != cropped) {
      cropped.assign(interior(geometry, padded, spatialSize(cropped)));
    }
  }

  private static INDArray interior(Pooling2d geometry, INDArray padded, Size2d size) {
    int top = geometry.padding().height();
    int left = geometry.padding().width();
    return padded.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(top, top + size.height()),
        NDArrayIndex.interval(left, left + size.width()));
  }

  /** Kernel size over divisor for each output position, [1, 1, oh, ow]; null if all are 1. */
  private static INDArray averageScale(Pooling2d geometry, INDArray input, INDArray output) {
    Size2d outputSize = spatialSize(output);
    double[] scale = new double[outputSize.area()];
    boolean trivial = true;
    for (int position = 0; position < scale.length; position++) {
      int divisor =
          geometry.divisor(
              spatialSize(input), position / outputSize.width(), position % outputSize.width());
      trivial &= divisor == geometry.kernel().area();
      scale[position] = (double) geometry.kernel().area() / divisor;
    }

    return trivial
        ? null
        : Nd4j.createFromArray(scale)
            .castTo(output.dataType())
            .reshape(1, 1, outputSize.height(), outputSize.width());
  }

  static void matrixProduct(
      INDArray left, int transposeLeft, INDArray right, int transposeRight, INDArray result) {
    execute(
        DynamicCustomOp.builder("matmul")
            .addInputs(left, right)
            .addOutputs(result)
            .addIntegerArguments(transposeLeft, transposeRight, 0));
  }

  static Size2d spatialSize(INDArray array) {
    return new Size2d(Math.toIntExact(array.size(2)), Math.toIntExact(array.size(3)));
  }

  static void execute(DynamicCustomOp.DynamicCustomOpsBuilder operation) {
    Nd4j.exec(operation.build());
  }
}
