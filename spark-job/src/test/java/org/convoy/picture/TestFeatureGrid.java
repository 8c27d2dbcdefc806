package org.convoy.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.data.Image;
import org.junit.jupiter.api.Test;

final class TestFeatureGrid {
  private static final int[] BLACK = {0, 0, 0};
  private static final int[] WHITE = {255, 255, 255};
  private static final int[] GAP = {40, 90, 160};

  /** Two columns and two rows of 2 x 1 pixels, each enlarged 256 times; the last place is empty. */
  @Test
  void laysMapsOutRowByRow() {
    FeatureMap downward = new FeatureMap(2, 1, new float[] {-1, -0.5f});
    FeatureMap upward = new FeatureMap(2, 1, new float[] {900, 100});
    FeatureMap constant = new FeatureMap(2, 1, new float[] {3, 3});

    Image grid = FeatureGrid.of(List.of(downward, upward, constant));

    assertThat(grid.shape()).hasToString("1026 x 514 x 3");
    assertThat(pixel(grid, 0, 0)).isEqualTo(BLACK);
    assertThat(pixel(grid, 255, 255)).isEqualTo(BLACK);
    assertThat(pixel(grid, 256, 0)).isEqualTo(WHITE);
    assertThat(pixel(grid, 0, 256)).isEqualTo(GAP);
    assertThat(pixel(grid, 0, 257)).isEqualTo(GAP);
    assertThat(pixel(grid, 0, 258)).isEqualTo(WHITE);
    assertThat(pixel(grid, 511, 513)).isEqualTo(BLACK);
    assertThat(pixel(grid, 512, 0)).isEqualTo(GAP);
    assertThat(pixel(grid, 1025, 255)).isEqualTo(BLACK);
    assertThat(pixel(grid, 1025, 513)).isEqualTo(GAP);
  }

  @Test
  void showsLargeMapsPixelByPixel() {
    FeatureMap large = new FeatureMap(700, 1100, new float[700 * 1100]);

    assertThat(FeatureGrid.of(List.of(large, large)).shape()).hasToString("700 x 2202 x 3");
  }

  @Test
  void graysAreProportionalToTheValues() {
    Image grid = FeatureGrid.of(List.of(new FeatureMap(1, 4, new float[] {-4, -3, -2, 1})));

    assertThat(grid.shape()).hasToString("256 x 1024 x 3");
    assertThat(pixel(grid, 0, 256)).containsExactly(51, 51, 51);
    assertThat(pixel(grid, 255, 767)).containsExactly(102, 102, 102);
    assertThat(pixel(grid, 255, 768)).isEqualTo(WHITE);
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
