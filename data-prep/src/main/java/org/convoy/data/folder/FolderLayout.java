package org.convoy.data.folder;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.data.Split;

/**
 * Where the class folders are.
 *
 * @param root what precedes the split or class folders in every path: nothing, or a single top
 *     folder with its slash
 * @param splits names of the split folders below the root; none when the class folders are there
 */
record FolderLayout(String root, Set<String> splits) {
  private static final String TRAIN = "train";

  /** In order of preference. */
  static final List<String> TEST_NAMES = List.of("test", "val", "valid", "validation");

  FolderLayout {
    splits = Set.copyOf(splits);
  }

  static FolderLayout of(Collection<String> imagePaths) {
    Set<String> tops = folders(imagePaths, "");

    if (areSplits(tops)) {
      return new FolderLayout("", tops);
    }

    if (tops.size() == 1) {
      String top = tops.iterator().next() + "/";
      Set<String> below = folders(imagePaths, top);

      if (areSplits(below)) {
        return new FolderLayout(top, below);
      }

      if (!below.isEmpty() && imagePaths.stream().noneMatch(path -> isDirectlyIn(path, top))) {
        return new FolderLayout(top, Set.of());
      }
    }

    return new FolderLayout("", Set.of());
  }

  /** Names of the folders directly below a prefix that hold images at any depth. */
  private static Set<String> folders(Collection<String> imagePaths, String prefix) {
    Set<String> names = new TreeSet<>(CodePointOrder.INSTANCE);

    for (String path : imagePaths) {
      int slash = path.startsWith(prefix) ? path.indexOf('/', prefix.length()) : -1;

      if (slash >= 0) {
        names.add(path.substring(prefix.length(), slash));
      }
    }

    return names;
  }

  private static boolean isDirectlyIn(String path, String folder) {
    return path.startsWith(folder) && path.indexOf('/', folder.length()) < 0;
  }

  /** A class may be called train: alone among others it does not make a split. */
  private static boolean areSplits(Set<String> names) {
    boolean areAll = names.stream().allMatch(name -> name.equals(TRAIN) || isTest(name));

    return (areAll && !names.isEmpty())
        || (names.contains(TRAIN) && names.stream().anyMatch(FolderLayout::isTest));
  }

  private static boolean isTest(String name) {
    return TEST_NAMES.contains(name);
  }

  boolean isSplit() {
    return !splits.isEmpty();
  }

  /** What precedes the class folders of a split; empty when there is no such split. */
  Optional<String> prefix(Split split) {
    if (!isSplit()) {
      return split == Split.TRAIN ? Optional.of(root) : Optional.empty();
    }

    return names(split).stream()
        .filter(splits::contains)
        .findFirst()
        .map(name -> root + name + "/");
  }

  static List<String> names(Split split) {
    return switch (split) {
      case TRAIN -> List.of(TRAIN);
      case TEST -> TEST_NAMES;
    };
  }
}
