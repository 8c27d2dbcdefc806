package org.convoy.data.folder;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;

/**
 * Where the class folders are.
 *
 * @param root what precedes the split or class folders in every path: nothing, or a single top
 *     folder with its slash
 * @param splits names of the split folders below the root; none when the class folders are there
 * @param unused names of further folders with images beside those of the splits
 */
record FolderLayout(String root, Map<Split, String> splits, Set<String> unused) {
  FolderLayout {
    splits = Map.copyOf(splits);
    unused = Set.copyOf(unused);
  }

  private static FolderLayout undivided(String root) {
    return new FolderLayout(root, Map.of(), Set.of());
  }

  static FolderLayout of(Collection<String> imagePaths, SplitNames names) {
    String root = "";
    Set<String> folders = folders(imagePaths, root);

    while (!areSplits(imagePaths, root, folders, names) && folders.size() == 1) {
      root += folders.iterator().next() + "/";
      folders = folders(imagePaths, root);
    }

    return areSplits(imagePaths, root, folders, names)
        ? divided(root, folders, names)
        : undivided(imagePaths);
  }

  /** The class folders are side by side, or in a single folder that is none itself. */
  private static FolderLayout undivided(Collection<String> imagePaths) {
    Set<String> tops = folders(imagePaths, "");
    String top = tops.size() == 1 ? tops.iterator().next() + "/" : "";
    boolean isAround = !top.isEmpty() && !folders(imagePaths, top).isEmpty();
    return undivided(isAround && !holdsImages(imagePaths, top) ? top : "");
  }

  private static FolderLayout divided(String root, Set<String> folders, SplitNames names) {
    Map<Split, String> splits = names.among(folders);
    Set<String> unused = new TreeSet<>(folders);
    unused.removeAll(splits.values());
    return new FolderLayout(root, splits, unused);
  }

  /** Names of the folders directly below a prefix that hold images at any depth. */
  private static Set<String> folders(Collection<String> imagePaths, String prefix) {
    Set<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
    String last = prefix + "/"; // No path begins so: what comes after the prefix has a name.

    for (String path : imagePaths) {
      int slash = path.startsWith(prefix) ? path.indexOf('/', prefix.length()) : -1;

      if (slash >= 0 && !path.startsWith(last)) {
        names.add(path.substring(prefix.length(), slash));
        last = path.substring(0, slash + 1);
      }
    }

    return names;
  }

  /** Whether images lie directly in a folder. */
  private static boolean holdsImages(Collection<String> imagePaths, String folder) {
    return imagePaths.stream()
        .anyMatch(path -> path.startsWith(folder) && path.indexOf('/', folder.length()) < 0);
  }

  /**
   * A class may be called train: alone among others it makes a split if it has folders only, and
   * another has some of the same names.
   */
  private static boolean areSplits(
      Collection<String> imagePaths, String root, Set<String> folders, SplitNames names) {
    boolean areAll = folders.stream().allMatch(names::isSplit);
    Map<Split, String> found = names.among(folders);
    String train = found.get(Split.TRAIN);
    return !found.isEmpty()
        && (areAll
            || (train != null
                && (found.size() > 1 || isLikeAnother(imagePaths, root, train, folders))));
  }

  private static boolean isLikeAnother(
      Collection<String> imagePaths, String root, String train, Set<String> folders) {
    Set<String> classes = folders(imagePaths, root + train + "/");
    return !holdsImages(imagePaths, root + train + "/")
        && folders.stream()
            .filter(folder -> !folder.equals(train))
            .flatMap(folder -> folders(imagePaths, root + folder + "/").stream())
            .anyMatch(classes::contains);
  }

  boolean isSplit() {
    return !splits.isEmpty();
  }

  /** What precedes the class folders of a split; empty when there is no such split. */
  Optional<String> prefix(Split split) {
    if (!isSplit()) {
      return split == Split.TRAIN ? Optional.of(root) : Optional.empty();
    }

    return Optional.ofNullable(splits.get(split)).map(name -> root + name + "/");
  }
}
