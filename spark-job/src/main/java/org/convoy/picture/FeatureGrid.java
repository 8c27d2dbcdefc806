package org.convoy.picture;

import java.util.Arrays;
import java.util.List;
import org.convoy.data.Image;

/**
 * Feature maps side by side in one picture, about square, in the order of the channels, row by row.
 * Each map is gray, from black at its own smallest value to white at its own largest, enlarged by
 * nearest neighbour; the gaps are blue.
 */
public final class FeatureGrid {
  private static final int SIDE = 1024;
  private static final int GAP = 2;
  private static final int[] GAP_COLOR = {40, 90, 160};
  private static final int CHANNELS = 3;

  private final List<FeatureMap> maps;
  private final int columns;
  private final int rows;
  private final int scale;

  private FeatureGrid(List<FeatureMap> maps) {
    this.maps = maps.stream().map(FeatureMap::normalized).toList();
    columns = (int) Math.ceil(Math.sqrt(maps.size()));
    rows = (maps.size() + columns - 1) / columns;
    int longer = Math.max(columns * maps.get(0).width(), rows * maps.get(0).height());
    scale = Math.max(1, SIDE / longer);
  }

  /**
   * Draws maps of one size, of which there is at least one, about 1024 pixels wide or, where they
   * are larger than that, pixel by pixel.
   */
  public static Image of(List<FeatureMap> maps) {
    return new FeatureGrid(maps).draw();
  }

  private Image draw() {
    int tileHeight = maps.get(0).height() * scale;
    int tileWidth = maps.get(0).width() * scale;
    int height = rows * (tileHeight + GAP) - GAP;
    int width = columns * (tileWidth + GAP) - GAP;
    byte[] pixels = new byte[height * width * CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) GAP_COLOR[i % CHANNELS];
    }

    for (int i = 0; i < maps.size(); i++) {
      int top = i / columns * (tileHeight + GAP);
      int left = i % columns * (tileWidth + GAP);
      draw(maps.get(i), pixels, (top * width + left) * CHANNELS, width * CHANNELS);
    }

    return new Image(height, width, CHANNELS, pixels);
  }

  private void draw(FeatureMap map, byte[] pixels, int start, int rowBytes) {
    for (int row = 0; row < map.height() * scale; row++) {
      for (int column = 0; column < map.width() * scale; column++) {
        byte level = (byte) Math.round(255 * map.at(row / scale, column / scale));
        int pixel = start + row * rowBytes + column * CHANNELS;
        Arrays.fill(pixels, pixel, pixel + CHANNELS, level);
      }
    }
  }
}
