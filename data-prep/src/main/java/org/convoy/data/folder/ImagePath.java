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
  /** Those of torchvision's ImageFolder, and .gif. */
  private static final List<String> EXTENSIONS =
      List.of(".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp", ".gif");

  /** The order of ids of images in one folder. */
  static final Comparator<ImagePath> BY_CLASS_AND_NAME =
      Comparator.comparing(ImagePath::className, CodePointOrder.INSTANCE)
          .thenComparing(ImagePath::name, CodePointOrder.INSTANCE);

  private static final int LONGEST_EXTENSION =
      EXTENSIONS.stream().mapToInt(String::length).max().getAsInt();

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

  /** The same image, of another class than its first folder. */
  ImagePath of(String otherClass) {
    return new ImagePath(otherClass, folder, name, position);
  }

  /** Whether the extension, in whatever case, is that of an image. */
  static boolean isImage(String path) {
    int start = Math.max(path.lastIndexOf('/') + 1, path.length() - LONGEST_EXTENSION);
    String end = path.substring(start).toLowerCase(Locale.ROOT);

    for (String extension : EXTENSIONS) {
      if (end.endsWith(extension)) {
        return true;
      }
    }

    return false;
  }
}
