package org.convoy.data.transform.color;

import org.convoy.data.Image;

/**
 * torchvision's {@code adjust_…} functions that move an image towards or away from a degenerate
 * one, as Pillow's ImageEnhance does. A factor of 0 gives the degenerate image, 1 the image itself.
 */
public final class Enhancement {
  private Enhancement() {}

  /** Towards black. */
  public static Image brightness(Image image, double factor) {
    return Blend.withLevel(0, image, factor(factor));
  }

  /** Towards the mean gray. */
  public static Image contrast(Image image, double factor) {
    return Blend.withLevel(mean(Luma.of(image)), image, factor(factor));
  }

  private static int mean(byte[] levels) {
    long sum = 0;

    for (byte level : levels) {
      sum += level & 0xff;
    }

    return (int) ((double) sum / levels.length + 0.5);
  }

  /** Towards gray. */
  public static Image saturation(Image image, double factor) {
    return Blend.withGray(Luma.of(image), image, factor(factor));
  }

  /** Towards a smoothed image. */
  public static Image sharpness(Image image, double factor) {
    return Blend.withImage(Smoothing.of(image), image, factor(factor));
  }

  private static float factor(double factor) {
    if (!(factor >= 0 && Double.isFinite(factor))) {
      throw new IllegalArgumentException("factor must not be negative, it is " + factor);
    }

    return (float) factor;
  }
}
