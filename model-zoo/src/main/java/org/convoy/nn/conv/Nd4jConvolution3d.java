package org.convoy.nn.conv;

import static org.convoy.nn.dl4j.ArrayOperations.strided;

import org.convoy.nn.op.Convolution3d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Three-dimensional convolution on ND4J's operations: the sum over the kernel's slices of
 * two-dimensional convolutions, in which the output's slices are part of the batch.
 */
record Nd4jConvolution3d(Convolution3d geometry, ConvolutionArrays padded, long outputDepth) {
  private static final int DEPTH = 2;

  static void forward(Convolution3d geometry, ConvolutionArrays operands, INDArray output) {
    INDArray padded = Padding.of(geometry).padded(operands.input());
    new Nd4jConvolution3d(geometry.withoutPadding(), operands.withInput(padded), output.size(2))
        .forward(output);
  }

  static void backward(
      Convolution3d geometry,
      ConvolutionArrays operands,
      INDArray outputGradient,
      ConvolutionArrays gradients) {
    Padding padding = Padding.of(geometry);
    INDArray padded = padding.padded(operands.input());
    INDArray paddedGradient =
        gradients.input() == null ? null : Nd4j.zeros(padded.dataType(), padded.shape());
    new Nd4jConvolution3d(
            geometry.withoutPadding(), operands.withInput(padded), outputGradient.size(2))
        .backward(outputGradient, gradients.withInput(paddedGradient));
    if (paddedGradient != null) {
      gradients.input().assign(padding.backward(paddedGradient));
    }
  }

  private int kernelDepth() {
    return geometry.depth().kernel();
  }

  private void forward(INDArray output) {
    INDArray sum = null;
    for (int tap = 0; tap < kernelDepth(); tap++) {
      INDArray product =
          Nd4j.createUninitialized(
              output.dataType(),
              output.size(0) * outputDepth,
              output.size(1),
              output.size(3),
              output.size(4));
      Nd4jConvolution.forward(geometry.slice(), seenBy(tap), product);
      sum = sum == null ? product : sum.addi(product);
    }

    output.assign(volumes(sum));
  }

  private void backward(INDArray outputGradient, ConvolutionArrays gradients) {
    INDArray gradient = images(outputGradient);
    for (int tap = 0; tap < kernelDepth(); tap++) {
      ConvolutionArrays seen = seenBy(tap);
      INDArray seenGradient = gradients.input() == null ? null : seen.input().ulike();
      INDArray sliceGradient = seen.weight().ulike();
      Nd4jConvolution.backward(
          geometry.slice(),
          seen,
          gradient,
          new ConvolutionArrays(seenGradient, sliceGradient, tap == 0 ? gradients.bias() : null));
      strided(gradients.weight(), DEPTH, tap, 1, 1).assign(volume(sliceGradient));
      if (seenGradient != null) {
        seenBy(tap, gradients.input()).addi(volumes(seenGradient));
      }
    }
  }

  /** The operands of a kernel's slice, as images; the bias is added once. */
  private ConvolutionArrays seenBy(int tap) {
    return new ConvolutionArrays(
        images(seenBy(tap, padded.input())),
        slice(tap, padded.weight()),
        tap == 0 ? padded.bias() : null);
  }

  /** The slices of the padded input, one for each of the output, that a kernel's slice sees. */
  private INDArray seenBy(int tap, INDArray volumes) {
    long first = (long) tap * geometry.depth().dilation();
    return strided(volumes, DEPTH, first, geometry.depth().stride(), outputDepth);
  }

  /** [out, in, kd, kh, kw] to [out, in, kh, kw]. */
  private static INDArray slice(int tap, INDArray weight) {
    return strided(weight, DEPTH, tap, 1, 1)
        .dup('c')
        .reshape('c', weight.size(0), weight.size(1), weight.size(3), weight.size(4));
  }

  /** [out, in, kh, kw] to [out, in, 1, kh, kw]. */
  private static INDArray volume(INDArray slice) {
    return slice.reshape('c', slice.size(0), slice.size(1), 1, slice.size(2), slice.size(3));
  }

  /** [n, c, d, h, w] to a copy [n * d, c, h, w]. */
  private static INDArray images(INDArray volumes) {
    long batch = volumes.size(0) * volumes.size(2);
    return volumes
        .permute(0, 2, 1, 3, 4)
        .dup('c')
        .reshape('c', batch, volumes.size(1), volumes.size(3), volumes.size(4));
  }

  /** [n * d, c, h, w] to [n, c, d, h, w] for the output's depth d. */
  private INDArray volumes(INDArray images) {
    long batch = images.size(0) / outputDepth;
    return images
        .reshape('c', batch, outputDepth, images.size(1), images.size(2), images.size(3))
        .permute(0, 2, 1, 3, 4);
  }
}
