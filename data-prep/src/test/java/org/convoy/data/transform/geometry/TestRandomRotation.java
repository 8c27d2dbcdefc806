package org.convoy.data.transform.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.convoy.data.Image;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.geometry.Rotation.Canvas;
import org.convoy.data.transform.geometry.Rotation.Point;
import org.junit.jupiter.api.Test;

class TestRandomRotation {
  private static final Warp NEAREST = new Warp(Interpolation.NEAREST, Fill.BLACK);

  @Test
  void drawsAnglesFromTheRange() {
    Image image = Pixels.noise(9, 9, 1, 1);
    RandomRotation rotation = new RandomRotation(new Range(-90, 90), Rotation.of(NEAREST));
    Set<Image> results = new HashSet<>();

    for (int sample = 0; sample < 100; sample++) {
      RandomSource random = RandomSource.of(1, 0, sample);
      double angle = random.copy().uniform(-90, 90);
      Image rotated = rotation.apply(image, random);
      assertThat(rotated).isEqualTo(Rotation.of(NEAREST).apply(image, angle));
      results.add(rotated);
    }

    assertThat(results).hasSizeGreaterThan(50);
  }

  @Test
  void turnsExactlyWhereItCan() {
    Image image = Pixels.gray(1, 3, 1, 2, 3);
    Rotation expanding = new Rotation(NEAREST, Canvas.EXPAND, null);

    assertThat(expanding.apply(image, 90)).isEqualTo(Pixels.gray(3, 1, 3, 2, 1));
    assertThat(expanding.apply(image, -90)).isEqualTo(Pixels.gray(3, 1, 1, 2, 3));
    assertThat(Rotation.of(NEAREST).apply(image, 180)).isEqualTo(Pixels.gray(1, 3, 3, 2, 1));
    assertThat(Rotation.of(NEAREST).apply(image, 360)).isSameAs(image);
  }

  @Test
  void doesNotKnowTheSizeOfExpandedImages() {
    PartialShape shape = PartialShape.unknown().withSize(3, 4).withChannels(1);
    Rotation expanding = new Rotation(NEAREST, Canvas.EXPAND, null);

    assertThat(new RandomRotation(new Range(0, 1), expanding).outputShape(shape).hasSize())
        .isFalse();
    assertThat(new RandomRotation(new Range(0, 1), Rotation.of(NEAREST)).outputShape(shape))
        .isEqualTo(shape);
  }

  @Test
  void printsLikeTorchvision() {
    assertThat(
            new RandomRotation(
                new Range(-15, 15), new Rotation(NEAREST, Canvas.EXPAND, new Point(1, 2))))
        .hasToString(
            "RandomRotation(degrees=(-15.0, 15.0), interpolation=nearest, expand=True,"
                + " center=(1.0, 2.0), fill=0)");
  }

  @Test
  void refusesOtherInterpolations() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Warp(Interpolation.BICUBIC, Fill.BLACK))
        .withMessage("interpolation must be nearest or bilinear here, it is bicubic");
  }
}
