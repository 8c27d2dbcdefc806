package org.convoy.data.transform.geometry;

import java.io.Serializable;
import java.util.List;

/**
 * The colour of pixels that come from outside an image.
 *
 * @param levels 0…255, one for all channels or one for each
 */
public record Fill(List<Integer> levels) implements Serializable {
  public static final Fill BLACK = new Fill(List.of(0));

  public Fill {
    levels = List.copyOf(levels);

    if (levels.isEmpty() || levels.stream().anyMatch(level -> level < 0 || level > 255)) {
      throw new IllegalArgumentException(
          "fill must be one level for all channels or one for each, from 0 to 255, it is "
              + levels);
    }
  }

  /**
   * Checks that there is a colour for images with this many channels.
   *
   * @throws IllegalArgumentException if there are levels for other channels
   */
  public void checkChannels(int channels) {
    if (levels.size() != 1 && levels.size() != channels) {
      throw new IllegalArgumentException(
          "fill has levels for %d channels, the image has channels: %d; give one level, or one for"
                  .formatted(levels.size(), channels)
              + " each channel");
    }
  }

  /** A row of pixels of this colour. */
  byte[] row(int width, int channels) {
    checkChannels(channels);
    byte[] row = new byte[width * channels];

    if (!equals(BLACK)) {
      for (int i = 0; i < row.length; i++) {
        row[i] = levels.get(i % channels % levels.size()).byteValue();
      }
    }

    return row;
  }

  @Override
  public String toString() {
    return levels.size() == 1 ? levels.get(0).toString() : levels.toString();
  }
}
