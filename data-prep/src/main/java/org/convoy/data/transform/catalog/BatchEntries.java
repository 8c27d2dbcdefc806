package org.convoy.data.transform.catalog;

import static org.convoy.common.argument.ArgumentTypes.list;
import static org.convoy.common.argument.ArgumentTypes.number;

import java.util.ArrayList;
import java.util.List;
import org.convoy.common.argument.Argument;
import org.convoy.common.argument.Bounds;
import org.convoy.common.argument.Catalog;
import org.convoy.common.argument.Catalog.Entry;
import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.batch.CutMix;
import org.convoy.data.transform.batch.Mixup;
import org.convoy.data.transform.batch.RandomChoice;

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

  private static final Catalog<BatchTransform> MIXING =
      new Catalog<>(
          "transform of batches",
          List.of(
              new Entry<>(
                  "mixup",
                  "Makes every image and its target a weighted mean with the one before it.",
                  List.of(ALPHA, P),
                  arguments -> new Mixup(arguments.get(ALPHA), arguments.get(P))),
              new Entry<>(
                  "cutMix",
                  "Replaces a rectangle of every image by that of the one before it, and a share of"
                      + " its target.",
                  List.of(ALPHA, P),
                  arguments -> new CutMix(arguments.get(ALPHA), arguments.get(P)))));

  private static final Argument<List<BatchTransform>> TRANSFORMS =
      Argument.required(
          "transforms", list(MIXING.type()), "Those that are drawn from, such as [mixup, cutMix].");

  private static final Argument<List<Double>> WEIGHTS =
      Argument.optional(
          "p", list(TransformTypes.NOT_NEGATIVE), "all alike", "How probable each is.");

  private BatchEntries() {}

  static List<Entry<Transform>> all() {
    List<Entry<Transform>> all = new ArrayList<>();
    MIXING
        .entries()
        .forEach(
            one ->
                all.add(
                    new Entry<>(one.name(), one.description(), one.arguments(), one.factory())));
    all.add(
        new Entry<>(
            "randomChoice",
            "One of several transforms of batches, drawn for each batch.",
            List.of(TRANSFORMS, WEIGHTS),
            arguments ->
                new RandomChoice(
                    arguments.get(TRANSFORMS), arguments.find(WEIGHTS).orElse(List.of()))));
    return all;
  }
}
