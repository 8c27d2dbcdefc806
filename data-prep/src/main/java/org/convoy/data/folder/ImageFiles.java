package org.convoy.data.folder;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.convoy.data.DataException;
import org.convoy.data.LabelMapping;
import org.convoy.data.Split;
import org.convoy.data.SplitNames;

/**
 * The images of one split, found among many paths by their names alone, as torchvision's
 * ImageFolder finds them.
 *
 * <p>The class folders lie in those of the splits ({@link SplitNames}), or there is no split and
 * they lie side by side; in either case perhaps below one single top folder. An image is a file in
 * a class folder, at any depth, with one of the extensions .jpg .jpeg .png .ppm .bmp .pgm .tif
 * .tiff .webp .gif, unless it is {@linkplain HiddenFiles hidden}. The classes are the sorted names
 * of the folders that hold images. The ids follow the sorted class names, then the sorted folders,
 * then the sorted file names. All sorting is by code point.
 *
 * @param classes names in order of label
 * @param files in order of id, at least one
 * @param ignoredFiles number of paths that are no image in a class folder of any split
 */
public record ImageFiles(List<String> classes, List<ImageFile> files, int ignoredFiles) {
  public ImageFiles {
    classes = List.copyOf(classes);
    files = List.copyOf(files);
  }

  /** Whether a path ends like an image, in whatever case, and is not hidden. */
  public static boolean isImage(String path) {
    return ImagePath.isImage(path) && !HiddenFiles.isHidden(path);
  }

  /**
   * Sorts out the paths.
   *
   * @param location what was listed, for messages
   * @param paths of all files, relative to it, with slashes, in any order, each once
   * @param classes the names in order of label, or none: then the sorted names of the class folders
   *     of the training split, or of the split itself when there is no training split
   * @throws DataException when there is no such split, or a class folder that is no class
   */
  public static ImageFiles find(
      String location, List<String> paths, Split split, List<String> classes) {
    return find(location, paths, split, SplitNames.USUAL, classes);
  }

  /**
   * As above.
   *
   * @param splits by what names splits are found
   */
  static ImageFiles find(
      String location, List<String> paths, Split split, SplitNames splits, List<String> classes) {
    if (new HashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException("classes must differ from each other: " + classes);
    }

    FolderLayout layout = layout(location, paths, splits);
    List<ImagePath> found = below(paths, prefix(location, layout, split, splits));

    if (found.isEmpty()) {
      throw new DataException(
          location,
          "class folders with images, like cat/1.jpg",
          "images but no class folders",
          "Put the images of each class into a folder of the name of the class.");
    }

    List<String> names = classes.isEmpty() ? classNames(layout, paths, split, found) : classes;
    int inClasses =
        layout.isSplit()
            ? layout.splits().keySet().stream().mapToInt(each -> count(layout, paths, each)).sum()
            : found.size();
    return new ImageFiles(
        names,
        label(location, prefix(location, layout, split, splits), found, names),
        paths.size() - inClasses);
  }

  /** Where the class folders among paths are. */
  static FolderLayout layout(String location, List<String> paths, SplitNames splits) {
    List<String> images = paths.stream().filter(ImageFiles::isImage).toList();

    if (images.isEmpty()) {
      throw new DataException(
          location,
          "image files in class folders, like train/cat/1.jpg or cat/1.jpg",
          "no image among %d files".formatted(paths.size()),
          "Point the path at the folder or archive that holds the class folders.");
    }

    return FolderLayout.of(images, splits);
  }

  private static String prefix(
      String location, FolderLayout layout, Split split, SplitNames splits) {
    return layout
        .prefix(split)
        .orElseThrow(
            () ->
                new DataException(
                    location,
                    "a %s split in a folder named %s"
                        .formatted(split.title(), String.join(" or ", splits.of(split))),
                    layout.isSplit()
                        ? "only " + String.join(", ", new TreeSet<>(layout.splits().values()))
                        : "class folders without a split",
                    split == Split.TRAIN
                        ? "Add such a folder."
                        : "Add such a folder, or set data.validationFraction to set a part of the"
                            + " training data aside."));
  }

  /** The class folders below that of a split, in order. */
  static List<String> classFolders(List<String> paths, String prefix) {
    SortedSet<String> folders = new TreeSet<>(CodePointOrder.INSTANCE);

    for (String path : paths) {
      if (isBelow(path, prefix)) {
        folders.add(path.substring(prefix.length(), path.indexOf('/', prefix.length())));
      }
    }

    return List.copyOf(folders);
  }

  /** The images in class folders below a prefix, in order of id. */
  private static List<ImagePath> below(List<String> paths, String prefix) {
    return IntStream.range(0, paths.size())
        .filter(i -> isBelow(paths.get(i), prefix))
        .mapToObj(i -> ImagePath.of(paths.get(i).substring(prefix.length()), i))
        .sorted(ImagePath.ORDER)
        .toList();
  }

  private static boolean isBelow(String path, String prefix) {
    return path.startsWith(prefix) && path.indexOf('/', prefix.length()) > 0 && isImage(path);
  }

  private static int count(FolderLayout layout, List<String> paths, Split split) {
    return layout
        .prefix(split)
        .map(prefix -> (int) paths.stream().filter(path -> isBelow(path, prefix)).count())
        .orElse(0);
  }

  private static List<String> classNames(
      FolderLayout layout, List<String> paths, Split split, List<ImagePath> found) {
    if (split == Split.TRAIN) {
      return distinctClasses(found);
    }

    return layout
        .prefix(Split.TRAIN)
        .map(prefix -> classFolders(paths, prefix))
        .filter(names -> !names.isEmpty())
        .orElseGet(() -> distinctClasses(found));
  }

  private static List<String> distinctClasses(List<ImagePath> sorted) {
    return sorted.stream().map(ImagePath::className).distinct().toList();
  }

  private static List<ImageFile> label(
      String location, String prefix, List<ImagePath> images, List<String> classes) {
    List<String> folders = distinctClasses(images);
    LabelMapping mapping = LabelMapping.byName(folders, classes);
    Map<String, Integer> labels = new HashMap<>();

    for (String folder : folders) {
      if (mapping.unmatched().contains(folder)) {
        throw noClasses(location, prefix, folders, mapping.unmatched(), classes);
      }

      labels.put(folder, mapping.label(labels.size()));
    }

    return images.stream()
        .map(
            image ->
                new ImageFile(
                    prefix + image.folder() + "/" + image.name(),
                    labels.get(image.className()),
                    image.position()))
        .toList();
  }

  private static DataException noClasses(
      String location,
      String prefix,
      List<String> folders,
      List<String> unmatched,
      List<String> classes) {
    return new DataException(
        location,
        "class folders out of %d classes: %s"
            .formatted(classes.size(), LabelMapping.shown(classes)),
        "%s of which %s %s no class"
            .formatted(
                prefix.isEmpty()
                    ? LabelMapping.shown(folders) + ","
                    : "in %s %s,".formatted(prefix, LabelMapping.shown(folders)),
                LabelMapping.shown(unmatched),
                unmatched.size() == 1 ? "is" : "are"),
        "Remove the folder, or name its class among the classes (the training data's, unless"
            + " they are set).");
  }
}
