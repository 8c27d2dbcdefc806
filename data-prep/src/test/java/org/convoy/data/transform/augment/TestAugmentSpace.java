package org.convoy.data.transform.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.Interpolation;
import org.convoy.data.transform.geometry.Warp;
import org.junit.jupiter.api.Test;

class TestAugmentSpace {
  private static final int BINS = 31;
  private static final Warp WARP = new Warp(Interpolation.NEAREST, new Fill(List.of(9)));
  private static final Image IMAGE = Pixels.noise(32, 48, 3, 1);

  @Test
  void magnitudesAreTorchvisions() throws IOException {
    JsonNode table = magnitudes();

    for (AugmentSpace space : AugmentSpace.values()) {
      for (AugmentOp op : AugmentOp.values()) {
        checkMagnitudes(space, op, table.get(space.name()).path(torchvisionName(op)));
      }
    }
  }

  private static JsonNode magnitudes() throws IOException {
    try (InputStream input =
        TestAugmentSpace.class.getResourceAsStream("/augment/magnitudes.json")) {
      return new ObjectMapper().readTree(input);
    }
  }

  private static String torchvisionName(AugmentOp op) {
    StringBuilder name = new StringBuilder();

    for (String word : op.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }

    return name.toString();
  }

  private static void checkMagnitudes(AugmentSpace space, AugmentOp op, JsonNode expected) {
    for (int bin = 0; bin < BINS; bin++) {
      double magnitude = space.magnitude(op, IMAGE, bin, BINS);
      assertThat(magnitude)
          .as("%s %s %d", space, op, bin)
          .isCloseTo(expected.path(bin).asDouble(), within(2e-7 * Math.max(1, magnitude)));
    }
  }

  @Test
  void operationsAreEquallyLikely() {
    Map<AugmentOp, Integer> counts = new EnumMap<>(AugmentOp.class);

    for (int sample = 0; sample < 14_000; sample++) {
      counts.merge(AugmentSpace.drawOp(RandomSource.of(1, 0, sample)), 1, Integer::sum);
    }

    assertThat(counts).hasSize(14);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isCloseTo(1000, within(130)));
  }

  @Test
  void signsAreEquallyLikely() {
    Image brighter = AugmentOp.BRIGHTNESS.apply(IMAGE, 0.9f, WARP);
    Image darker = AugmentOp.BRIGHTNESS.apply(IMAGE, -0.9f, WARP);
    int brightened = 0;

    for (int sample = 0; sample < 2000; sample++) {
      Image result =
          AugmentSpace.RAND_AUGMENT.apply(
              AugmentOp.BRIGHTNESS, IMAGE, BINS - 1, BINS, WARP, RandomSource.of(2, 0, sample));
      assertThat(result).isIn(brighter, darker);
      brightened += result.equals(brighter) ? 1 : 0;
    }

    assertThat(brightened).isCloseTo(1000, within(120));
  }

  @Test
  void randAugmentAppliesItsOperationsInSequence() {
    RandomSource random = RandomSource.of(3);
    RandomSource same = random.copy();
    RandAugment one = new RandAugment(1, 9, BINS, WARP);

    assertThat(new RandAugment(2, 9, BINS, WARP).apply(IMAGE, random))
        .isEqualTo(one.apply(one.apply(IMAGE, same), same));
    assertThat(new RandAugment(0, 9, BINS, WARP).apply(IMAGE, random)).isSameAs(IMAGE);
  }

  @Test
  void trivialAugmentDrawsTheStrength() {
    TrivialAugmentWide augment = new TrivialAugmentWide(BINS, WARP);
    long results =
        IntStream.range(0, 3000)
            .mapToObj(sample -> augment.apply(IMAGE, RandomSource.of(4, 0, sample)))
            .distinct()
            .count();

    // 9 signed operations of 31 strengths and 2 signs (many translations and strength 0 coincide),
    // 7 of posterize, 31 of solarize, 3 without strength.
    assertThat(results).isBetween(450L, 600L);
  }

  @Test
  void refuseWrongArguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandAugment(2, 31, 31, WARP))
        .withMessage("magnitude must be from 0 to 30 (numMagnitudeBins - 1), it is 31");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandAugment(-1, 9, 31, WARP))
        .withMessage("numOps must be at least 0, got -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrivialAugmentWide(1, WARP))
        .withMessage("numMagnitudeBins must be at least 2, got 1");
  }

  @Test
  void printLikeTorchvision() {
    assertThat(new RandAugment(2, 9, 31, WARP))
        .hasToString(
            "RandAugment(num_ops=2, magnitude=9, num_magnitude_bins=31, interpolation=nearest,"
                + " fill=9)");
    assertThat(new TrivialAugmentWide(31, WARP))
        .hasToString("TrivialAugmentWide(num_magnitude_bins=31, interpolation=nearest, fill=9)");
  }
}
