package org.convoy.data.folder;

import java.util.Locale;
import java.util.Set;

/**
 * Files that no user put among images: what operating systems, editors and running jobs leave in
 * folders and archives.
 */
public final class HiddenFiles {
  private static final Set<String> NAMES =
      Set.of(
          "__macosx",
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "$recycle.bin",
          "system volume information",
          "lost+found",
          "@eadir",
          "_temporary",
          "_success");

  private static final int LONGEST = NAMES.stream().mapToInt(String::length).max().orElse(0);

  private HiddenFiles() {}

  /**
   * Whether a file is hidden: its name or that of a folder on the way to it begins with a dot, or
   * is one of a few known ones.
   *
   * @param path relative to where the user pointed, with slashes
   */
  public static boolean isHidden(String path) {
    if (path.startsWith(".") || path.contains("/.")) {
      return true;
    }

    int start = 0;

    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
      if (isKnown(path.substring(start, slash))) {
        return true;
      }

      start = slash + 1;
    }

    return isKnown(path.substring(start));
  }

  private static boolean isKnown(String name) {
    return name.length() <= LONGEST && NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
