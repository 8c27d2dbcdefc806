package org.convoy.data.transform.catalog;

import static org.convoy.common.argument.ArgumentTypes.number;

import java.util.List;
import org.convoy.common.argument.Argument;
import org.convoy.common.argument.Bounds;
import org.convoy.common.argument.Catalog.Entry;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.batch.CutMix;
import org.convoy.data.transform.batch.Mixup;

/** Transforms that mix the images of a batch. */
final class BatchEntries {
  private static final Argument<Double> ALPHA =
      Argument.of(
          "alpha",
          number(Bounds.POSITIVE),
          1.0,
          "The share of each image is drawn from Beta(alpha, alpha), for a whole batch.");

  private static final Argument<Double> P =
      Argument.of("p", TransformTypes.PROBABILITY, 1.0, "Probability that a batch is mixed.");

  private BatchEntries() {}

  static List<Entry<Transform>> all() {
    return List.of(
        new Entry<>(
            "mixup",
            "Makes every image and its target a weighted mean with the one before it.",
            List.of(ALPHA, P),
            arguments -> new Mixup(arguments.get(ALPHA), arguments.get(P))),
        new Entry<>(
            "cutMix",
            "Replaces a rectangle of every image by that of the one before it, and a share of its"
                + " target.",
            List.of(ALPHA, P),
            arguments -> new CutMix(arguments.get(ALPHA), arguments.get(P))));
  }
}
