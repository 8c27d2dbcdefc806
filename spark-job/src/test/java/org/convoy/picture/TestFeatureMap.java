package org.convoy.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convoy.nn.hook.LayerTensor;
import org.junit.jupiter.api.Test;

final class TestFeatureMap {
  private static final FeatureMap MAP =
      new FeatureMap(
          2, 3, new float[] {0.838213f, 0.344411f, 2.094703f, 0.067711f, 0.318643f, 0.095770f});

  @Test
  void takesTheChannelsOfAnImageApart() {
    LayerTensor tensor = new LayerTensor(List.of(1, 2, 1, 2), new float[] {1, 2, 3, 4});

    List<FeatureMap> maps = FeatureMap.of(tensor);

    assertThat(maps).extracting(FeatureMap::height, FeatureMap::width).hasSize(2);
    assertThat(maps.get(0).values()).containsExactly(1, 2);
    assertThat(maps.get(1).values()).containsExactly(3, 4);
  }

  @Test
  void laysFeaturesOutInASquare() {
    float[] features = {5, 4, 3, 9, 8};
    for (List<Integer> shape : List.of(List.of(1, 5), List.of(1, 5, 1, 1))) {
      List<FeatureMap> maps = FeatureMap.of(new LayerTensor(shape, features));

      assertThat(maps).hasSize(1);
      assertThat(maps.get(0).height()).isEqualTo(2);
      assertThat(maps.get(0).width()).isEqualTo(3);
      assertThat(maps.get(0).values()).containsExactly(5, 4, 3, 9, 8, 3);
    }
  }

  @Test
  void refusesBatches() {
    LayerTensor two = new LayerTensor(List.of(2, 2), new float[4]);

    assertThatThrownBy(() -> FeatureMap.of(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Maps are made of [1, channels, height, width] or [1, features], got [2, 2]");
  }

  @Test
  void refusesAnotherNumberOfValues() {
    assertThatThrownBy(() -> new FeatureMap(2, 3, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A map of 2 x 3 needs as many values, got 5");
  }

  @Test
  void normalizesFromItsSmallestToItsLargestValue() {
    assertThat(new FeatureMap(1, 3, new float[] {-2, 0, 2}).normalized().values())
        .containsExactly(0, 0.5f, 1);
    assertThat(new FeatureMap(1, 2, new float[] {7, 7}).normalized().values())
        .containsExactly(0, 0);
  }

  /** Numbers of PyTorch 1.13's interpolate(mode="bilinear", align_corners=False). */
  @Test
  void resizesAsPyTorchInterpolates() {
    assertThat(MAP.resized(4, 5).values())
        .containsExactly(
            new float[] {
              0.838213f, 0.640692f, 0.344411f, 1.394586f, 2.094703f, //
              0.645588f, 0.522540f, 0.337969f, 1.092170f, 1.594970f, //
              0.260336f, 0.286236f, 0.325085f, 0.487336f, 0.595503f, //
              0.067711f, 0.168084f, 0.318643f, 0.184919f, 0.095770f
            },
            within(1e-5f));
    assertThat(MAP.resized(3, 2).values())
        .containsExactly(
            new float[] {0.714763f, 1.657130f, 0.422603f, 0.904309f, 0.130444f, 0.151488f},
            within(1e-5f));
  }
}
