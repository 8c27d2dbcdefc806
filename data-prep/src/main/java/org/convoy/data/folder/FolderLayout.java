package org.convoy.data.folder;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.data.Split;
import org.convoy.data.SplitNames;

/**
 * Where the class folders are.
 *
 * @param root what precedes the split or class folders in every path: nothing, or a single top
 *     folder with its slash
 * @param splits names of the split folders below the root; none when the class folders are there
 * @param unused names of further folders that splits could have, which are not used
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
    Set<String> tops = folders(imagePaths, "");

    if (areSplits(tops, names)) {
      return divided("", tops, names);
    }

    if (tops.size() == 1) {
      String top = tops.iterator().next() + "/";
      Set<String> below = folders(imagePaths, top);

      if (areSplits(below, names)) {
        return divided(top, below, names);
      }

      if (!below.isEmpty() && imagePaths.stream().noneMatch(path -> isDirectlyIn(path, top))) {
        return undivided(top);
      }
    }

    return undivided("");
  }

  private static FolderLayout divided(String root, Set<String> folders, SplitNames names) {
    Map<Split, String> splits = names.among(folders);
    Set<String> unused = new TreeSet<>(folders);
    unused.removeIf(folder -> splits.containsValue(folder) || !names.isSplit(folder));
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

  private static boolean isDirectlyIn(String path, String folder) {
    return path.startsWith(folder) && path.indexOf('/', folder.length()) < 0;
  }

  /** A class may be called train: alone among others it does not make a split. */
  private static boolean areSplits(Set<String> folders, SplitNames names) {
    boolean areAll = folders.stream().allMatch(names::isSplit);
    Set<Split> found = names.among(folders).keySet();
    return !found.isEmpty() && (areAll || (found.contains(Split.TRAIN) && found.size() > 1));
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
