package org.convoy.data.prepare;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.convoy.data.ImageShape;

/**
 * How large images are, in pixels.
 *
 * @param minHeight of all images; 0 if there are none, as the three after it
 * @param maxHeight of all images
 * @param minWidth of all images
 * @param maxWidth of all images
 * @param shorterSide number of images by their shorter side: key 32 counts those of 32…63, and so
 *     for every power of two
 */
public record SizeHistogram(
    int minHeight,
    int maxHeight,
    int minWidth,
    int maxWidth,
    SortedMap<Integer, Long> shorterSide) {
  static final SizeHistogram EMPTY = new SizeHistogram(0, 0, 0, 0, new TreeMap<>());

  public SizeHistogram {
    shorterSide = Collections.unmodifiableSortedMap(new TreeMap<>(shorterSide));
  }

  static SizeHistogram of(ImageShape image) {
    int shorter = Math.min(image.height(), image.width());
    SortedMap<Integer, Long> counts = new TreeMap<>();
    counts.put(Integer.highestOneBit(shorter), 1L);
    return new SizeHistogram(image.height(), image.height(), image.width(), image.width(), counts);
  }

  SizeHistogram plus(SizeHistogram other) {
    if (shorterSide.isEmpty() || other.shorterSide.isEmpty()) {
      return shorterSide.isEmpty() ? other : this;
    }

    SortedMap<Integer, Long> counts = new TreeMap<>(shorterSide);
    other.shorterSide.forEach((side, count) -> counts.merge(side, count, Long::sum));
    return new SizeHistogram(
        Math.min(minHeight, other.minHeight),
        Math.max(maxHeight, other.maxHeight),
        Math.min(minWidth, other.minWidth),
        Math.max(maxWidth, other.maxWidth),
        counts);
  }
}
