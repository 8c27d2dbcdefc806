package org.convoy.data.folder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.folder.ImagePaths.ImagePath;

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
   * @param paths of all files, relative to the location, with slashes, in any order, each once
   * @param splits by what names splits are found
   * @param classes names in order of label, or none: then the sorted names of the class folders of
   *     the training split, or of the split itself when there is no training split
   * @param content of the file at a position of the paths; asked for where a file says the classes
   *     of images
   * @throws org.convoy.data.DataException when there is no image, or a class folder that is no
   *     class
   */
  public static FolderSplits of(
      String location,
      List<String> paths,
      SplitNames splits,
      List<String> classes,
      IntFunction<byte[]> content) {
    ImagePaths images = ImagePaths.of(paths);
    FolderLayout layout = ImageFiles.layout(location, images, splits);
    Map<Split, ImageFiles> labelled = new EnumMap<>(Split.class);
    Map<Split, String> prefixes = new EnumMap<>(Split.class);
    List<String> remarks = new ArrayList<>();
    Set<String> read = new HashSet<>();
    List<String> known = classes;

    for (Split split : Split.values()) {
      if (layout.prefix(split).isEmpty()) {
        continue;
      }

      String prefix = layout.prefix(split).get();
      List<ImagePath> found = images.below(prefix);
      List<String> folders = ImageFiles.distinctClasses(found);
      Optional<Annotations> annotations =
          folders.size() != 1 || known.contains(folders.get(0))
              ? Optional.empty()
              : Annotations.find(location, paths, prefix, content);

      if (annotations.isPresent()) {
        found = annotations.get().classify(location, found);
        known = known.isEmpty() ? ImageFiles.distinctClasses(found) : known;
        labelled.put(split, ImageFiles.of(location, prefix, found, known));
        remarks.addAll(annotations.get().remarks(found));
        read.add(annotations.get().file());
        continue;
      }

      if (layout.isSplit() && !areClasses(folders, split, known)) {
        remarks.add(
            "The images of %s have no labels: %s; they are not used"
                .formatted(prefix, reason(folders)));
        continue;
      }

      known = known.isEmpty() ? folders : known;
      labelled.put(split, ImageFiles.find(location, images, layout, split, splits, classes));
      prefixes.put(split, prefix);
    }

    layout
        .unused()
        .forEach(
            folder -> remarks.add("The folder %s is not used".formatted(layout.root() + folder)));
    loose(images, layout.root(), prefixes.values()).ifPresent(remarks::add);
    remarks.addAll(images.remarks(read));
    return new FolderSplits(labelled, prefixes, layout.splits(), remarks);
  }

  /** Images beside the folders of classes or splits. */
  private static Optional<String> loose(
      ImagePaths images, String root, Collection<String> prefixes) {
    Set<String> places = new HashSet<>(prefixes);
    places.add(root);
    List<String> loose =
        images.stream()
            .filter(path -> places.contains(path.substring(0, path.lastIndexOf('/') + 1)))
            .toList();
    return loose.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d %s in no class folder and skipped, such as %s"
                .formatted(
                    loose.size(), loose.size() == 1 ? "image is" : "images are", loose.get(0)));
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
}
