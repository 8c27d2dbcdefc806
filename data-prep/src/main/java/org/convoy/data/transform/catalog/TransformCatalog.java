package org.convoy.data.transform.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.common.NearestName;
import org.convoy.data.transform.Transform;

/**
 * The transforms that can be asked for by name: torchvision's names and arguments in camelCase,
 * {@code randomResizedCrop} with {@code size}, {@code scale} and so on.
 */
public final class TransformCatalog {
  private static final List<CatalogEntry> ENTRIES =
      Stream.of(GeometryEntries.all(), ColorEntries.all(), AugmentEntries.all(), BatchEntries.all())
          .flatMap(List::stream)
          .toList();

  private TransformCatalog() {}

  /** All names, by theme. */
  public static List<String> names() {
    return ENTRIES.stream().map(CatalogEntry::name).toList();
  }

  /** What there is to know about each transform, in the order of {@link #names}. */
  public static List<TransformDescription> descriptions() {
    return ENTRIES.stream().map(CatalogEntry::describe).toList();
  }

  /**
   * Makes a transform.
   *
   * @param name one of {@link #names}
   * @param arguments by name: numbers, strings, booleans, and lists of them
   * @return an image, tensor or batch transform
   * @throws IllegalArgumentException if the name or an argument is unknown, an argument is missing,
   *     of the wrong type or out of range; the message says which, its value and what is allowed
   */
  public static Transform create(String name, Map<String, ?> arguments) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException(unknown("transform", name, names())))
        .create(arguments);
  }

  private static Optional<CatalogEntry> find(String name) {
    return ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** Says that a name is not known, and which one was probably meant. */
  static String unknown(String kind, String name, List<String> known) {
    String hint =
        NearestName.of(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElseGet(() -> "known are " + String.join(", ", known));
    return "unknown %s \"%s\"; %s".formatted(kind, name, hint);
  }
}
