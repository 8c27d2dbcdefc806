package org.convoy.data.parquet;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.convoy.data.parquet.ImageRowMaterializer.ImageRow;

/** What a file says, or else its rows say, of its row groups. */
final class RowGroups {
  private RowGroups() {}

  static List<Integer> rows(ParquetRows file) {
    return file.rowGroups().stream().map(group -> Math.toIntExact(group.getRowCount())).toList();
  }

  /** Bytes of the images and their names before Parquet's compression. */
  static long imageBytes(ParquetRows file) {
    String image = file.columns().image().getName();
    return file.rowGroups().stream()
        .flatMap(group -> group.getColumns().stream())
        .filter(column -> column.getPath().toArray()[0].equals(image))
        .mapToLong(ColumnChunkMetaData::getTotalUncompressedSize)
        .sum();
  }

  /**
   * The labels of some rows.
   *
   * @param rows that have none, too
   * @param minimum of those that are numbers; the greatest number where there are none
   * @param maximum of those that are numbers; -1 where there are none
   * @param nulls rows without one
   * @param names those that are names
   */
  record Labels(long rows, long minimum, long maximum, long nulls, SortedSet<String> names) {
    static final Labels NONE = new Labels(0, Long.MAX_VALUE, -1, 0, new TreeSet<>());

    Labels plus(Labels other) {
      SortedSet<String> both = new TreeSet<>(names);
      both.addAll(other.names);
      return new Labels(
          rows + other.rows,
          Math.min(minimum, other.minimum),
          Math.max(maximum, other.maximum),
          nulls + other.nulls,
          both);
    }

    /** Whether no row says what it shows: nothing, or -1, which published test splits have. */
    boolean areMissing() {
      return names.isEmpty() && (nulls == rows || (nulls == 0 && maximum < 0));
    }
  }

  /** Of a whole file. */
  static Labels labels(ParquetRows file) {
    Labels labels = Labels.NONE;

    for (int group = 0; group < file.rowGroups().size(); group++) {
      labels = labels.plus(labels(file, group));
    }

    return labels;
  }

  /** Writes the labels of a file's rows into an array, which must have room for them. */
  static void readLabels(ParquetRows file, ParquetLabels classes, int[] labels, int first) {
    int id = first;

    for (int group = 0; group < file.rowGroups().size(); group++) {
      file.readRowGroup(group, file.columns().labelProjection());

      for (long i = file.rowGroups().get(group).getRowCount(); i > 0; i--) {
        labels[id] = classes.label(file.next());
        id++;
      }
    }
  }

  private static Labels labels(ParquetRows file, int group) {
    BlockMetaData block = file.rowGroups().get(group);
    long rows = block.getRowCount();

    if (!file.columns().hasLabel()) {
      return new Labels(rows, Long.MAX_VALUE, -1, rows, new TreeSet<>());
    }

    Statistics<?> statistics =
        block.getColumns().stream()
            .filter(column -> column.getPath().toDotString().equals(labelName(file)))
            .findFirst()
            .map(ColumnChunkMetaData::getStatistics)
            .orElse(null);

    if (statistics instanceof IntStatistics ints && isComplete(ints)) {
      return new Labels(rows, ints.getMin(), ints.getMax(), ints.getNumNulls(), new TreeSet<>());
    }

    if (statistics instanceof LongStatistics longs && isComplete(longs)) {
      return new Labels(rows, longs.getMin(), longs.getMax(), longs.getNumNulls(), new TreeSet<>());
    }

    return scan(file, group, rows);
  }

  private static String labelName(ParquetRows file) {
    return file.columns().label().getName();
  }

  private static boolean isComplete(Statistics<?> statistics) {
    return statistics.hasNonNullValue() && statistics.isNumNullsSet();
  }

  private static Labels scan(ParquetRows file, int group, long rows) {
    file.readRowGroup(group, file.columns().labelProjection());
    long minimum = Long.MAX_VALUE;
    long maximum = -1;
    long nulls = 0;
    SortedSet<String> names = new TreeSet<>();

    for (long i = 0; i < rows; i++) {
      ImageRow row = file.next();

      if (row.labelName != null) {
        names.add(row.labelName);
      } else if (row.label == null) {
        nulls++;
      } else {
        minimum = Math.min(minimum, row.label);
        maximum = Math.max(maximum, row.label);
      }
    }

    return new Labels(rows, minimum, maximum, nulls, names);
  }
}
