package org.convoy.data.transform.batch;

import org.convoy.data.ImageShape;
import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.ImageBatch;
import org.convoy.data.transform.RandomSource;

/**
 * {@code RandomCutmix} of torchvision's reference training: a rectangle of every image is replaced
 * by that of the one before it in the batch, and as large a share of its target (Yun et al.:
 * CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features, 2019).
 *
 * @param alpha the share that stays is drawn from Beta(alpha, alpha), once for a batch; positive
 * @param p probability that a batch is mixed, 0…1
 */
public record CutMix(double alpha, double p) implements BatchTransform {
  public CutMix {
    RolledRows.checkAlpha(alpha);
    RandomSource.checkProbability(p);
  }

  /** Mixes every batch. */
  public static CutMix of(double alpha) {
    return new CutMix(alpha, 1);
  }

  @Override
  public void apply(ImageBatch batch, RandomSource random) {
    if (random.bernoulli(p)) {
      mix(batch, Rectangle.draw(batch.shape(), random.beta(alpha, alpha), random));
    }
  }

  private static void mix(ImageBatch batch, Rectangle rectangle) {
    ImageShape shape = batch.shape();
    double share = 1.0 - (double) rectangle.area() / (shape.height() * shape.width());
    RolledRows.mix(
        batch.images(),
        batch.size(),
        shape.elements(),
        (image, previous) -> rectangle.copy(previous, image, shape));
    RolledRows.mix(
        batch.targets(), batch.size(), batch.classes(), RolledRows.weighted((float) share));
  }

  /** From a row and a column on, to others exclusively. */
  private record Rectangle(int top, int left, int bottom, int right) {
    // Around a random pixel; what reaches beyond the image is cut off.
    static Rectangle draw(ImageShape shape, double staying, RandomSource random) {
      int x = random.nextInt(shape.width());
      int y = random.nextInt(shape.height());
      double half = 0.5 * Math.sqrt(1.0 - staying);
      int halfWidth = (int) (half * shape.width());
      int halfHeight = (int) (half * shape.height());

      return new Rectangle(
          Math.max(0, y - halfHeight),
          Math.max(0, x - halfWidth),
          Math.min(shape.height(), y + halfHeight),
          Math.min(shape.width(), x + halfWidth));
    }

    int area() {
      return (bottom - top) * (right - left);
    }

    void copy(float[] from, float[] to, ImageShape shape) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        for (int y = top; y < bottom; y++) {
          int start = (channel * shape.height() + y) * shape.width() + left;
          System.arraycopy(from, start, to, start, right - left);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "CutMix(alpha=%s, p=%s)".formatted(alpha, p);
  }
}
