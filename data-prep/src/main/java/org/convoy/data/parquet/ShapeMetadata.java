package org.convoy.data.parquet;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoy.data.DataException;
import org.convoy.data.ImageShape;

/** The key-value metadata by which a shard of decoded images says that all have one shape. */
final class ShapeMetadata {
  static final String KEY = "convoy.shape";

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9}) x (\\d{1,9}) x (\\d{1,9})");

  private ShapeMetadata() {}

  static Optional<ImageShape> read(String file, Map<String, String> metadata) {
    String text = metadata.get(KEY);

    if (text == null) {
      return Optional.empty();
    }

    Matcher matcher = SHAPE.matcher(text);

    try {
      if (matcher.matches()) {
        return Optional.of(
            new ImageShape(number(matcher, 1), number(matcher, 2), number(matcher, 3)));
      }
    } catch (IllegalArgumentException e) {
      throw wrong(file, text, e);
    }

    throw wrong(file, text, null);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static DataException wrong(String file, String text, Throwable cause) {
    return new DataException(
        file,
        "HEIGHT x WIDTH x CHANNELS in the metadata " + KEY,
        text,
        "The file is damaged: make it again.",
        cause);
  }
}
