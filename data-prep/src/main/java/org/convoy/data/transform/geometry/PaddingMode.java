package org.convoy.data.transform.geometry;

import java.util.Locale;

/** What the pixels around an image are, by the names of torchvision's {@code padding_mode}. */
public enum PaddingMode {
  /** One colour. */
  CONSTANT {
    @Override
    int source(int index, int size) {
      return index < 0 || index >= size ? PixelMap.FILL : index;
    }
  },

  /** The pixel at the edge, again and again. */
  EDGE {
    @Override
    int source(int index, int size) {
      return Math.max(0, Math.min(size - 1, index));
    }
  },

  /** A mirror image that does not repeat the pixel at the edge: {@code 3 2 [1 2 3 4] 3 2}. */
  REFLECT {
    @Override
    int source(int index, int size) {
      int folded = Math.floorMod(index, Math.max(1, 2 * size - 2));
      return folded < size ? folded : 2 * size - 2 - folded;
    }
  },

  /** A mirror image that repeats the pixel at the edge: {@code 2 1 [1 2 3 4] 4 3}. */
  SYMMETRIC {
    @Override
    int source(int index, int size) {
      int folded = Math.floorMod(index, 2 * size);
      return folded < size ? folded : 2 * size - 1 - folded;
    }
  };

  /**
   * Where the pixel comes from that is to be seen at an index, which may lie outside 0…size-1:
   * another index within, or {@link PixelMap#FILL}.
   */
  abstract int source(int index, int size);

  /** The sources of a line of this size with so many pixels added, or removed if negative. */
  int[] sources(int size, int before, int after) {
    int first = Math.max(0, -before);
    int kept = size - first - Math.max(0, -after);
    int[] sources = new int[Math.max(0, size + before + after)];

    for (int i = 0; i < sources.length; i++) {
      int source = source(i - Math.max(0, before), kept);
      sources[i] = source == PixelMap.FILL ? source : source + first;
    }

    return sources;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
