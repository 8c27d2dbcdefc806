package org.convoy.data.folder;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.convoy.data.Split;
import org.convoy.data.SplitNames;

/**
 * The images of all splits, found among many paths by their names alone; see {@link ImageFiles}.
 *
 * @param labelled those of the splits with class folders; where there is no split, all images as
 *     those of the training split
 * @param prefixes what precedes the class folders of each of them
 * @param names what each split's folder is called, those without class folders too
 * @param remarks on what is not used
 */
public record FolderSplits(
    Map<Split, ImageFiles> labelled,
    Map<Split, String> prefixes,
    Map<Split, String> names,
    List<String> remarks) {
  /**
   * Sorts out the paths.
   *
   * @param paths as for {@link ImageFiles#find}
   * @param splits by what names splits are found
   * @param classes as for {@link ImageFiles#find}
   * @throws org.convoy.data.DataException when there is no image, or a class folder that is no
   *     class
   */
  public static FolderSplits of(
      String location, List<String> paths, SplitNames splits, List<String> classes) {
    ImagePaths images = ImagePaths.of(paths);
    FolderLayout layout = ImageFiles.layout(location, images, splits);
    Map<Split, ImageFiles> labelled = new EnumMap<>(Split.class);
    Map<Split, String> prefixes = new EnumMap<>(Split.class);
    List<String> remarks = new ArrayList<>();
    List<String> known = classes;

    for (Split split : Split.values()) {
      if (layout.prefix(split).isEmpty()) {
        continue;
      }

      String prefix = layout.prefix(split).get();
      List<String> folders = ImageFiles.classFolders(images, prefix);

      if (layout.isSplit() && !areClasses(folders, split, known)) {
        remarks.add(
            "The images of %s have no labels: %s; they are not used"
                .formatted(prefix, reason(folders)));
        continue;
      }

      known = known.isEmpty() ? folders : known;
      labelled.put(split, ImageFiles.find(location, images, split, splits, classes));
      prefixes.put(split, prefix);
    }

    layout
        .unused()
        .forEach(
            folder -> remarks.add("The folder %s is not used".formatted(layout.root() + folder)));
    remarks.addAll(skipped(paths));
    return new FolderSplits(labelled, prefixes, layout.splits(), remarks);
  }

  /** One folder that is no class holds the images of those who were not told what they are. */
  private static boolean areClasses(List<String> folders, Split split, List<String> known) {
    return !folders.isEmpty()
        && (split == Split.TRAIN
            || folders.size() > 1
            || known.isEmpty()
            || known.contains(folders.get(0)));
  }

  private static String reason(List<String> folders) {
    return folders.isEmpty()
        ? "they lie in no class folders"
        : "they lie in one folder %s, which is no class".formatted(folders.get(0));
  }

  private static List<String> skipped(List<String> paths) {
    List<String> remarks = new ArrayList<>();
    List<String> hidden = paths.stream().filter(HiddenFiles::isHidden).toList();
    List<String> others =
        paths.stream()
            .filter(path -> !ImagePath.isImage(path) && !HiddenFiles.isHidden(path))
            .toList();
    add(remarks, hidden, "hidden");
    add(remarks, others, "not named like images");
    return remarks;
  }

  private static void add(List<String> remarks, List<String> paths, String what) {
    if (!paths.isEmpty()) {
      remarks.add(
          "%d %s %s and skipped, such as %s"
              .formatted(
                  paths.size(), paths.size() == 1 ? "file is" : "files are", what, paths.get(0)));
    }
  }
}
