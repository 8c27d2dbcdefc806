package org.convoy.data.folder;

import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.data.DataException;
import org.convoy.data.LabelMapping;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.folder.ImagePaths.ImagePath;

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
 */
public record ImageFiles(List<String> classes, List<ImageFile> files) {
  public ImageFiles {
    classes = List.copyOf(classes);
    files = files instanceof Labelled ? files : List.copyOf(files);
  }

  /** Whether a path ends like an image, in whatever case, and is not hidden. */
  public static boolean isImage(String path) {
    return ImagePath.isImage(path) && !HiddenFiles.isHidden(path);
  }

  /**
   * What a user should know of those paths that are no images.
   *
   * @return sentences without their full stop
   */
  public static List<String> skipped(List<String> paths) {
    return ImagePaths.of(paths).remarks(Set.of());
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
  static ImageFiles find(String location, List<String> paths, Split split, List<String> classes) {
    return find(location, paths, split, SplitNames.USUAL, classes);
  }

  /**
   * As above.
   *
   * @param splits by what names splits are found
   */
  static ImageFiles find(
      String location, List<String> paths, Split split, SplitNames splits, List<String> classes) {
    return find(location, ImagePaths.of(paths), split, splits, classes);
  }

  static ImageFiles find(
      String location, ImagePaths images, Split split, SplitNames splits, List<String> classes) {
    return find(location, images, layout(location, images, splits), split, splits, classes);
  }

  static ImageFiles find(
      String location,
      ImagePaths images,
      FolderLayout layout,
      Split split,
      SplitNames splits,
      List<String> classes) {
    requireOnce(location, classes);
    String prefix = prefix(location, layout, split, splits);
    List<ImagePath> found = images.below(prefix);

    if (found.isEmpty()) {
      throw new DataException(
          location,
          "class folders with images, like cat/1.jpg",
          "images but no class folders",
          "Put the images of each class into a folder of the name of the class.");
    }

    return of(
        location,
        prefix,
        found,
        classes.isEmpty() ? classNames(layout, images, split, found) : classes);
  }

  private static void requireOnce(String location, List<String> classes) {
    List<String> repeated =
        classes.stream()
            .filter(name -> Collections.frequency(classes, name) > 1)
            .distinct()
            .toList();

    if (!repeated.isEmpty()) {
      throw new DataException(
          location,
          "the name of one class folder in each place of data.classes",
          "%s more than once in %s"
              .formatted(LabelMapping.shown(repeated), LabelMapping.shown(classes)),
          "Name each class folder once, in the order that the labels are to have.");
    }
  }

  /**
   * Of a split.
   *
   * @param found its images, in order of id
   * @param classes names in order of label
   * @throws DataException when one of them is of no class
   */
  static ImageFiles of(
      String location, String prefix, List<ImagePath> found, List<String> classes) {
    return new ImageFiles(classes, label(location, prefix, found, classes));
  }

  /** Where the class folders among paths are. */
  static FolderLayout layout(String location, ImagePaths images, SplitNames splits) {
    if (images.isEmpty()) {
      throw new DataException(
          location,
          "image files in class folders, like train/cat/1.jpg or cat/1.jpg",
          "no image among %d files".formatted(images.paths()),
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

  private static List<String> classNames(
      FolderLayout layout, ImagePaths images, Split split, List<ImagePath> found) {
    if (split == Split.TRAIN) {
      return distinctClasses(found);
    }

    return layout
        .prefix(Split.TRAIN)
        .map(prefix -> images.below(prefix).classes())
        .filter(names -> !names.isEmpty())
        .orElseGet(() -> distinctClasses(found));
  }

  /** The classes of images that are sorted by them. */
  static List<String> distinctClasses(List<ImagePath> sorted) {
    return sorted instanceof ImagePaths.Below below
        ? below.classes()
        : sorted.stream().map(ImagePath::className).distinct().toList();
  }

  private static List<ImageFile> label(
      String location, String prefix, List<ImagePath> images, List<String> classes) {
    List<String> folders = distinctClasses(images);
    LabelMapping mapping = LabelMapping.byName(folders, classes);

    if (!mapping.unmatched().isEmpty()) {
      throw noClasses(location, prefix, folders, mapping.unmatched(), classes);
    }

    int[] labels = new int[images.size()];

    if (images instanceof ImagePaths.Below below) {
      for (int folder = 0; folder < folders.size(); folder++) {
        Arrays.fill(labels, below.start(folder), below.start(folder + 1), mapping.label(folder));
      }
    } else {
      Arrays.setAll(labels, id -> mapping.label(folders.indexOf(images.get(id).className())));
    }

    return new Labelled(prefix, images, labels);
  }

  /** Files that are made when they are asked for: a million of them would take much memory. */
  private static final class Labelled extends AbstractList<ImageFile> implements RandomAccess {
    private final String prefix;
    private final List<ImagePath> images;
    private final int[] labels;

    private Labelled(String prefix, List<ImagePath> images, int[] labels) {
      this.prefix = prefix;
      this.images = images;
      this.labels = labels;
    }

    @Override
    public ImageFile get(int id) {
      ImagePath image = images.get(id);
      String path = prefix + image.folder() + "/" + image.name();
      return new ImageFile(path, labels[id], image.position());
    }

    @Override
    public int size() {
      return labels.length;
    }
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
            + " they are set)."
            + LabelMapping.lookAlike(unmatched, classes));
  }

  /**
   * An image file of a split.
   *
   * @param path relative to the place that was listed, with slashes
   * @param label index into the classes
   * @param position place in the list of paths that it was found in
   */
  public record ImageFile(String path, int label, int position) {
    public ImageFile {
      requireNonNull(path, "path is null");
    }
  }
}
