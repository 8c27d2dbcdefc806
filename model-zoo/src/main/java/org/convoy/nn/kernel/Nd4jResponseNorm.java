package org.convoy.nn.kernel;

import org.convoy.nn.op.LocalResponse;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Local response normalization on ND4J: sums over windows of channels are sums of shifts. */
final class Nd4jResponseNorm {
  private Nd4jResponseNorm() {}

  static void forward(LocalResponse response, INDArray input, INDArray output) {
    INDArray power = Transforms.pow(divisor(response, input), -response.beta(), false);
    input.muli(power, output);
  }

  static void backward(
      LocalResponse response, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    INDArray divisor = divisor(response, input);
    INDArray power = Transforms.pow(divisor, -response.beta(), true);
    INDArray influence = power.div(divisor).muli(input).muli(outputGradient);
    INDArray sums = windowSums(influence, response.after(), response.before());
    sums.muli(input).muli(-2 * response.beta() * response.share());
    outputGradient.muli(power, inputGradient);
    inputGradient.addi(sums);
  }

  private static INDArray divisor(LocalResponse response, INDArray input) {
    INDArray sums = windowSums(input.mul(input), response.before(), response.after());
    return sums.muli(response.share()).addi(response.k());
  }

  /** Sums over the channels from so many before to so many after each. */
  private static INDArray windowSums(INDArray values, int before, int after) {
    long channels = values.size(1);
    INDArray sums = values.dup('c');
    for (long shift = -before; shift <= after; shift++) {
      if (shift != 0 && Math.abs(shift) < channels) {
        long first = Math.max(0, -shift);
        long end = channels - Math.max(0, shift);
        channels(sums, first, end).addi(channels(values, first + shift, end + shift));
      }
    }

    return sums;
  }

  private static INDArray channels(INDArray values, long first, long end) {
    return values.get(NDArrayIndex.all(), NDArrayIndex.interval(first, end));
  }
}
