package org.convoy.data.parquet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.Split;

/** Finds the Parquet files of a split by their names. */
final class ParquetFiles {
  /** Present while {@code convoy prepare} or another Spark job has not finished. */
  static final String TEMPORARY = "_temporary";

  private static final String SUFFIX = ".parquet";

  private final FileSystem files;
  private final Path root;

  private ParquetFiles(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /**
   * The files of a split, sorted by name. A path to a file means this file, whatever the split. In
   * a folder they are {@code SPLIT/*.parquet}, {@code SPLIT-*.parquet} or {@code SPLIT.parquet},
   * there, in its folder {@code data} or in another; a folder of files that name no split is taken
   * for training data.
   */
  static List<String> find(Configuration hadoop, String location, Split split) {
    Path root = new Path(location);

    try {
      FileSystem files = HadoopFiles.of(root, hadoop);

      if (files.getFileStatus(root).isFile()) {
        return List.of(root.toString());
      }

      return new ParquetFiles(files, root).find(split);
    } catch (FileNotFoundException e) {
      throw new DataException(
          location, "Parquet files", "nothing", "Check the path, or fetch the data first.", e);
    } catch (IOException e) {
      throw new DataException(
          location,
          "a readable folder of Parquet files",
          "an error: " + e,
          "Check the path, the file system and the permissions.",
          e);
    }
  }

  private List<String> find(Split split) throws IOException {
    refuseUnfinished();

    for (String name : names(split)) {
      List<String> found = findNamed(name);

      if (!found.isEmpty()) {
        return found;
      }
    }

    List<String> unnamed = split == Split.TRAIN ? parquet(root, this::namesNoSplit) : List.of();

    if (unnamed.isEmpty()) {
      String name = names(split).get(0);
      throw new DataException(
          root.toString(),
          "%s/*.parquet or %s-*.parquet".formatted(name, name),
          "none",
          "Point to the folder that holds the Parquet files of the %s split.".formatted(name));
    }

    return unnamed;
  }

  private void refuseUnfinished() throws IOException {
    if (files.exists(new Path(root, TEMPORARY))) {
      throw new DataException(
          root.toString(),
          "finished shards",
          "a folder %s: the job that writes them has not finished".formatted(TEMPORARY),
          "Run the same convoy prepare again to finish it.");
    }
  }

  private List<String> findNamed(String name) throws IOException {
    Predicate<String> named = file -> file.startsWith(name + "-") || file.equals(name + SUFFIX);

    for (Path folder : folders()) {
      Path own = new Path(folder, name);
      List<String> found = files.exists(own) ? parquet(own, file -> true) : List.of();
      found = found.isEmpty() ? parquet(folder, named) : found;

      if (!found.isEmpty()) {
        return found;
      }
    }

    return List.of();
  }

  /** Where published data sets have their files: at the top, in "data", or in a configuration. */
  private List<Path> folders() throws IOException {
    Stream<Path> inner =
        Arrays.stream(files.listStatus(root))
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .sorted(
                Comparator.comparing((Path path) -> !path.getName().equals("data"))
                    .thenComparing(path -> path));
    return Stream.concat(Stream.of(root), inner).toList();
  }

  private boolean namesNoSplit(String file) {
    return Arrays.stream(Split.values())
        .flatMap(split -> names(split).stream())
        .noneMatch(name -> file.startsWith(name + "-") || file.equals(name + SUFFIX));
  }

  private List<String> parquet(Path folder, Predicate<String> named) throws IOException {
    return Arrays.stream(files.listStatus(folder))
        .filter(FileStatus::isFile)
        .map(FileStatus::getPath)
        .filter(path -> path.getName().endsWith(SUFFIX) && named.test(path.getName()))
        .filter(path -> !path.getName().startsWith("_") && !path.getName().startsWith("."))
        .sorted(Comparator.comparing(Path::getName))
        .map(Path::toString)
        .toList();
  }

  private static List<String> names(Split split) {
    return switch (split) {
      case TRAIN -> List.of("train");
      case TEST -> List.of("test", "validation", "valid", "val");
    };
  }
}
