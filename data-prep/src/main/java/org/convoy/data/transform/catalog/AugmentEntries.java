package org.convoy.data.transform.catalog;

import static org.convoy.common.argument.ArgumentTypes.NUMBER;
import static org.convoy.common.argument.ArgumentTypes.integer;
import static org.convoy.common.argument.ArgumentTypes.list;
import static org.convoy.common.argument.ArgumentTypes.oneOf;
import static org.convoy.data.transform.geometry.Interpolation.BILINEAR;
import static org.convoy.data.transform.geometry.Interpolation.NEAREST;

import java.util.List;
import java.util.Map;
import org.convoy.common.argument.Argument;
import org.convoy.common.argument.Arguments;
import org.convoy.common.argument.Bounds;
import org.convoy.common.argument.Catalog.Entry;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.augment.ErasingValue;
import org.convoy.data.transform.augment.RandAugment;
import org.convoy.data.transform.augment.RandomErasing;
import org.convoy.data.transform.augment.TrivialAugmentWide;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.Interpolation;
import org.convoy.data.transform.geometry.Warp;

/** Automatic augmentation, and erasing. */
final class AugmentEntries {
  private static final Argument<Integer> NUM_OPS =
      Argument.of(
          "numOps", integer(Bounds.atLeast(0)), 2, "Operations applied one after the other.");

  private static final Argument<Integer> MAGNITUDE =
      Argument.of(
          "magnitude",
          integer(Bounds.atLeast(0)),
          9,
          "Their strength, from 0 to numMagnitudeBins - 1.");

  private static final Argument<Integer> NUM_MAGNITUDE_BINS =
      Argument.of("numMagnitudeBins", integer(Bounds.atLeast(2)), 31, "Number of strengths.");

  private static final Argument<Interpolation> INTERPOLATION =
      Argument.of(
          "interpolation",
          oneOf(List.of(NEAREST, BILINEAR)),
          "nearest",
          "How levels between pixels are found.");

  private static final Argument<Fill> FILL =
      Argument.of("fill", TransformTypes.FILL, 0, "Level of pixels from outside the image.");

  private static final Argument<Double> P =
      Argument.of("p", TransformTypes.PROBABILITY, 0.5, "Probability.");

  private static final Argument<Range> SCALE =
      Argument.of(
          "scale",
          TransformTypes.RANGE,
          List.of(0.02, 0.33),
          "Area of the rectangle, as a share of the image's.");

  private static final Argument<Range> RATIO =
      Argument.of(
          "ratio",
          TransformTypes.RANGE,
          List.of(0.3, 3.3),
          "Height of the rectangle divided by its width.");

  private static final Argument<ErasingValue> VALUE =
      Argument.of(
          "value",
          NUMBER
              .<ErasingValue>map(number -> new ErasingValue.Constant(List.of(number)))
              .or(
                  list(NUMBER, "a list of one for each channel", 1, 3)
                      .map(ErasingValue.Constant::new))
              .or(oneOf(Map.of("random", new ErasingValue.Noise()))),
          0,
          "What is written, after normalization; random is normal noise.");

  private AugmentEntries() {}

  static List<Entry<Transform>> all() {
    return List.of(
        new Entry<>(
            "randAugment",
            "Applies random operations of one strength.",
            List.of(NUM_OPS, MAGNITUDE, NUM_MAGNITUDE_BINS, INTERPOLATION, FILL),
            arguments ->
                new RandAugment(
                    arguments.get(NUM_OPS),
                    arguments.get(MAGNITUDE),
                    arguments.get(NUM_MAGNITUDE_BINS),
                    warp(arguments))),
        new Entry<>(
            "trivialAugmentWide",
            "Applies one random operation of random strength.",
            List.of(NUM_MAGNITUDE_BINS, INTERPOLATION, FILL),
            arguments ->
                new TrivialAugmentWide(arguments.get(NUM_MAGNITUDE_BINS), warp(arguments))),
        new Entry<>(
            "randomErasing",
            "Overwrites a random rectangle of the normalized image.",
            List.of(P, SCALE, RATIO, VALUE),
            arguments ->
                new RandomErasing(
                    arguments.get(P),
                    arguments.get(SCALE),
                    arguments.get(RATIO),
                    arguments.get(VALUE))));
  }

  private static Warp warp(Arguments arguments) {
    return new Warp(arguments.get(INTERPOLATION), arguments.get(FILL));
  }
}
