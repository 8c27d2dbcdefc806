package org.convoy.data.source;

import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;

/** Formats of data sets. */
public enum DatasetKind {
  /** MNIST's files, see {@link org.convoy.data.idx.IdxDataset}. */
  IDX,
  /** CIFAR-10's binary version, see {@link org.convoy.data.cifar.CifarDataset}. */
  CIFAR10,
  /** CIFAR-100's binary version, see {@link org.convoy.data.cifar.CifarDataset}. */
  CIFAR100,
  /**
   * Class folders of image files, in a folder ({@link org.convoy.data.folder.FolderDataset}) or a
   * .tar, .tar.gz, .tar.zst or .zip archive ({@link org.convoy.data.archive.ArchiveDataset}).
   */
  FOLDER,
  /** Parquet files, as {@code convoy prepare} writes them. */
  PARQUET;

  /**
   * Finds out the kind of what lies at a path, by the names of its files.
   *
   * @param path any Hadoop path
   * @throws DataException when it is none of the kinds, telling what was looked for
   */
  public static DatasetKind detect(Configuration hadoop, String path) {
    return KindDetection.detect(hadoop, path);
  }

  /** The kind of this name, in whatever case. */
  static Optional<DatasetKind> named(String name) {
    for (DatasetKind kind : values()) {
      if (kind.specName().equals(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(kind);
      }
    }

    return Optional.empty();
  }

  /** The name in lower case, as it stands before the colon of {@code kind:path}. */
  public String specName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
