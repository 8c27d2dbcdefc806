package org.convoy.data.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.archive.Archive;
import org.convoy.data.archive.ArchiveDataset;
import org.convoy.data.cifar.CifarDataset;
import org.convoy.data.cifar.CifarLabels;
import org.convoy.data.folder.FolderDataset;
import org.convoy.data.idx.IdxDataset;
import org.convoy.data.parquet.ParquetDataset;
import org.convoy.data.split.SplitDataset;
import org.convoy.data.split.StratifiedSplit;

/**
 * Where a data set is and how it is read.
 *
 * @param kind its format
 * @param path any Hadoop path; what is none is refused with a DataException
 * @param classes names in order of label; none: those that come with the data, or numbers where it
 *     has none (IDX)
 * @param labels which labels of CIFAR-100 are used
 * @param validation how a part of the training data is set aside; empty: the given test split is
 *     used
 */
public record DatasetSource(
    DatasetKind kind,
    String path,
    List<String> classes,
    Cifar100Labels labels,
    Optional<StratifiedSplit> validation) {
  public DatasetSource {
    requireNonNull(kind, "kind is null");
    requireNonNull(path, "path is null");
    requireNonNull(labels, "labels is null");
    requireNonNull(validation, "validation is null");
    classes = List.copyOf(classes);
    HadoopFiles.path(path);
  }

  /** The two label sets of CIFAR-100. */
  public enum Cifar100Labels {
    /** A hundred classes. */
    FINE,
    /** Twenty superclasses. */
    COARSE
  }

  /** With the classes of the data, CIFAR-100's fine labels and the given splits. */
  public static DatasetSource of(DatasetKind kind, String path) {
    return new DatasetSource(kind, path, List.of(), Cifar100Labels.FINE, Optional.empty());
  }

  /**
   * Understands {@code path} or {@code kind:path}, for example {@code folder:hdfs://host/pictures};
   * where no kind is named, it is found out.
   *
   * @throws org.convoy.data.DataException when it is to be found out and cannot be
   */
  public static DatasetSource parse(Configuration hadoop, String spec) {
    int colon = spec.indexOf(':');
    Optional<DatasetKind> kind =
        colon < 0 ? Optional.empty() : DatasetKind.named(spec.substring(0, colon));

    return kind.map(named -> of(named, spec.substring(colon + 1)))
        .orElseGet(() -> of(DatasetKind.detect(hadoop, spec), spec));
  }

  /** The same with other class names. */
  public DatasetSource withClasses(List<String> names) {
    return new DatasetSource(kind, path, names, labels, validation);
  }

  /** The same with other labels of CIFAR-100. */
  public DatasetSource withLabels(Cifar100Labels other) {
    return new DatasetSource(kind, path, classes, other, validation);
  }

  /** The same with a part of the training data in place of the test split. */
  public DatasetSource withValidation(StratifiedSplit split) {
    return new DatasetSource(kind, path, classes, labels, Optional.of(split));
  }

  /**
   * Opens one split. When a part of the training data is set aside, that part is the test split,
   * whether the data has one of its own or not.
   *
   * @throws org.convoy.data.DataException when it is missing, unreadable or inconsistent
   */
  public ImageDataset open(Configuration hadoop, Split split) {
    if (validation.isEmpty()) {
      return openGiven(hadoop, split);
    }

    SplitDataset parts = openBoth(hadoop);
    return split == Split.TRAIN ? parts.train() : parts.validation();
  }

  /** As {@link #open} for both splits, listing the data once. */
  public SplitDataset openBoth(Configuration hadoop) {
    if (validation.isPresent()) {
      return validation.get().divide(hadoop, openGiven(hadoop, Split.TRAIN));
    }

    if (kind != DatasetKind.FOLDER) {
      return new SplitDataset(openGiven(hadoop, Split.TRAIN), openGiven(hadoop, Split.TEST));
    }

    Map<Split, ? extends ImageDataset> splits =
        Archive.isArchive(path)
            ? ArchiveDataset.openSplits(hadoop, path, classes)
            : FolderDataset.openSplits(hadoop, path, classes);
    return new SplitDataset(splits.get(Split.TRAIN), splits.get(Split.TEST));
  }

  private ImageDataset openGiven(Configuration hadoop, Split split) {
    return switch (kind) {
      case IDX -> IdxDataset.open(hadoop, path, split, idxClasses(hadoop));
      case CIFAR10 -> CifarDataset.open(hadoop, path, CifarLabels.CIFAR10, split, classes);
      case CIFAR100 -> CifarDataset.open(hadoop, path, cifar100(), split, classes);
      case FOLDER ->
          Archive.isArchive(path)
              ? ArchiveDataset.open(hadoop, path, split, classes)
              : FolderDataset.open(hadoop, path, split, classes);
      case PARQUET -> ParquetDataset.open(hadoop, path, split, classes);
    };
  }

  private List<String> idxClasses(Configuration hadoop) {
    return classes.isEmpty()
        ? IdxDataset.numberedClasses(IdxDataset.countClasses(hadoop, path))
        : classes;
  }

  private CifarLabels cifar100() {
    return labels == Cifar100Labels.FINE ? CifarLabels.CIFAR100_FINE : CifarLabels.CIFAR100_COARSE;
  }

  /** {@code kind:path}. */
  @Override
  public String toString() {
    return kind.specName() + ":" + path;
  }
}
