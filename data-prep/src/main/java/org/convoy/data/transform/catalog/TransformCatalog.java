package org.convoy.data.transform.catalog;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convoy.common.argument.Catalog;
import org.convoy.data.transform.Transform;

/**
 * The transforms that can be asked for by name: torchvision's names and arguments in camelCase,
 * {@code randomResizedCrop} with {@code size}, {@code scale} and so on.
 */
public final class TransformCatalog {
  static final Catalog<Transform> CATALOG =
      new Catalog<>(
          "transform",
          Stream.of(
                  GeometryEntries.all(),
                  ColorEntries.all(),
                  AugmentEntries.all(),
                  BatchEntries.all())
              .flatMap(List::stream)
              .toList());

  private TransformCatalog() {}

  /** All names, by theme. */
  public static List<String> names() {
    return CATALOG.names();
  }

  /**
   * Makes a transform.
   *
   * @param name one of {@link #names}
   * @param arguments by name: numbers, strings, booleans, and lists of them
   * @return an image, tensor or batch transform
   * @throws IllegalArgumentException as {@link Catalog#create}
   */
  public static Transform create(String name, Map<String, ?> arguments) {
    return CATALOG.create(name, arguments);
  }
}
