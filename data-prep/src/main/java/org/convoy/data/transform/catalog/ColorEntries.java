package org.convoy.data.transform.catalog;

import java.util.List;
import java.util.Optional;
import org.convoy.common.argument.Argument;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.Catalog.Entry;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.color.ColorJitter;
import org.convoy.data.transform.color.Grayscale;
import org.convoy.data.transform.color.RandomGrayscale;

/** Transforms that change levels. */
final class ColorEntries {
  /** A number of 0 leaves the image as it is. */
  private static final ArgumentType<Optional<Range>> FACTOR =
      jitter("a number v, at least 0, for [max(0, 1 - v), 1 + v]", 1, 0);

  private static final ArgumentType<Optional<Range>> SHIFT =
      jitter("a number v from 0 to 0.5, for [-v, v]", 0, -Double.MAX_VALUE);

  private static final Argument<Optional<Range>> BRIGHTNESS =
      Argument.of(
          "brightness", FACTOR, 0, "Factor between black (0) and the image (1), or beyond.");

  private static final Argument<Optional<Range>> CONTRAST =
      Argument.of(
          "contrast", FACTOR, 0, "Factor between its mean gray (0) and the image (1), or beyond.");

  private static final Argument<Optional<Range>> SATURATION =
      Argument.of("saturation", FACTOR, 0, "Factor between gray (0) and the image (1), or beyond.");

  private static final Argument<Optional<Range>> HUE =
      Argument.of("hue", SHIFT, 0, "Share of the colour circle, within -0.5 and 0.5.");

  private static final Argument<Integer> NUM_OUTPUT_CHANNELS =
      Argument.of("numOutputChannels", TransformTypes.INTEGER, 1, "1, or 3 equal ones.");

  private static final Argument<Double> GRAYSCALE_P =
      Argument.of("p", TransformTypes.PROBABILITY, 0.1, "Probability.");

  private ColorEntries() {}

  private static ArgumentType<Optional<Range>> jitter(String allowed, double middle, double least) {
    ArgumentType<Optional<Range>> around =
        ArgumentType.of(
                allowed, value -> TransformTypes.NOT_NEGATIVE.reader().read(value, none -> {}))
            .map(
                width ->
                    width == 0
                        ? Optional.empty()
                        : Optional.of(new Range(Math.max(least, middle - width), middle + width)));
    return around.or(TransformTypes.RANGE.map(Optional::of));
  }

  static List<Entry<Transform>> all() {
    return List.of(
        new Entry<>(
            "colorJitter",
            "Changes brightness, contrast, saturation and hue by random factors, in random order.",
            List.of(BRIGHTNESS, CONTRAST, SATURATION, HUE),
            arguments ->
                new ColorJitter(
                    arguments.get(BRIGHTNESS).orElse(null),
                    arguments.get(CONTRAST).orElse(null),
                    arguments.get(SATURATION).orElse(null),
                    arguments.get(HUE).orElse(null))),
        new Entry<>(
            "grayscale",
            "Turns colours into gray.",
            List.of(NUM_OUTPUT_CHANNELS),
            arguments -> new Grayscale(arguments.get(NUM_OUTPUT_CHANNELS))),
        new Entry<>(
            "randomGrayscale",
            "Sometimes turns colours into gray, in as many equal channels.",
            List.of(GRAYSCALE_P),
            arguments -> new RandomGrayscale(arguments.get(GRAYSCALE_P))));
  }
}
