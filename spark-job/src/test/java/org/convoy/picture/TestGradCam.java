package org.convoy.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convoy.data.Image;
import org.convoy.nn.hook.LayerTensor;
import org.junit.jupiter.api.Test;

final class TestGradCam {
  private static final List<Integer> SHAPE = List.of(1, 3, 2, 3);

  /** Numbers of PyTorch 1.13: relu((g.mean((2, 3), keepdim=True) * a).sum(1)). */
  @Test
  void weighsMapsByTheMeansOfTheirGradientsAsInPyTorch() {
    LayerTensor activation =
        new LayerTensor(
            SHAPE,
            new float[] {
              -0.076644294f, 0.35988152f, -0.514462f, -1.6516654f, 1.0460228f, 0.522187f, //
              -0.16680916f, 0.0530334f, 0.40460715f, 0.61129963f, 1.8692601f, -1.1952343f, //
              0.9979224f, 0.45918044f, 2.436397f, -0.14680818f, 0.485114f, 0.20523438f
            });
    LayerTensor gradient =
        new LayerTensor(
            SHAPE,
            new float[] {
              -0.3480893f, 0.34874636f, 0.6480207f, -2.3256073f, 1.2683468f, -0.24832709f, //
              0.6197021f, 1.9096979f, -1.5780637f, 0.5071301f, -0.8372729f, -0.529607f, //
              1.3544285f, 1.3777584f, 0.62384516f, 1.1436113f, -0.12143672f, 0.62639916f
            });

    FeatureMap map = GradCam.map(activation, gradient);

    assertThat(map.height()).isEqualTo(2);
    assertThat(map.width()).isEqualTo(3);
    assertThat(map.values())
        .containsExactly(
            new float[] {0.838213f, 0.344411f, 2.094703f, 0.067711f, 0.318643f, 0.095770f},
            within(1e-5f));
  }

  @Test
  void whatSpeaksAgainstTheClassIsZero() {
    LayerTensor activation = new LayerTensor(List.of(1, 1, 1, 2), new float[] {1, -1});
    LayerTensor gradient = new LayerTensor(List.of(1, 1, 1, 2), new float[] {-3, 1});

    FeatureMap map = GradCam.map(activation, gradient);

    assertThat(map.values()).containsExactly(0, 1);
    assertThat(map.isZero()).isFalse();
    assertThat(new FeatureMap(1, 2, new float[2]).isZero()).isTrue();
  }

  @Test
  void refusesLayersWithoutPixels() {
    LayerTensor features = new LayerTensor(List.of(1, 3), new float[3]);

    assertThatThrownBy(() -> GradCam.map(features, features))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Grad-CAM takes an activation and its gradient of one shape [1, channels, height,"
                + " width], got [1, 3] and [1, 3]");
  }

  /** Left and right end of the heat are the dark blue and dark red of the color map. */
  @Test
  void laysTheHeatOverTheEnlargedImage() {
    Image gray = new Image(1, 2, 1, new byte[] {0, (byte) 200});

    Image overlay = GradCam.overlay(gray, new FeatureMap(1, 2, new float[] {0, 5}));

    assertThat(overlay.shape()).hasToString("256 x 512 x 3");
    assertThat(pixel(overlay, 0, 0)).containsExactly(0, 0, 64);
    assertThat(pixel(overlay, 255, 511)).containsExactly(164, 100, 100);
    assertThat(pixel(overlay, 100, 255)[1]).isGreaterThan(120);
  }

  private static int[] pixel(Image image, int row, int column) {
    int[] values = new int[image.channels()];
    for (int channel = 0; channel < values.length; channel++) {
      int index = (row * image.width() + column) * values.length + channel;
      values[channel] = image.pixels()[index] & 0xff;
    }

    return values;
  }
}
