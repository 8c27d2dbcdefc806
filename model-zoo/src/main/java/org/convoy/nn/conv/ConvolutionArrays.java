package org.convoy.nn.conv;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a convolution reads, or the gradients by it.
 *
 * @param input null where its gradient is not asked for
 * @param bias null where there is none
 */
record ConvolutionArrays(INDArray input, INDArray weight, INDArray bias) {
  ConvolutionArrays withInput(INDArray other) {
    return new ConvolutionArrays(other, weight, bias);
  }

  ConvolutionArrays withWeight(INDArray other) {
    return new ConvolutionArrays(input, other, bias);
  }
}
