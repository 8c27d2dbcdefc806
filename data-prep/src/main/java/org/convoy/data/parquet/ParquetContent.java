package org.convoy.data.parquet;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageShape;

/** What the footers of a split's files say. */
record ParquetContent(
    List<ParquetPart> parts, List<String> classes, int sampleBytes, ImageShape commonShape)
    implements Serializable {
  int size() {
    return parts.isEmpty() ? 0 : last().firstId() + last().rows();
  }

  private ParquetPart last() {
    return parts.get(parts.size() - 1);
  }

  Optional<ImageShape> shape() {
    return Optional.ofNullable(commonShape);
  }

  /** Opens every file for its footer. */
  static ParquetContent read(
      Configuration hadoop, String location, List<String> paths, List<String> classes) {
    Builder content = new Builder();

    for (String path : paths) {
      try (ParquetRows file = ParquetRows.open(hadoop, path)) {
        content.add(path, file);
      }
    }

    return content.build(location, classes);
  }

  int[] labels(Configuration hadoop) {
    int[] labels = new int[size()];

    for (ParquetPart part : parts) {
      try (ParquetRows file = ParquetRows.open(hadoop, part.path())) {
        RowGroups.readLabels(file, labels, part.firstId());
      }
    }

    return labels;
  }

  private static final class Builder {
    private final List<ParquetPart> parts = new ArrayList<>();
    private final List<Optional<ImageShape>> shapes = new ArrayList<>();
    private List<String> classes;
    private int maximumLabel = -1;
    private long rows;
    private long bytes;

    private void add(String path, ParquetRows file) {
      List<Integer> groups = RowGroups.rows(file);
      parts.add(new ParquetPart(path, (int) rows, groups));
      rows += groups.stream().mapToLong(Integer::longValue).sum();
      bytes += RowGroups.imageBytes(file);
      maximumLabel = Math.max(maximumLabel, RowGroups.maximumLabel(path, file));
      Map<String, String> metadata = file.metadata().getFileMetaData().getKeyValueMetaData();
      addClasses(path, metadata, file.columns().label().getName());

      if (!groups.isEmpty()) {
        shapes.add(ShapeMetadata.read(path, metadata));
      }

      if (rows > Integer.MAX_VALUE) {
        throw new DataException(
            path,
            "at most %d rows in all files".formatted(Integer.MAX_VALUE),
            rows + " up to this one",
            "Split the data set.");
      }
    }

    private void addClasses(String path, Map<String, String> metadata, String label) {
      List<String> declared = HuggingFaceFeatures.classes(path, metadata, label).orElse(List.of());

      if (classes != null && !classes.equals(declared)) {
        throw new DataException(
            path,
            "the classes of the files before it, %s".formatted(classes),
            String.valueOf(declared),
            "Keep data sets of different classes in different folders.");
      }

      classes = declared;
    }

    private ParquetContent build(String location, List<String> given) {
      if (rows == 0) {
        throw new DataException(
            location, "at least one row", "none", "The Parquet files are empty: make them again.");
      }

      List<String> names = given.isEmpty() ? ownClasses() : List.copyOf(given);

      if (maximumLabel >= names.size()) {
        throw new DataException(
            location,
            "labels 0…%d for %d classes".formatted(names.size() - 1, names.size()),
            "label " + maximumLabel,
            "Name as many classes as the labels have: in the files, or where the data is named.");
      }

      int mean = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / rows));
      return new ParquetContent(List.copyOf(parts), names, mean, commonShape());
    }

    private List<String> ownClasses() {
      return classes.isEmpty()
          ? IntStream.rangeClosed(0, maximumLabel).mapToObj(String::valueOf).toList()
          : classes;
    }

    private ImageShape commonShape() {
      return shapes.stream().distinct().count() == 1 ? shapes.get(0).orElse(null) : null;
    }
  }
}
