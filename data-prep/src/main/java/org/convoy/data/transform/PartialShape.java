package org.convoy.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import org.convoy.data.ImageShape;

/**
 * What is known about the shape of images before any was read.
 *
 * @param height rows, if all images have as many
 * @param width pixels in a row, if all images have as many
 * @param channels values of a pixel, if all images have as many
 */
public record PartialShape(OptionalInt height, OptionalInt width, OptionalInt channels) {
  public PartialShape {
    requireNonNull(height, "height is null");
    requireNonNull(width, "width is null");
    requireNonNull(channels, "channels is null");
  }

  /** Images of any shape. */
  public static PartialShape unknown() {
    return new PartialShape(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /** Images of this shape only. */
  public static PartialShape of(ImageShape shape) {
    return new PartialShape(
        OptionalInt.of(shape.height()),
        OptionalInt.of(shape.width()),
        OptionalInt.of(shape.channels()));
  }

  /** These channels, at this size. */
  public PartialShape withSize(int newHeight, int newWidth) {
    return new PartialShape(OptionalInt.of(newHeight), OptionalInt.of(newWidth), channels);
  }

  /** These channels, at any size. */
  public PartialShape withUnknownSize() {
    return new PartialShape(OptionalInt.empty(), OptionalInt.empty(), channels);
  }

  /** This size, with this many channels. */
  public PartialShape withChannels(int newChannels) {
    return new PartialShape(height, width, OptionalInt.of(newChannels));
  }

  /** Whether both height and width are known. */
  public boolean hasSize() {
    return height.isPresent() && width.isPresent();
  }

  /** The shape, if all of it is known. */
  public Optional<ImageShape> complete() {
    return hasSize() && channels.isPresent()
        ? Optional.of(new ImageShape(height.getAsInt(), width.getAsInt(), channels.getAsInt()))
        : Optional.empty();
  }
}
