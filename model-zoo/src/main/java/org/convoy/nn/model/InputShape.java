package org.convoy.nn.model;

import java.io.Serializable;
import java.util.List;

/**
 * The shape of one image, in PyTorch's order. A size that is not positive is an
 * IllegalArgumentException.
 */
public record InputShape(int channels, int height, int width) implements Serializable {
  public InputShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "An input shape has positive sizes, got [%d, %d, %d]".formatted(channels, height, width));
    }
  }

  /** [channels, height, width]. */
  public List<Integer> sizes() {
    return List.of(channels, height, width);
  }
}
