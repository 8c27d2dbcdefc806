package org.convoy.bench;

import java.util.SplittableRandom;

/**
 * Endless batches of normally distributed images with uniformly distributed labels. Few are drawn
 * in advance and repeated; images and labels are repeated with periods that share no factor, so
 * that there is nothing to be learnt by heart.
 */
final class RandomBatches {
  private static final int IMAGE_BATCHES = 5;
  private static final int LABEL_BATCHES = 7;

  private final float[][] images;
  private final int[][] labels;
  private long position = -1;

  RandomBatches(BenchmarkCase benchmarkCase, int batchSize, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.images = new float[IMAGE_BATCHES][batchSize * benchmarkCase.imageSize()];
    this.labels = new int[LABEL_BATCHES][batchSize];

    for (float[] batch : images) {
      for (int i = 0; i < batch.length; i++) {
        batch[i] = (float) random.nextGaussian();
      }
    }

    for (int[] batch : labels) {
      for (int i = 0; i < batch.length; i++) {
        batch[i] = random.nextInt(BenchmarkCase.CLASSES);
      }
    }
  }

  /** Moves on to the next batch; to be called before the first one. */
  void next() {
    position++;
  }

  float[] images() {
    return images[(int) (position % IMAGE_BATCHES)];
  }

  int[] labels() {
    return labels[(int) (position % LABEL_BATCHES)];
  }
}
