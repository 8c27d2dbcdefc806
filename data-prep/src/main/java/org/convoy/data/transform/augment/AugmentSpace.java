package org.convoy.data.transform.augment;

import java.util.List;
import org.convoy.common.argument.Bounds;
import org.convoy.data.Image;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.geometry.Warp;

/** How strong each operation is in each of a number of bins, from the weakest to the strongest. */
enum AugmentSpace {
  /** RandAugment's: translations are shares of the image's size. */
  RAND_AUGMENT(0.3, 30, 0.9, 4) {
    @Override
    double translation(int imageSize) {
      return 150.0 / 331.0 * imageSize;
    }
  },

  /** TrivialAugment's wide space: translations are pixels. */
  TRIVIAL_AUGMENT_WIDE(0.99, 135, 0.99, 6) {
    @Override
    double translation(int imageSize) {
      return 32;
    }
  };

  private static final List<AugmentOp> OPS = List.of(AugmentOp.values());

  private final double shear;
  private final double degrees;
  private final double enhancement;
  private final int bits;

  AugmentSpace(double shear, double degrees, double enhancement, int bits) {
    this.shear = shear;
    this.degrees = degrees;
    this.enhancement = enhancement;
    this.bits = bits;
  }

  /** The greatest translation, in pixels. */
  abstract double translation(int imageSize);

  static AugmentOp drawOp(RandomSource random) {
    return OPS.get(random.nextInt(OPS.size()));
  }

  /** Applies an operation, with a random sign where it has one. */
  Image apply(AugmentOp op, Image image, int bin, int bins, Warp warp, RandomSource random) {
    double magnitude = magnitude(op, image, bin, bins);
    boolean negative = isSigned(op) && random.bernoulli(0.5);
    return op.apply(image, negative ? -magnitude : magnitude, warp);
  }

  double magnitude(AugmentOp op, Image image, int bin, int bins) {
    return switch (op) {
      case SHEAR_X, SHEAR_Y -> between(0, shear, bin, bins);
      case TRANSLATE_X -> between(0, translation(image.width()), bin, bins);
      case TRANSLATE_Y -> between(0, translation(image.height()), bin, bins);
      case ROTATE -> between(0, degrees, bin, bins);
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> between(0, enhancement, bin, bins);
      case POSTERIZE -> 8 - Math.rint((float) bin / ((bins - 1) / (float) bits));
      case SOLARIZE -> between(255, 0, bin, bins);
      case IDENTITY, AUTO_CONTRAST, EQUALIZE -> 0;
    };
  }

  // As torch.linspace does it, in float32 and from both ends: a bit decides where a translation is
  // cut to whole pixels.
  private static float between(double first, double last, int bin, int bins) {
    float from = (float) first;
    float to = (float) last;
    float step = (to - from) / (bins - 1);
    return bin < bins / 2 ? from + step * bin : to - step * (bins - 1 - bin);
  }

  private static boolean isSigned(AugmentOp op) {
    return switch (op) {
      case IDENTITY, POSTERIZE, SOLARIZE, AUTO_CONTRAST, EQUALIZE -> false;
      default -> true;
    };
  }

  /** Checks a number of bins. */
  static void checkBins(int numMagnitudeBins) {
    Bounds.atLeast(2).check("numMagnitudeBins", numMagnitudeBins);
  }
}
