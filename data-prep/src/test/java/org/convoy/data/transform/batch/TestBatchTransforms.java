package org.convoy.data.transform.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.ImageBatch;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.junit.jupiter.api.Test;

class TestBatchTransforms {
  private static final ImageShape SHAPE = new ImageShape(6, 8, 2);

  /** Three images, whose values are 1, 2 and 4, of classes 0, 1 and 2. */
  private static ImageBatch batch() {
    float[] images = new float[3 * SHAPE.elements()];

    for (int i = 0; i < images.length; i++) {
      images[i] = 1 << (i / SHAPE.elements());
    }

    return new ImageBatch(
        3, SHAPE, 3, Pixels.direct(images), Pixels.direct(1, 0, 0, 0, 1, 0, 0, 0, 1));
  }

  @Test
  void mixupMixesWithTheOneBefore() {
    ImageBatch batch = batch();
    float share = (float) shareOf(RandomSource.of(1));

    Mixup.of(0.4).apply(batch, RandomSource.of(1));

    float rest = 1 - share;
    assertThat(Pixels.contents(batch.targets()))
        .containsExactly(share, 0, rest, rest, share, 0, 0, rest, share);
    float[] images = Pixels.contents(batch.images());
    assertThat(images[0]).isEqualTo(share + 4 * rest);
    assertThat(images[SHAPE.elements()]).isEqualTo(2 * share + rest);
    assertThat(images[3 * SHAPE.elements() - 1]).isEqualTo(4 * share + 2 * rest);
  }

  private static double shareOf(RandomSource random) {
    random.bernoulli(1);
    return random.beta(0.4, 0.4);
  }

  @Test
  void cutMixReplacesARectangle() {
    for (int key = 0; key < 200; key++) {
      ImageBatch batch = batch();
      CutMix.of(1).apply(batch, RandomSource.of(key));
      checkRectangle(Pixels.contents(batch.images()), Pixels.contents(batch.targets()));
    }
  }

  private static void checkRectangle(float[] images, float[] targets) {
    int replaced = 0;

    for (int i = 0; i < SHAPE.elements(); i++) {
      boolean same = images[i] == 1;
      assertThat(images[i]).isIn(1f, 4f);
      assertThat(images[SHAPE.elements() + i]).isEqualTo(same ? 2 : 1);
      assertThat(images[2 * SHAPE.elements() + i]).isEqualTo(same ? 4 : 2);
      assertThat(same).isEqualTo(images[i % (SHAPE.elements() / 2)] == 1);
      replaced += same ? 0 : 1;
    }

    float share = 1 - replaced / (float) SHAPE.elements();
    assertThat(targets[0]).isCloseTo(share, within(1e-6f));
    assertThat(targets[2]).isCloseTo(1 - share, within(1e-6f));
    assertThat(targets[3]).isCloseTo(1 - share, within(1e-6f));
  }

  @Test
  void cutMixReplacesAsMuchAsTorchvision() {
    double share = 0;

    for (int key = 0; key < 20_000; key++) {
      ImageBatch batch =
          new ImageBatch(
              2,
              new ImageShape(20, 30, 1),
              2,
              Pixels.direct(new float[1200]),
              Pixels.direct(1, 0, 0, 1));
      CutMix.of(1).apply(batch, RandomSource.of(key));
      share += batch.targets().get(1) / 20_000;
    }

    // The mean of 200,000 draws of torchvision's reference code for images of this shape.
    assertThat(share).isCloseTo(0.2913, within(0.005));
  }

  @Test
  void happenWithTheirProbability() {
    assertThat(changes(new Mixup(1, 0.25))).isCloseTo(500, within(80));
    assertThat(changes(new CutMix(1, 0))).isZero();
  }

  private static int changes(BatchTransform transform) {
    int changes = 0;

    for (int key = 0; key < 2000; key++) {
      ImageBatch batch = batch();
      transform.apply(batch, RandomSource.of(key));
      changes += batch.targets().get(0) == 1 ? 0 : 1;
    }

    return changes;
  }

  @Test
  void oneOfSeveralIsChosen() {
    RandomChoice choice = new RandomChoice(List.of(Mixup.of(1), CutMix.of(1)));
    int mixed = 0;

    for (int key = 0; key < 2000; key++) {
      ImageBatch batch = batch();
      choice.apply(batch, RandomSource.of(key));
      mixed += values(batch).stream().allMatch(TestBatchTransforms::whole) ? 0 : 1;
    }

    assertThat(mixed).isCloseTo(1000, within(100));
    assertThat(choice)
        .hasToString("RandomChoice[Mixup(alpha=1.0, p=1.0), CutMix(alpha=1.0, p=1.0)]");
  }

  @Test
  void choicesAreAsProbableAsTheirWeightsSay() {
    List<Integer> drawn = new ArrayList<>();
    RandomChoice choice =
        new RandomChoice(
            List.of(
                (batch, random) -> drawn.add(0),
                (batch, random) -> drawn.add(1),
                (batch, random) -> drawn.add(2)),
            List.of(1.0, 3.0, 0.0));

    for (int key = 0; key < 2000; key++) {
      choice.apply(batch(), RandomSource.of(key));
    }

    assertThat(Collections.frequency(drawn, 0)).isCloseTo(500, within(80));
    assertThat(Collections.frequency(drawn, 1)).isCloseTo(1500, within(80));
    assertThat(drawn).hasSize(2000).doesNotContain(2);
  }

  private static Set<Float> values(ImageBatch batch) {
    Set<Float> values = new HashSet<>();

    for (float value : Pixels.contents(batch.images())) {
      values.add(value);
    }

    return values;
  }

  private static boolean whole(float value) {
    return value == 1 || value == 2 || value == 4;
  }

  @Test
  void refuseWrongArguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mixup.of(0))
        .withMessage("alpha must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutMix(1, -1))
        .withMessage("p must be from 0 to 1, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomChoice(List.of()))
        .withMessage("RandomChoice needs at least one transform");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ImageBatch(2, SHAPE, 3, Pixels.direct(new float[96]), Pixels.direct(1)))
        .withMessage("images needs room for 192 values, it has 96");
  }
}
