package org.convoy.train;

import org.convoy.config.ConvoyConfig;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.prepare.MaxBad;
import org.convoy.state.BadImages;

/** How many images that cannot be decoded are borne. */
final class FewBadImages {
  private FewBadImages() {}

  /**
   * Makes sure that there are no more than {@code data.maxBad} allows.
   *
   * @param bad those of a part of the images at least, each counted once
   * @throws DataException when there are
   */
  static void require(ConvoyConfig config, BadImages bad, ImageDataset images) {
    MaxBad allowed = config.data().allowedBad();
    if (!allowed.allows(bad.count(), images.size())) {
      throw new DataException(
          images.location(),
          "at most %s of %,d images that cannot be decoded (data.maxBad)"
              .formatted(allowed, images.size()),
          bad.toString(),
          "Take them out of the data set, let convoy prepare sort them out, or raise data.maxBad.");
    }
  }
}
