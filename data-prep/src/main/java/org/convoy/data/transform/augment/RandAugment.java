package org.convoy.data.transform.augment;

import static java.util.Objects.requireNonNull;

import org.convoy.common.argument.Bounds;
import org.convoy.data.Image;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.geometry.Warp;

/**
 * torchvision's {@code RandAugment}: some operations, drawn uniformly, all of the same strength
 * (Cubuk et al.: RandAugment: Practical automated data augmentation with a reduced search space,
 * 2019).
 *
 * @param numOps operations applied one after the other, at least 0
 * @param magnitude bin of the strength, 0…numMagnitudeBins-1
 * @param numMagnitudeBins at least 2
 * @param warp interpolation and fill of the operations that move pixels
 */
public record RandAugment(int numOps, int magnitude, int numMagnitudeBins, Warp warp)
    implements ImageTransform {
  public RandAugment {
    requireNonNull(warp, "warp is null");
    AugmentSpace.checkBins(numMagnitudeBins);

    Bounds.NOT_NEGATIVE.check("numOps", numOps);
    if (magnitude < 0 || magnitude >= numMagnitudeBins) {
      throw new IllegalArgumentException(
          "magnitude must be from 0 to %d (numMagnitudeBins - 1), it is %d"
              .formatted(numMagnitudeBins - 1, magnitude));
    }
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    Image augmented = image;

    for (int i = 0; i < numOps; i++) {
      AugmentOp op = AugmentSpace.drawOp(random);
      augmented =
          AugmentSpace.RAND_AUGMENT.apply(op, augmented, magnitude, numMagnitudeBins, warp, random);
    }

    return augmented;
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(warp.fill()::checkChannels);
    return input;
  }

  @Override
  public String toString() {
    return "RandAugment(num_ops=%d, magnitude=%d, num_magnitude_bins=%d, interpolation=%s, fill=%s)"
        .formatted(numOps, magnitude, numMagnitudeBins, warp.interpolation(), warp.fill());
  }
}
