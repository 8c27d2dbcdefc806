package org.convoy.data.transform.catalog;

import static org.convoy.data.transform.geometry.Interpolation.BILINEAR;
import static org.convoy.data.transform.geometry.Interpolation.NEAREST;

import java.util.List;
import org.convoy.data.transform.Range;
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
          "numOps", ArgumentTypes.WHOLE_NUMBER, 2, "Operations applied one after the other.");

  private static final Argument<Integer> MAGNITUDE =
      Argument.of(
          "magnitude",
          ArgumentTypes.WHOLE_NUMBER,
          9,
          "Their strength, from 0 to numMagnitudeBins - 1.");

  private static final Argument<Integer> NUM_MAGNITUDE_BINS =
      Argument.of(
          "numMagnitudeBins", ArgumentTypes.WHOLE_NUMBER, 31, "Number of strengths, at least 2.");

  private static final Argument<Interpolation> INTERPOLATION =
      Argument.of(
          "interpolation",
          ArgumentTypes.choice(List.of(NEAREST, BILINEAR)),
          "nearest",
          "How levels between pixels are found.");

  private static final Argument<Fill> FILL =
      Argument.of("fill", ArgumentTypes.FILL, 0, "Level of pixels from outside the image.");

  private static final Argument<Double> P =
      Argument.of("p", ArgumentTypes.NUMBER, 0.5, "Probability, from 0 to 1.");

  private static final Argument<Range> SCALE =
      Argument.of(
          "scale",
          ArgumentTypes.RANGE,
          List.of(0.02, 0.33),
          "Area of the rectangle, as a share of the image's.");

  private static final Argument<Range> RATIO =
      Argument.of(
          "ratio",
          ArgumentTypes.RANGE,
          List.of(0.3, 3.3),
          "Height of the rectangle divided by its width.");

  private static final Argument<ErasingValue> VALUE =
      Argument.of(
          "value",
          number().or(numbers()).or(noise()),
          0,
          "What is written, after normalization; \"random\" is normal noise.");

  private AugmentEntries() {}

  private static ArgumentType<ErasingValue> number() {
    return ArgumentTypes.NUMBER.map(number -> new ErasingValue.Constant(List.of(number)));
  }

  private static ArgumentType<ErasingValue> numbers() {
    return ArgumentTypes.list(ArgumentTypes.NUMBER, "a list of one for each channel", 1, 3)
        .map(ErasingValue.Constant::new);
  }

  private static ArgumentType<ErasingValue> noise() {
    return ArgumentTypes.literal("random").map(text -> new ErasingValue.Noise());
  }

  static List<CatalogEntry> all() {
    return List.of(
        new CatalogEntry(
            "randAugment",
            "Applies random operations of one strength.",
            List.of(NUM_OPS, MAGNITUDE, NUM_MAGNITUDE_BINS, INTERPOLATION, FILL),
            arguments ->
                new RandAugment(
                    arguments.get(NUM_OPS),
                    arguments.get(MAGNITUDE),
                    arguments.get(NUM_MAGNITUDE_BINS),
                    warp(arguments))),
        new CatalogEntry(
            "trivialAugmentWide",
            "Applies one random operation of random strength.",
            List.of(NUM_MAGNITUDE_BINS, INTERPOLATION, FILL),
            arguments ->
                new TrivialAugmentWide(arguments.get(NUM_MAGNITUDE_BINS), warp(arguments))),
        new CatalogEntry(
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
