package org.convoy.data.transform.catalog;

import java.util.List;
import org.convoy.data.transform.batch.CutMix;
import org.convoy.data.transform.batch.Mixup;

/** Transforms that mix the images of a batch. */
final class BatchEntries {
  private static final Argument<Double> ALPHA =
      Argument.of(
          "alpha",
          ArgumentTypes.NUMBER,
          1.0,
          "The share of each image is drawn from Beta(alpha, alpha), for a whole batch.");

  private static final Argument<Double> P =
      Argument.of(
          "p", ArgumentTypes.NUMBER, 1.0, "Probability that a batch is mixed, from 0 to 1.");

  private BatchEntries() {}

  static List<CatalogEntry> all() {
    return List.of(
        new CatalogEntry(
            "mixup",
            "Makes every image and its target a weighted mean with the one before it.",
            List.of(ALPHA, P),
            arguments -> new Mixup(arguments.get(ALPHA), arguments.get(P))),
        new CatalogEntry(
            "cutMix",
            "Replaces a rectangle of every image by that of the one before it, and a share of its"
                + " target.",
            List.of(ALPHA, P),
            arguments -> new CutMix(arguments.get(ALPHA), arguments.get(P))));
  }
}
