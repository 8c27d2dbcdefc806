package org.convoy.strategy;

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

  /** Who computes. */
  enum Threads {
    /** The calling thread: a task has one core. */
    ONE,
    /** As many as this process has cores, for the driver while no task runs in it. */
    ALL
  }

  /**
   * Takes the mean; vectors of workers without examples do not count. That of one worker is its
   * vector itself.
   *
   * @param reports of the workers, at least one of them with examples
   * @param vectors one a worker, in the same order, of one length
   */
  static float[] of(List<WorkerReport> reports, List<float[]> vectors, Threads threads) {
    double[] shares = shares(reports);
    if (shares.length == 1) {
      return vectors.get(0);
    }

    float[] mean = new float[vectors.get(0).length];
    IntStream blocks = IntStream.rangeClosed(0, mean.length / BLOCK);
    (threads == Threads.ALL ? blocks.parallel() : blocks)
        .forEach(block -> fillBlock(mean, block * BLOCK, shares, vectors));
    return mean;
  }

  private static double[] shares(List<WorkerReport> reports) {
    double total = reports.stream().mapToLong(report -> report.tally().samples()).sum();
    return reports.stream().mapToDouble(report -> report.tally().samples() / total).toArray();
  }

  private static void fillBlock(float[] mean, int from, double[] shares, List<float[]> vectors) {
    double[] sums = new double[Math.min(BLOCK, mean.length - from)];
    Arrays.fill(sums, -0.0); // what added to any number, -0 too, leaves it as it is
    for (int worker = 0; worker < shares.length; worker++) {
      if (shares[worker] > 0) {
        add(sums, shares[worker], vectors.get(worker), from);
      }
    }

    for (int i = 0; i < sums.length; i++) {
      mean[from + i] = (float) sums[i];
    }
  }

  private static void add(double[] sums, double share, float[] vector, int from) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += share * vector[from + i];
    }
  }
}
