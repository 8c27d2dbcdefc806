package org.convoy.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.archive.TarDataset;
import org.convoy.data.folder.FolderDataset;
import org.convoy.data.idx.IdxDataset;
import org.convoy.data.parquet.ParquetDataset;

/** Data sets that the command line names: kind:path, or a path to an archive or a folder. */
final class DataSources {
  private static final Pattern NAMED = Pattern.compile("(idx|parquet|folder|tar):(.+)");
  private static final int DIGITS = 10;

  private DataSources() {}

  static ImageDataset open(Configuration hadoop, String location, Split split) {
    Matcher matcher = NAMED.matcher(location);
    boolean named = matcher.matches();
    String path = named ? matcher.group(2) : location;
    return switch (named ? matcher.group(1) : guess(path)) {
      case "idx" -> IdxDataset.open(hadoop, path, split, IdxDataset.numberedClasses(DIGITS));
      case "parquet" -> ParquetDataset.open(hadoop, path, split);
      case "tar" -> TarDataset.open(hadoop, path, split, List.of());
      default -> FolderDataset.open(hadoop, path, split, List.of());
    };
  }

  private static String guess(String path) {
    if (path.endsWith(".parquet")) {
      return "parquet";
    }

    return path.matches(".*\\.(tar|tgz|tar\\.gz)") ? "tar" : "folder";
  }
}
