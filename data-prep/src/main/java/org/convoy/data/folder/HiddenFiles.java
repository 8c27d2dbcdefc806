package org.convoy.data.folder;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

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

  private HiddenFiles() {}

  /**
   * Whether a file is hidden: its name or that of a folder on the way to it begins with a dot, or
   * is one of a few known ones.
   *
   * @param path relative to where the user pointed, with slashes
   */
  public static boolean isHidden(String path) {
    return path.startsWith(".")
        || path.contains("/.")
        || Stream.of(path.split("/", -1)).anyMatch(HiddenFiles::isKnown);
  }

  private static boolean isKnown(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
