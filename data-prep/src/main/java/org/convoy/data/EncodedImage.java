package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * An image file's content, not decoded yet and perhaps not decodable.
 *
 * <p>The array is not copied; neither the giver nor the taker may write to it afterwards.
 *
 * @param name the file's path within its data set, for messages
 * @param content the bytes of the file
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
public record EncodedImage(String name, byte[] content) implements StoredImage {
  public EncodedImage {
    requireNonNull(name, "name is null");
    requireNonNull(content, "content is null");
  }

  @Override
  public int bytes() {
    return content.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedImage image
        && name.equals(image.name)
        && Arrays.equals(content, image.content);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "EncodedImage(%s, %d bytes)".formatted(name, content.length);
  }
}
