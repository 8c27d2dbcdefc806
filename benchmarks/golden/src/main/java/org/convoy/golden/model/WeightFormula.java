package org.convoy.golden.model;

/**
 * Weights by formula instead of by file, as the cases of models describe: element k of tensor
 * number i comes from sin(0.7548776662 k + 1.3247179572 i).
 */
final class WeightFormula {
  private static final double ELEMENT_STEP = 0.7548776662;
  private static final double TENSOR_STEP = 1.3247179572;
  private static final int BLOCK = 4096;

  private final double[] blockSines = new double[BLOCK];
  private final double[] blockCosines = new double[BLOCK];

  WeightFormula() {
    for (int i = 0; i < BLOCK; i++) {
      blockSines[i] = Math.sin(ELEMENT_STEP * i);
      blockCosines[i] = Math.cos(ELEMENT_STEP * i);
    }
  }

  /** Writes scale * sine + shift into this part of the values. */
  void fill(int tensor, double scale, double shift, float[] values, int offset, int length) {
    for (int block = 0; block < length; block += BLOCK) {
      // The angle-sum formula: a sine for each of 129 million weights would take seconds.
      double angle = ELEMENT_STEP * block + TENSOR_STEP * tensor;
      double sine = Math.sin(angle);
      double cosine = Math.cos(angle);
      for (int i = 0; i < Math.min(BLOCK, length - block); i++) {
        double value = sine * blockCosines[i] + cosine * blockSines[i];
        values[offset + block + i] = (float) (scale * value + shift);
      }
    }
  }
}
