package org.convoy.data.parquet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.LabelMapping;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.folder.HiddenFiles;

/**
 * The Parquet files of a data set, told apart by their names.
 *
 * @param files of each split, sorted by name; where no split is named, all files as those of the
 *     training split
 * @param names what each split is called; none where no split is named
 * @param unused names of further splits, which are not used
 */
record ParquetFiles(Map<Split, List<String>> files, Map<Split, String> names, List<String> unused) {
  /** Present while {@code convoy prepare} or another Spark job has not finished. */
  static final String TEMPORARY = "_temporary";

  private static final String SUFFIX = ".parquet";
  private static final Pattern SHARD = Pattern.compile("(.+-)\\d{5}(-of-\\d{5})\\.parquet");

  /**
   * Finds the files. A path to a file means this file alone, whatever its name. In a folder those
   * of a split are {@code SPLIT/*.parquet}, {@code SPLIT-*.parquet} or {@code SPLIT.parquet},
   * there, in its folder {@code data} or in another.
   *
   * @param splits by what names splits are found
   * @throws DataException when there are none, or those of several data sets
   */
  static ParquetFiles find(Configuration hadoop, String location, SplitNames splits) {
    Path root = HadoopFiles.path(location);

    try {
      FileSystem files = HadoopFiles.of(root, hadoop);

      if (files.getFileStatus(root).isFile()) {
        return undivided(List.of(root.toString()));
      }

      return new Search(files, root, splits).find();
    } catch (FileNotFoundException e) {
      throw new DataException(
          location, "Parquet files", "nothing", "Check the path, or fetch the data first.", e);
    } catch (IOException e) {
      throw DataException.ofReading(
          location,
          "a readable folder of Parquet files",
          "Check the path, the file system and the permissions.",
          e);
    }
  }

  private static ParquetFiles undivided(List<String> files) {
    return new ParquetFiles(Map.of(Split.TRAIN, files), Map.of(), List.of());
  }

  /**
   * The files of a split.
   *
   * @throws DataException when there are none
   */
  List<String> of(String location, Split split, SplitNames splits) {
    if (!files.containsKey(split)) {
      String name = splits.of(split).get(0);
      throw new DataException(
          location,
          "%s/*.parquet or %s-*.parquet".formatted(name, name),
          names.isEmpty() ? "none" : "those of " + String.join(", ", names.values()),
          "Point to the folder that holds the Parquet files of the %s split.".formatted(name));
    }

    return files.get(split);
  }

  /**
   * What a user should know of shards that are not there: a name like {@code
   * train-00000-of-00008.parquet} says how many there are.
   */
  List<String> remarks() {
    Map<String, Integer> counts = new TreeMap<>();
    files.values().stream()
        .flatMap(List::stream)
        .map(path -> HadoopFiles.path(path).getName())
        .map(SHARD::matcher)
        .filter(Matcher::matches)
        .forEach(shard -> counts.merge(shard.group(1) + "…" + shard.group(2), 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(shards -> shards.getValue() < total(shards.getKey()))
        .map(
            shards ->
                "Of the files %s.parquet there are %d of %d"
                    .formatted(shards.getKey(), shards.getValue(), total(shards.getKey())))
        .toList();
  }

  private static int total(String shards) {
    return Integer.parseInt(shards.substring(shards.lastIndexOf('-') + 1));
  }

  private record Search(FileSystem files, Path root, SplitNames splits) {
    private ParquetFiles find() throws IOException {
      refuseUnfinished();
      Map<String, Map<String, List<String>>> found = new TreeMap<>();

      for (Path folder : folders()) {
        Map<String, List<String>> bySplit = bySplit(folder);

        if (!bySplit.isEmpty()) {
          found.put(folder.equals(root) ? "." : folder.getName(), bySplit);
        }
      }

      if (found.size() > 1) {
        throw new DataException(
            root.toString(),
            "one data set",
            "the splits of several: in " + LabelMapping.shown(List.copyOf(found.keySet())),
            "Point to the folder of one of them.");
      }

      return found.isEmpty() ? withoutSplits() : divided(found.values().iterator().next());
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

    /** Where published data sets have their files: at the top, in "data", or a configuration. */
    private List<Path> folders() throws IOException {
      List<Path> folders = new ArrayList<>(List.of(root));
      list(root).stream()
          .filter(FileStatus::isDirectory)
          .map(FileStatus::getPath)
          .filter(folder -> !splits.isSplit(folder.getName()))
          .forEach(folders::add);
      return folders;
    }

    private List<FileStatus> list(Path folder) throws IOException {
      return HadoopFiles.list(files, folder).stream()
          .filter(status -> !isHidden(status.getPath().getName()))
          .sorted(Comparator.comparing(status -> status.getPath().getName()))
          .toList();
    }

    private static boolean isHidden(String name) {
      return name.startsWith("_") || HiddenFiles.isHidden(name);
    }

    private Map<String, List<String>> bySplit(Path folder) throws IOException {
      Map<String, List<String>> found = new TreeMap<>();

      for (FileStatus status : list(folder)) {
        String name = status.getPath().getName();
        boolean isInside = status.isDirectory() && splits.isSplit(name);

        if (isInside) {
          add(found, name, parquet(status.getPath()));
        } else if (status.isFile() && name.endsWith(SUFFIX) && splits.isSplit(splitOf(name))) {
          add(found, splitOf(name), List.of(status.getPath().toString()));
        }
      }

      return found;
    }

    private static void add(Map<String, List<String>> found, String split, List<String> paths) {
      if (!paths.isEmpty()) {
        found.computeIfAbsent(split, name -> new ArrayList<>()).addAll(paths);
      }
    }

    /** What precedes the number of a shard. */
    private String splitOf(String file) {
      return splits.chosen().values().stream()
          .filter(name -> file.equals(name + SUFFIX) || file.startsWith(name + "-"))
          .findFirst()
          .orElseGet(
              () -> file.substring(0, file.length() - SUFFIX.length()).replaceFirst("-.*", ""));
    }

    private List<String> parquet(Path folder) throws IOException {
      return list(folder).stream()
          .filter(FileStatus::isFile)
          .map(status -> status.getPath().toString())
          .filter(path -> path.endsWith(SUFFIX))
          .toList();
    }

    private ParquetFiles withoutSplits() throws IOException {
      List<String> unnamed = parquet(root);

      if (unnamed.isEmpty()) {
        throw new DataException(
            root.toString(),
            "train/*.parquet or train-*.parquet",
            "none",
            "Point to the folder that holds the Parquet files.");
      }

      return undivided(unnamed);
    }

    private ParquetFiles divided(Map<String, List<String>> bySplit) {
      Map<Split, String> names = splits.among(bySplit.keySet());
      Map<Split, List<String>> chosen = new EnumMap<>(Split.class);
      names.forEach((split, name) -> chosen.put(split, List.copyOf(bySplit.get(name))));
      TreeSet<String> unused = new TreeSet<>(bySplit.keySet());
      unused.removeAll(names.values());
      return new ParquetFiles(chosen, names, List.copyOf(unused));
    }
  }
}
