package org.convoy.data.transform.batch;

import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.ImageBatch;
import org.convoy.data.transform.RandomSource;

/**
 * {@code RandomMixup} of torchvision's reference training: every image and its target becomes a
 * weighted mean with the one before it in the batch (Zhang et al.: mixup: Beyond Empirical Risk
 * Minimization, 2017).
 *
 * @param alpha the weight is drawn from Beta(alpha, alpha), once for a batch; positive
 * @param p probability that a batch is mixed, 0…1
 */
public record Mixup(double alpha, double p) implements BatchTransform {
  public Mixup {
    RolledRows.checkAlpha(alpha);
    RandomSource.checkProbability(p);
  }

  /** Mixes every batch. */
  public static Mixup of(double alpha) {
    return new Mixup(alpha, 1);
  }

  @Override
  public void apply(ImageBatch batch, RandomSource random) {
    if (random.bernoulli(p)) {
      mix(batch, (float) random.beta(alpha, alpha));
    }
  }

  private static void mix(ImageBatch batch, float share) {
    RolledRows.Mixture mixture = RolledRows.weighted(share);
    RolledRows.mix(batch.images(), batch.size(), batch.shape().elements(), mixture);
    RolledRows.mix(batch.targets(), batch.size(), batch.classes(), mixture);
  }

  @Override
  public String toString() {
    return "Mixup(alpha=%s, p=%s)".formatted(alpha, p);
  }
}
