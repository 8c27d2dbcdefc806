package org.convoy.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.batch.Mixup;
import org.convoy.nn.loss.Targets;
import org.junit.jupiter.api.Test;

class TestBatchMixing {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 1);
  private static final int[] LABELS = {0, 2, 1};

  @Test
  void leavesBatchesAloneWithoutTransforms() {
    FloatBuffer images = images();
    Targets targets = new BatchMixing(List.of(), SHAPE, 3).mix(images, LABELS, 1);

    assertThat(images).isEqualTo(images());
    assertThat(targets.examples()).isEqualTo(3);
  }

  @Test
  void mixesImagesAsTheirTargets() {
    FloatBuffer images = images();
    BatchMixing mixing = new BatchMixing(List.of(Mixup.of(1)), SHAPE, 3);
    mixing.mix(images, LABELS, 1);

    // Image i is 10 i and 10 i + 1: the share of the one before follows from either value.
    float own = (images.get(2) - 0) / 10;
    assertThat(own).isStrictlyBetween(0f, 1f);
    assertThat(images.get(3)).isCloseTo(images.get(2) + 1, within(1e-5f));
    assertThat(images.get(0)).isCloseTo((1 - own) * 20, within(1e-5f));
  }

  @Test
  void drawsBySeedAlone() {
    BatchMixing mixing = new BatchMixing(List.of(Mixup.of(0.4)), SHAPE, 3);
    FloatBuffer first = images();
    FloatBuffer again = images();
    FloatBuffer other = images();
    mixing.mix(first, LABELS, 7);
    mixing.mix(again, LABELS, 7);
    mixing.mix(other, LABELS, 8);

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  private static FloatBuffer images() {
    return FloatBuffer.wrap(new float[] {0, 1, 10, 11, 20, 21});
  }
}
