package org.convoy.data.transform.color;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convoy.data.Image;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;

/**
 * torchvision's {@code ColorJitter}: the adjustments, each by a factor drawn uniformly, in random
 * order.
 *
 * @param brightness factors of at least 0, or null to leave it as it is
 * @param contrast factors of at least 0, or null
 * @param saturation factors of at least 0, or null
 * @param hue shifts within -0.5…0.5, or null
 */
public record ColorJitter(Range brightness, Range contrast, Range saturation, Range hue)
    implements ImageTransform {
  private static final List<BiFunction<Image, Double, Image>> ADJUSTMENTS =
      List.of(Enhancement::brightness, Enhancement::contrast, Enhancement::saturation, Hue::adjust);

  public ColorJitter {
    checkNotNegative("brightness", brightness);
    checkNotNegative("contrast", contrast);
    checkNotNegative("saturation", saturation);
    checkHue(hue);
  }

  private static void checkNotNegative(String argument, Range factors) {
    if (factors != null && factors.low() < 0) {
      throw new IllegalArgumentException(
          "%s must not be negative, it is %s".formatted(argument, factors));
    }
  }

  private static void checkHue(Range hue) {
    if (hue != null && (hue.low() < -0.5 || hue.high() > 0.5)) {
      throw new IllegalArgumentException(
          "hue must be from 0 to 0.5, or a range within -0.5 and 0.5, it is " + hue);
    }
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    int[] order = permutation(ADJUSTMENTS.size(), random);
    List<Optional<Double>> factors =
        ranges().stream().map(range -> range.map(present -> present.draw(random))).toList();
    Image adjusted = image;

    for (int index : order) {
      if (factors.get(index).isPresent()) {
        adjusted = ADJUSTMENTS.get(index).apply(adjusted, factors.get(index).get());
      }
    }

    return adjusted;
  }

  private static int[] permutation(int size, RandomSource random) {
    int[] permutation = new int[size];

    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      permutation[i] = permutation[other];
      permutation[other] = i;
    }

    return permutation;
  }

  private List<Optional<Range>> ranges() {
    return Stream.of(brightness, contrast, saturation, hue).map(Optional::ofNullable).toList();
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(ColorMode::checkChannels);
    return input;
  }

  @Override
  public String toString() {
    List<String> names = List.of("brightness", "contrast", "saturation", "hue");
    List<Optional<Range>> ranges = ranges();

    return names.stream()
        .map(name -> name + "=" + text(ranges.get(names.indexOf(name))))
        .collect(Collectors.joining(", ", "ColorJitter(", ")"));
  }

  private static String text(Optional<Range> range) {
    return range.map(Range::toString).orElse("None");
  }
}
