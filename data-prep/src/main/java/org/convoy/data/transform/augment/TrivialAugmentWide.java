package org.convoy.data.transform.augment;

import static java.util.Objects.requireNonNull;

import org.convoy.data.Image;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.geometry.Warp;

/**
 * torchvision's {@code TrivialAugmentWide}: one operation of one strength, both drawn uniformly
 * (Müller, Hutter: TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation, 2021).
 *
 * @param numMagnitudeBins at least 2
 * @param warp interpolation and fill of the operations that move pixels
 */
public record TrivialAugmentWide(int numMagnitudeBins, Warp warp) implements ImageTransform {
  public TrivialAugmentWide {
    requireNonNull(warp, "warp is null");
    AugmentSpace.checkBins(numMagnitudeBins);
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    AugmentOp op = AugmentSpace.drawOp(random);
    int bin = random.nextInt(numMagnitudeBins);
    return AugmentSpace.TRIVIAL_AUGMENT_WIDE.apply(op, image, bin, numMagnitudeBins, warp, random);
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(warp.fill()::checkChannels);
    return input;
  }

  @Override
  public String toString() {
    return "TrivialAugmentWide(num_magnitude_bins=%d, interpolation=%s, fill=%s)"
        .formatted(numMagnitudeBins, warp.interpolation(), warp.fill());
  }
}
