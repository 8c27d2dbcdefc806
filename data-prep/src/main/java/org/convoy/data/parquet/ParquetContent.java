package org.convoy.data.parquet;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageShape;
import org.convoy.data.LabelMapping;
import org.convoy.data.folder.CodePointOrder;

/** What the footers of a split's files say. */
record ParquetContent(
    List<ParquetPart> parts,
    ParquetLabels labels,
    LabelMapping.Names classNames,
    int sampleBytes,
    ImageShape commonShape)
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

  /**
   * Opens every file for its footer.
   *
   * @param classes names in order of label; none: those that the files declare or have as labels,
   *     else numbers
   * @throws DataException when rows have no labels, among other things
   */
  static ParquetContent read(
      Configuration hadoop, String location, List<String> paths, List<String> classes) {
    return open(hadoop, paths).build(location, classes);
  }

  /** As {@link #read}; nothing where not a single row has a label. */
  static Optional<ParquetContent> readIfLabelled(
      Configuration hadoop, String location, List<String> paths, List<String> classes) {
    Builder content = open(hadoop, paths);
    return content.hasNoLabels() ? Optional.empty() : Optional.of(content.build(location, classes));
  }

  private static Builder open(Configuration hadoop, List<String> paths) {
    Builder content = new Builder();

    for (String path : paths) {
      try (ParquetRows file = ParquetRows.open(hadoop, path)) {
        content.add(path, file);
      }
    }

    return content;
  }

  int[] readLabels(Configuration hadoop) {
    int[] read = new int[size()];

    for (ParquetPart part : parts) {
      try (ParquetRows file = ParquetRows.open(hadoop, part.path())) {
        RowGroups.readLabels(file, labels, read, part.firstId());
      }
    }

    return read;
  }

  private static final class Builder {
    private final List<ParquetPart> parts = new ArrayList<>();
    private final List<Optional<ImageShape>> shapes = new ArrayList<>();
    private List<String> declared;
    private RowGroups.Labels labels = RowGroups.Labels.NONE;
    private boolean hasTruthValues;
    private DataException problem;
    private long rows;
    private long bytes;

    private void add(String path, ParquetRows file) {
      List<Integer> groups = RowGroups.rows(file);
      parts.add(new ParquetPart(path, (int) rows, groups));
      rows += groups.stream().mapToLong(Integer::longValue).sum();
      bytes += RowGroups.imageBytes(file);
      addLabels(path, file);
      Map<String, String> metadata = file.metadata().getFileMetaData().getKeyValueMetaData();
      addClasses(path, metadata, file.columns());

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

    private void addLabels(String path, ParquetRows file) {
      RowGroups.Labels found = RowGroups.labels(file);
      labels = labels.plus(found);
      hasTruthValues |= file.columns().hasTruthValues();

      if (problem == null && !file.columns().hasLabel()) {
        problem = ImageColumns.noLabel(path, file.metadata().getFileMetaData().getSchema());
      } else if (problem == null && !areWhole(found)) {
        problem =
            new DataException(
                path,
                "a label of at least 0 in each row",
                found.nulls() > 0
                    ? found.nulls() + " rows without one"
                    : "labels %d…%d".formatted(found.minimum(), found.maximum()),
                "Take a split that has labels.");
      }
    }

    private static boolean areWhole(RowGroups.Labels labels) {
      return labels.nulls() == 0 && labels.minimum() >= 0 && labels.maximum() < Integer.MAX_VALUE;
    }

    private boolean hasNoLabels() {
      return rows > 0 && labels.areMissing();
    }

    private void addClasses(String path, Map<String, String> metadata, ImageColumns columns) {
      List<String> names =
          columns.hasLabel()
              ? HuggingFaceFeatures.classes(path, metadata, columns.label().getName())
                  .orElse(List.of())
              : List.of();

      if (declared != null && !declared.equals(names)) {
        throw new DataException(
            path,
            "the classes of the files before it, " + LabelMapping.shown(declared),
            names.isEmpty() ? "no names" : LabelMapping.shown(names),
            "Keep data sets of different classes in different folders.");
      }

      declared = names;
    }

    private ParquetContent build(String location, List<String> given) {
      if (rows == 0) {
        throw new DataException(
            location, "at least one row", "none", "The Parquet files are empty: make them again.");
      }

      if (problem != null) {
        throw problem;
      }

      List<String> own = ownClasses();
      requireWithin(location, own);
      LabelMapping.Names found = names();

      // Only numbers can be given names; what has names is matched by whoever knows both.
      if (found == LabelMapping.Names.NUMBERS && !given.isEmpty()) {
        requireWithin(location, given);
        own = given;
        found = LabelMapping.Names.GIVEN;
      }

      int mean = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / rows));
      return new ParquetContent(
          List.copyOf(parts), new ParquetLabels(own), found, mean, commonShape());
    }

    private LabelMapping.Names names() {
      return declared.isEmpty() && labels.names().isEmpty() && !hasTruthValues
          ? LabelMapping.Names.NUMBERS
          : LabelMapping.Names.GIVEN;
    }

    private List<String> ownClasses() {
      if (!declared.isEmpty()) {
        return declared;
      }

      if (!labels.names().isEmpty()) {
        List<String> sorted = new ArrayList<>(labels.names());
        sorted.sort(CodePointOrder.INSTANCE);
        return sorted;
      }

      return hasTruthValues
          ? List.of("false", "true")
          : LongStream.rangeClosed(0, labels.maximum()).mapToObj(String::valueOf).toList();
    }

    private void requireWithin(String location, List<String> names) {
      if (labels.maximum() >= names.size()) {
        throw new DataException(
            location,
            "labels 0…%d for %d classes".formatted(names.size() - 1, names.size()),
            "label " + labels.maximum(),
            "Name as many classes as the labels have: in the files, or where the data is named.");
      }

      List<String> others = labels.names().stream().filter(name -> !names.contains(name)).toList();

      if (!others.isEmpty()) {
        throw new DataException(
            location,
            "labels out of the classes " + LabelMapping.shown(names),
            LabelMapping.shown(others),
            "Name all classes, or leave the rows of the others out.");
      }
    }

    private ImageShape commonShape() {
      return shapes.stream().distinct().count() == 1 ? shapes.get(0).orElse(null) : null;
    }
  }
}
