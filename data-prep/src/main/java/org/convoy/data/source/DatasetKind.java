package org.convoy.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.archive.Archive;
import org.convoy.data.archive.ArchiveEntry;
import org.convoy.data.cifar.CifarLabels;
import org.convoy.data.folder.FileTree;
import org.convoy.data.folder.HiddenFiles;
import org.convoy.data.folder.ImageFiles;
import org.convoy.data.idx.IdxDataset;

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

  /** Recognises data sets by the names of their files. */
  static final class KindDetection {
    private static final String PARQUET_SUFFIX = ".parquet";
    private static final int NAMES_IN_MESSAGE = 10;

    /** Enough to pass by what lies beside the images; a listing of millions is not waited for. */
    private static final int FILES_LOOKED_AT = 10_000;

    private KindDetection() {}

    static DatasetKind detect(Configuration hadoop, String path) {
      Path root = HadoopFiles.path(path);

      try {
        FileSystem files = HadoopFiles.of(root, hadoop);
        FileStatus status = files.getFileStatus(root);

        return status.isDirectory()
            ? ofFolder(files, status.getPath()).orElseThrow(() -> unknown(path, names(files, root)))
            : ofFile(hadoop, path).orElseThrow(() -> unknown(path, otherFile(hadoop, path)));
      } catch (FileNotFoundException e) {
        throw DataException.missing(path, "a data set", e);
      } catch (IOException e) {
        throw DataException.ofReading(
            path,
            "a readable data set",
            ("Check the path, the permissions, and that what precedes a colon is a file"
                    + " system or one of the kinds %s.")
                .formatted(kinds()),
            e);
      }
    }

    private static String kinds() {
      return Arrays.stream(DatasetKind.values())
          .map(DatasetKind::specName)
          .collect(Collectors.joining(", "));
    }

    private static Optional<DatasetKind> ofFile(Configuration hadoop, String path) {
      if (path.endsWith(PARQUET_SUFFIX)) {
        return Optional.of(DatasetKind.PARQUET);
      }

      return Archive.isArchive(path)
          ? Archive.at(hadoop, path)
              .first(hadoop, entry -> ofEntry(entry).isPresent())
              .flatMap(KindDetection::ofEntry)
          : Optional.empty();
    }

    private static String otherFile(Configuration hadoop, String path) {
      return Archive.unread(hadoop, path).orElse("a file of another kind");
    }

    private static Optional<DatasetKind> ofEntry(ArchiveEntry entry) {
      return ImageFiles.isImage(entry.name())
          ? Optional.of(DatasetKind.FOLDER)
          : cifar(entry.name().substring(entry.name().lastIndexOf('/') + 1));
    }

    private static Optional<DatasetKind> cifar(String name) {
      return Arrays.stream(CifarLabels.values())
          .filter(labels -> labels.hasFile(name))
          .map(KindDetection::kindOf)
          .findFirst();
    }

    private static DatasetKind kindOf(CifarLabels labels) {
      return labels == CifarLabels.CIFAR10 ? DatasetKind.CIFAR10 : DatasetKind.CIFAR100;
    }

    private static Optional<DatasetKind> ofFolder(FileSystem files, Path root) throws IOException {
      Collection<String> names = new TreeSet<>();

      for (FileStatus status : HadoopFiles.list(files, root)) {
        names.add(status.getPath().getName());
      }

      if (IdxDataset.hasFiles(names)) {
        return Optional.of(DatasetKind.IDX);
      }

      Optional<DatasetKind> cifar =
          names.stream().flatMap(name -> ofCifarName(name).stream()).findFirst();
      return cifar.isPresent() ? cifar : ofFilesBelow(files, root);
    }

    /** As {@link #cifar}, and by what holds the files. */
    private static Optional<DatasetKind> ofCifarName(String name) {
      return Arrays.stream(CifarLabels.values())
          .filter(labels -> name.equals(labels.folder()) || name.equals(labels.archive()))
          .map(KindDetection::kindOf)
          .findFirst()
          .or(() -> cifar(name));
    }

    private static Optional<DatasetKind> ofFilesBelow(FileSystem files, Path root)
        throws IOException {
      RemoteIterator<? extends FileStatus> below = FileTree.filesBelow(files, root);
      int depth = root.depth();
      int prefix = root.isRoot() ? 1 : root.toUri().getPath().length() + 1;

      for (int i = 0; i < FILES_LOOKED_AT && below.hasNext(); i++) {
        Path file = below.next().getPath();

        if (HiddenFiles.isHidden(file.toUri().getPath().substring(prefix))) {
          continue;
        }

        if (file.getName().endsWith(PARQUET_SUFFIX)) {
          return Optional.of(DatasetKind.PARQUET);
        }

        if (ImageFiles.isImage(file.getName()) && file.depth() > depth + 1) {
          return Optional.of(DatasetKind.FOLDER);
        }
      }

      return Optional.empty();
    }

    private static String names(FileSystem files, Path root) {
      try {
        FileStatus[] found = files.listStatus(root);
        String names =
            Arrays.stream(found)
                .map(status -> status.getPath().getName())
                .sorted()
                .limit(NAMES_IN_MESSAGE)
                .collect(Collectors.joining(", "));

        return found.length == 0
            ? "an empty folder"
            : found.length > NAMES_IN_MESSAGE
                ? "%s and %d more".formatted(names, found.length - NAMES_IN_MESSAGE)
                : names;
      } catch (IOException e) {
        return "an error: " + e;
      }
    }

    private static DataException unknown(String path, String found) {
      return new DataException(
          path,
          "IDX files (train-images-idx3-ubyte.gz, …), CIFAR's binary files (data_batch_1.bin or"
              + " train.bin, …, extracted or in their .tar.gz), Parquet files (*.parquet), or class"
              + " folders of images (train/cat/1.jpg, …), also in a .tar, .tar.gz, .tar.zst or"
              + " .zip",
          found,
          "Check the path, or name the kind, for example folder:" + path + ".");
    }
  }
}
