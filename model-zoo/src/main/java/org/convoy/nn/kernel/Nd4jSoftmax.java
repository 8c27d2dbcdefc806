package org.convoy.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax on ND4J's operations; its own softmax takes the last dimension whatever it is told. */
final class Nd4jSoftmax {
  private Nd4jSoftmax() {}

  static void forward(int dimension, INDArray input, INDArray output) {
    input.subi(input.max(true, dimension), output);
    Transforms.exp(output, false);
    output.divi(output.sum(true, dimension));
  }

  /** {@code y * (g - sum(g * y))}. */
  static void backward(
      int dimension, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    INDArray probabilities = input.ulike();
    forward(dimension, input, probabilities);
    INDArray sums = outputGradient.mul(probabilities).sum(true, dimension);
    outputGradient.subi(sums, inputGradient);
    inputGradient.muli(probabilities);
  }
}
