package org.convoy.train.sync;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of flat vectors, weighted by the examples of the workers they come from. Sums in the
 * order of the workers and in double, so that equal vectors come out unchanged, many rounds do not
 * drift, and a part of the vectors has the part of their mean, to the bit.
 */
final class WeightedMean {
  private static final int BLOCK = 1 << 13;

  private WeightedMean() {}

  /**
   * Takes the mean; vectors of workers without examples do not count.
   *
   * @param reports of the workers, at least one of them with examples
   * @param vectors one a worker, in the same order, of one length
   */
  static float[] of(List<WorkerReport> reports, List<float[]> vectors) {
    double[] weights = reports.stream().mapToDouble(report -> report.tally().samples()).toArray();
    float[] mean = new float[vectors.get(0).length];
    IntStream.rangeClosed(0, mean.length / BLOCK)
        .parallel()
        .forEach(block -> fillBlock(mean, block * BLOCK, weights, vectors));
    return mean;
  }

  private static void fillBlock(float[] mean, int from, double[] weights, List<float[]> vectors) {
    double[] sums = new double[Math.min(BLOCK, mean.length - from)];
    Arrays.fill(sums, -0.0); // what added to any number, -0 too, leaves it as it is
    double total = 0;
    for (int worker = 0; worker < weights.length; worker++) {
      if (weights[worker] > 0) {
        total += weights[worker];
        add(sums, weights[worker], vectors.get(worker), from);
      }
    }

    for (int i = 0; i < sums.length; i++) {
      mean[from + i] = (float) (sums[i] / total);
    }
  }

  private static void add(double[] sums, double weight, float[] vector, int from) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * vector[from + i];
    }
  }
}
