package org.convoy.data.folder;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The path of an image file below the folder of its split: {@code CLASS/…/NAME}.
 *
 * @param className the first folder
 * @param folder everything before the last slash, the class included
 * @param name everything after it
 * @param position place in the list that it was found in
 */
record ImagePath(String className, String folder, String name, int position) {
  /** As torchvision's ImageFolder numbers them: by class, then by folder, then by name. */
  static final Comparator<ImagePath> ORDER =
      Comparator.comparing(ImagePath::className, CodePointOrder.INSTANCE)
          .thenComparing(ImagePath::folder, CodePointOrder.INSTANCE)
          .thenComparing(ImagePath::name, CodePointOrder.INSTANCE);

  /** Those of torchvision's ImageFolder, and .gif. */
  private static final List<String> EXTENSIONS =
      List.of(".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp", ".gif");

  /**
   * @param path has at least one slash
   */
  static ImagePath of(String path, int position) {
    int slash = path.lastIndexOf('/');

    return new ImagePath(
        path.substring(0, path.indexOf('/')),
        path.substring(0, slash),
        path.substring(slash + 1),
        position);
  }

  /** Whether the extension, in whatever case, is that of an image. */
  static boolean isImage(String path) {
    String lower = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(lower::endsWith);
  }
}
