package org.convoy.data.parquet;

import java.util.List;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.convoy.data.DataException;

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

  /** The greatest label; -1 of a file without rows. Every row must have one, none negative. */
  static int maximumLabel(String path, ParquetRows file) {
    long maximum = -1;

    for (int group = 0; group < file.rowGroups().size(); group++) {
      Range range = labels(file, group);

      if (range.nulls() > 0 || range.minimum() < 0 || range.maximum() >= Integer.MAX_VALUE) {
        throw new DataException(
            path,
            "a label of at least 0 in each row",
            range.nulls() > 0
                ? range.nulls() + " rows without one"
                : "labels %d…%d".formatted(range.minimum(), range.maximum()),
            "Take a split that has labels.");
      }

      maximum = Math.max(maximum, range.maximum());
    }

    return (int) maximum;
  }

  /** Writes the labels of a file's rows into an array, which must have room for them. */
  static void readLabels(ParquetRows file, int[] labels, int first) {
    int id = first;

    for (int group = 0; group < file.rowGroups().size(); group++) {
      file.readRowGroup(group, file.columns().labelProjection());

      for (long i = file.rowGroups().get(group).getRowCount(); i > 0; i--) {
        labels[id] = file.next().label.intValue();
        id++;
      }
    }
  }

  private record Range(long minimum, long maximum, long nulls) {}

  private static Range labels(ParquetRows file, int group) {
    BlockMetaData block = file.rowGroups().get(group);
    Statistics<?> statistics =
        block.getColumns().stream()
            .filter(column -> column.getPath().toDotString().equals(labelName(file)))
            .findFirst()
            .map(ColumnChunkMetaData::getStatistics)
            .orElse(null);

    if (statistics instanceof IntStatistics ints && isComplete(ints)) {
      return new Range(ints.getMin(), ints.getMax(), ints.getNumNulls());
    }

    if (statistics instanceof LongStatistics longs && isComplete(longs)) {
      return new Range(longs.getMin(), longs.getMax(), longs.getNumNulls());
    }

    return scan(file, group, block.getRowCount());
  }

  private static String labelName(ParquetRows file) {
    return file.columns().label().getName();
  }

  private static boolean isComplete(Statistics<?> statistics) {
    return statistics.hasNonNullValue() && statistics.isNumNullsSet();
  }

  private static Range scan(ParquetRows file, int group, long rows) {
    file.readRowGroup(group, file.columns().labelProjection());
    long minimum = Long.MAX_VALUE;
    long maximum = -1;
    long nulls = 0;

    for (long i = 0; i < rows; i++) {
      Long label = file.next().label;

      if (label == null) {
        nulls++;
      } else {
        minimum = Math.min(minimum, label);
        maximum = Math.max(maximum, label);
      }
    }

    return new Range(minimum, maximum, nulls);
  }
}
