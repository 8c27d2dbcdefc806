package org.convoy.data.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convoy.data.DataException;
import org.convoy.data.LabelMapping;
import org.convoy.data.folder.ImagePaths.ImagePath;

/**
 * The classes of images that lie side by side in one folder, {@code val/images/1.JPEG}, as a file
 * beside it says them, {@code val/val_annotations.txt}: tiny-imagenet's validation images. Each
 * line names an image and its class, and what else it may say, with tabs between.
 *
 * @param file its path
 * @param classes of each image, by its name
 */
record Annotations(String file, Map<String, String> classes) {
  private static final String SUFFIX = "_annotations.txt";

  /**
   * Reads the file, if there is one.
   *
   * @param paths of all files
   * @param prefix of the split's
   * @param content of the file at a position of the paths
   * @throws DataException when there are several, or one has other lines
   */
  static Optional<Annotations> find(
      String location, List<String> paths, String prefix, IntFunction<byte[]> content) {
    int[] positions =
        IntStream.range(0, paths.size())
            .filter(position -> isBeside(paths.get(position), prefix))
            .toArray();

    if (positions.length > 1) {
      throw new DataException(
          location,
          "one file with the classes of the images of " + prefix,
          LabelMapping.shown(IntStream.of(positions).mapToObj(paths::get).sorted().toList()),
          "Remove the others.");
    }

    return positions.length == 0
        ? Optional.empty()
        : Optional.of(parse(location, paths.get(positions[0]), content.apply(positions[0])));
  }

  private static boolean isBeside(String path, String prefix) {
    return path.endsWith(SUFFIX)
        && path.startsWith(prefix)
        && path.indexOf('/', prefix.length()) < 0
        && !HiddenFiles.isHidden(path);
  }

  private static Annotations parse(String location, String file, byte[] content) {
    Map<String, String> classes = new HashMap<>();

    for (String line :
        new String(content, UTF_8).lines().filter(text -> !text.isBlank()).toList()) {
      String[] fields = line.split("\t", -1);

      if (fields.length < 2 || fields[0].isBlank() || fields[1].isBlank()) {
        throw new DataException(
            location,
            "lines of an image and its class, with a tab between, in " + file,
            "\"" + line + "\"",
            "Correct the line.");
      }

      if (!fields[1].equals(classes.getOrDefault(fields[0], fields[1]))) {
        throw new DataException(
            location,
            "one class of each image in " + file,
            "%s of %s and %s".formatted(fields[0], classes.get(fields[0]), fields[1]),
            "Remove one of the lines.");
      }

      classes.put(fields[0], fields[1]);
    }

    return new Annotations(file, classes);
  }

  /**
   * The images, each as if it were in the folder of its class.
   *
   * @throws DataException when the file does not say the classes of all
   */
  List<ImagePath> classify(String location, List<ImagePath> images) {
    List<String> unknown =
        images.stream().map(ImagePath::name).filter(name -> !classes.containsKey(name)).toList();

    if (!unknown.isEmpty()) {
      throw new DataException(
          location,
          "a line for each image in " + file,
          "none for %d of %d: %s"
              .formatted(unknown.size(), images.size(), LabelMapping.shown(unknown)),
          "Add the lines, or remove the images.");
    }

    return images.stream()
        .map(image -> image.of(classes.get(image.name())))
        .sorted(ImagePath.BY_CLASS_AND_NAME)
        .toList();
  }

  /** What a user should know. */
  List<String> remarks(List<ImagePath> images) {
    long absent = classes.size() - images.stream().map(ImagePath::name).distinct().count();
    return Stream.of(
            Optional.of("The classes of the images are those of " + file),
            Optional.of(
                    absent == 1
                        ? "1 image that %s names is not there".formatted(file)
                        : "%d images that %s names are not there".formatted(absent, file))
                .filter(remark -> absent > 0))
        .flatMap(Optional::stream)
        .toList();
  }
}
