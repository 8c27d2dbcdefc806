package org.convoy.data.idx;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.Split;

/** The two files of one split: images and labels. */
record IdxFiles(Path images, Path labels) implements Serializable {
  private static final int NAMES_IN_MESSAGE = 10;
  private static final List<Split> SPLITS = List.of(Split.TRAIN, Split.TEST);

  /** Finds the files of a split by name; a plain file is preferred to its compressed twin. */
  static IdxFiles find(Configuration hadoop, Path folder, Split split) {
    TreeMap<String, Path> files = list(hadoop, folder);

    return new IdxFiles(
        choose(folder, files, imageNames(split)), choose(folder, files, labelNames(split)));
  }

  /** Whether neither is compressed. */
  boolean arePlain() {
    return Stream.of(images, labels)
        .noneMatch(file -> file.getName().endsWith(IdxInput.GZIP_SUFFIX));
  }

  /** Whether one of these names is that of an IDX file of either split. */
  static boolean areAmong(Collection<String> names) {
    return SPLITS.stream()
        .flatMap(split -> Stream.concat(imageNames(split).stream(), labelNames(split).stream()))
        .anyMatch(names::contains);
  }

  /** The label files of both splits, those that are there. */
  static List<Path> labelFiles(Configuration hadoop, Path folder) {
    TreeMap<String, Path> files = list(hadoop, folder);

    return SPLITS.stream()
        .flatMap(split -> labelNames(split).stream().filter(files::containsKey).limit(1))
        .map(files::get)
        .toList();
  }

  private static TreeMap<String, Path> list(Configuration hadoop, Path folder) {
    TreeMap<String, Path> files = new TreeMap<>();
    HadoopFiles.files(hadoop, folder, "IDX files")
        .forEach((name, status) -> files.put(name, status.getPath()));
    return files;
  }

  private static Path choose(Path folder, TreeMap<String, Path> files, List<String> names) {
    return names.stream()
        .filter(files::containsKey)
        .findFirst()
        .map(files::get)
        .orElseThrow(() -> missing(folder, files, names));
  }

  private static DataException missing(
      Path folder, TreeMap<String, Path> files, List<String> names) {
    return new DataException(
        folder.toString(),
        "a file named " + String.join(" or ", names),
        files.isEmpty() ? "no files" : abbreviate(files),
        "Point the path at the folder that holds the IDX files.");
  }

  private static String abbreviate(TreeMap<String, Path> files) {
    String names =
        files.keySet().stream().limit(NAMES_IN_MESSAGE).collect(Collectors.joining(", "));

    return files.size() > NAMES_IN_MESSAGE
        ? "%s and %d more".formatted(names, files.size() - NAMES_IN_MESSAGE)
        : names;
  }

  private static List<String> imageNames(Split split) {
    return variants(prefix(split) + "-images", "idx3-ubyte");
  }

  private static List<String> labelNames(Split split) {
    return variants(prefix(split) + "-labels", "idx1-ubyte");
  }

  private static String prefix(Split split) {
    return switch (split) {
      case TRAIN -> "train";
      case VALIDATION -> throw new IllegalArgumentException("MNIST has no validation split");
      case TEST -> "t10k";
    };
  }

  /** Published as "train-images-idx3-ubyte.gz"; some copies have a dot before "idx3". */
  private static List<String> variants(String stem, String format) {
    List<String> names = new ArrayList<>();

    for (String separator : Arrays.asList("-", ".")) {
      names.add(stem + separator + format);
      names.add(stem + separator + format + IdxInput.GZIP_SUFFIX);
    }

    return names;
  }
}
