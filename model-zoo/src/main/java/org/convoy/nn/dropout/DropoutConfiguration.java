package org.convoy.nn.dropout;

import java.util.SplittableRandom;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.op.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that multiplies stretches of values by factors that it draws in training. */
abstract class DropoutConfiguration extends LayerConfiguration {
  private double probability;

  /** For JSON. */
  DropoutConfiguration() {}

  /** The probability of a zero, from 0 to 1. */
  DropoutConfiguration(double probability) {
    this.probability = Bounds.SHARE.check("Dropout probability", probability);
  }

  final Operation.Dropout dropout() {
    return new Operation.Dropout(probability);
  }

  /** How many neighbouring values get the same factor. */
  abstract int stretch(INDArray batch);

  @Override
  protected final Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        applyMask(pass, input, output);
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        applyMask(pass, outputGradient, inputGradient);
      }
    };
  }

  private void applyMask(Arithmetic.Pass pass, INDArray from, INDArray to) {
    if (!pass.isTraining()) {
      to.assign(from);
      return;
    }

    SplittableRandom random = pass.random();
    Operation.Dropout dropout = dropout();
    double[] values = ArrayMemory.copyAsDoubles(from);
    int stretch = stretch(from);
    for (int start = 0; start < values.length; start += stretch) {
      double factor = dropout.draw(random);
      for (int i = start; i < start + stretch; i++) {
        values[i] *= factor;
      }
    }

    ArrayMemory.assign(to, values);
  }
}
