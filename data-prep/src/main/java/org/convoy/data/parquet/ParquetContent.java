package org.convoy.data.parquet;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.convoy.data.ConcurrentReads;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
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
    return open(hadoop, location, paths).build(location, classes);
  }

  /** As {@link #read}; nothing where not a single row has a label. */
  static Optional<ParquetContent> readIfLabelled(
      Configuration hadoop, String location, List<String> paths, List<String> classes) {
    Builder content = open(hadoop, location, paths);
    return content.hasNoLabels() ? Optional.empty() : Optional.of(content.build(location, classes));
  }

  /** Why the rows of a file have no labels, as far as its columns tell. */
  static String lackOfLabel(Configuration hadoop, String path) {
    try (ParquetRows file = ParquetRows.open(hadoop, path)) {
      return ImageColumns.lackOfLabel(file.metadata().getFileMetaData().getSchema());
    }
  }

  /** Reads the footers of several files at a time. */
  private static Builder open(Configuration hadoop, String location, List<String> paths) {
    Builder content = new Builder();
    forAll(hadoop, location, paths, path -> Footer.read(hadoop, path)).forEach(content::add);
    return content;
  }

  private static <T, R> List<R> forAll(
      Configuration hadoop, String location, List<T> files, ConcurrentReads.Read<T, R> read) {
    Path path = HadoopFiles.path(location);

    try (ConcurrentReads reads = ConcurrentReads.of(HadoopFiles.of(path, hadoop))) {
      return reads.all(files, read);
    } catch (IOException e) {
      throw DataException.ofReading(
          location, "readable Parquet files", "Check the file system.", e);
    }
  }

  int[] readLabels(Configuration hadoop) {
    int[] read = new int[size()];
    forAll(hadoop, parts.get(0).path(), parts, part -> readLabels(hadoop, part, read));
    return read;
  }

  private int readLabels(Configuration hadoop, ParquetPart part, int[] read) {
    try (ParquetRows file = ParquetRows.open(hadoop, part.path())) {
      RowGroups.readLabels(file, labels, read, part.firstId());
      return part.rows();
    }
  }

  /** What a file says without its images. */
  private record Footer(
      ParquetPart part,
      long imageBytes,
      RowGroups.Labels labels,
      boolean hasTruthValues,
      Optional<DataException> problem,
      List<String> classes,
      Optional<ImageShape> shape) {
    private static Footer read(Configuration hadoop, String path) {
      try (ParquetRows file = ParquetRows.open(hadoop, path)) {
        Map<String, String> metadata = file.metadata().getFileMetaData().getKeyValueMetaData();
        FileStatus status = file.status();
        RowGroups.Labels labels = RowGroups.labels(file);

        return new Footer(
            new ParquetPart(
                path, 0, RowGroups.rows(file), status.getLen(), status.getModificationTime()),
            RowGroups.imageBytes(file),
            labels,
            file.columns().hasTruthValues(),
            problem(path, file, labels),
            classes(path, metadata, file.columns()),
            ShapeMetadata.read(path, metadata));
      }
    }

    private static Optional<DataException> problem(
        String path, ParquetRows file, RowGroups.Labels labels) {
      if (!file.columns().hasLabel()) {
        return Optional.of(
            ImageColumns.noLabel(path, file.metadata().getFileMetaData().getSchema()));
      }

      if (labels.nulls() == 0 && labels.minimum() >= 0 && labels.maximum() < Integer.MAX_VALUE) {
        return Optional.empty();
      }

      return Optional.of(
          new DataException(
              path,
              "a label of at least 0 in each row",
              labels.nulls() > 0
                  ? labels.nulls() + " rows without one"
                  : "labels %d…%d".formatted(labels.minimum(), labels.maximum()),
              "Take a split that has labels."));
    }

    private static List<String> classes(
        String path, Map<String, String> metadata, ImageColumns columns) {
      return columns.hasLabel()
          ? HuggingFaceFeatures.classes(path, metadata, columns.label().getName()).orElse(List.of())
          : List.of();
    }
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

    private void add(Footer footer) {
      ParquetPart part = footer.part();
      parts.add(part.startingAt((int) rows));
      rows += part.rows();
      bytes += footer.imageBytes();
      labels = labels.plus(footer.labels());
      hasTruthValues |= footer.hasTruthValues();
      problem = problem == null ? footer.problem().orElse(null) : problem;
      addClasses(part.path(), footer.classes());

      if (!part.groupRows().isEmpty()) {
        shapes.add(footer.shape());
      }

      if (rows > Integer.MAX_VALUE) {
        throw new DataException(
            part.path(),
            "at most %d rows in all files".formatted(Integer.MAX_VALUE),
            rows + " up to this one",
            "Split the data set.");
      }
    }

    private boolean hasNoLabels() {
      return rows > 0 && labels.areMissing();
    }

    private void addClasses(String path, List<String> names) {
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

      // Only numbers can be given names; what has names is matched by whoever knows both. What was
      // prepared of data without names declares their numbers.
      if (!given.isEmpty() && (found == LabelMapping.Names.NUMBERS || declaresOnlyNumbers(given))) {
        requireWithin(location, given);
        own = given;
        found = LabelMapping.Names.GIVEN;
      }

      int mean = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / rows));
      return new ParquetContent(
          List.copyOf(parts), new ParquetLabels(own), found, mean, commonShape());
    }

    private boolean declaresOnlyNumbers(List<String> given) {
      return !declared.isEmpty()
          && LabelMapping.likely(declared) == LabelMapping.Names.NUMBERS
          && Collections.disjoint(declared, given);
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
