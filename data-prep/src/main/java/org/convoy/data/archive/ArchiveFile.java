package org.convoy.data.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that an archive is, as it was when it was found.
 *
 * @param length in bytes
 * @param modificationTime in milliseconds since 1970
 */
record ArchiveFile(String path, long length, long modificationTime, Packing packing)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFile.class);
  private static final long LARGE_STREAM_BYTES = 1L << 30;

  /** Finds a file; warns when it is compressed as a whole and has more than 1 GiB. */
  static ArchiveFile at(Configuration hadoop, String path) {
    FileStatus status = status(hadoop, path);
    byte[] start = start(hadoop, path);
    Packing.unread(start).ifPresent(name -> refuse(path, name));
    Packing packing = Packing.of(start);

    if (packing.isStream() && status.getLen() > LARGE_STREAM_BYTES) {
      LOG.warn(
          "{} has {} MB and is decompressed once for each partition: `convoy prepare` makes files"
              + " of it that are read far faster, and so does a plain .tar",
          path,
          status.getLen() >> 20);
    }

    return new ArchiveFile(path, status.getLen(), status.getModificationTime(), packing);
  }

  /**
   * What an archive is that is not read, of a file whose name says no more.
   *
   * @return nothing where it is another file
   */
  static Optional<String> unread(Configuration hadoop, String path) {
    return Packing.unread(start(hadoop, path));
  }

  private static void refuse(String path, String found) {
    throw new DataException(
        path,
        "a tar archive, plain or compressed by gzip or Zstandard, or a zip archive",
        found,
        "Pack the files as a .tar or a .zip.");
  }

  private static byte[] start(Configuration hadoop, String path) {
    Path file = HadoopFiles.path(path);

    try (FSDataInputStream input = HadoopFiles.open(file, hadoop)) {
      return input.readNBytes(Packing.SIGNATURE_BYTES);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static FileStatus status(Configuration hadoop, String path) {
    Path file = HadoopFiles.path(path);

    try {
      FileStatus status = HadoopFiles.of(file, hadoop).getFileStatus(file);

      if (!status.isFile()) {
        throw new DataException(
            path, "an archive", "a folder", "Take the suffix from the folder's name.");
      }

      return status;
    } catch (FileNotFoundException e) {
      throw DataException.missing(path, "an archive", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static RuntimeException unreadable(String path, IOException cause) {
    return DataException.ofReading(
        path, "an archive", "Check the path, the file system and the permissions.", cause);
  }

  void requireUnchanged(Configuration hadoop) {
    FileStatus now = status(hadoop, path);

    if (now.getLen() != length || now.getModificationTime() != modificationTime) {
      throw new DataException(
          path,
          "%d bytes of %d ms since 1970, as when it was opened".formatted(length, modificationTime),
          "%d bytes of %d ms".formatted(now.getLen(), now.getModificationTime()),
          "The archive was replaced meanwhile: start the job again.");
    }
  }

  /** Opens it, decompressed if it is compressed as a whole. */
  ArchiveInput open(Configuration hadoop) {
    return ArchiveInput.open(hadoop, this);
  }

  /** How an archive is packed, which its first bytes tell. */
  enum Packing {
    /** A tar as it is; also what is none, which its first header will show. */
    PLAIN,
    GZIP,
    ZSTD,
    ZIP;

    /** Of the longest signature. */
    static final int SIGNATURE_BYTES = 6;

    private record Signature(String bytes, String name) {
      boolean starts(byte[] file) {
        for (int i = 0; i < bytes.length(); i++) {
          if (i >= file.length || (file[i] & 0xff) != bytes.charAt(i)) {
            return false;
          }
        }

        return true;
      }
    }

    private static final Signature GZIP_START = new Signature("\u001f\u008b", "gzip data");
    private static final Signature ZSTD_START = new Signature("(\u00b5/\u00fd", "Zstandard data");

    /** Of a file, and of an archive without any. */
    private static final List<Signature> ZIP_STARTS =
        List.of(new Signature("PK\u0003\u0004", "a zip"), new Signature("PK\u0005\u0006", "a zip"));

    private static final List<Signature> OTHERS =
        List.of(
            new Signature("BZh", "bzip2 data"),
            new Signature("\u00fd7zXZ\u0000", "xz data"),
            new Signature("7z\u00bc\u00af'\u001c", "a 7z archive"),
            new Signature("Rar!", "a RAR archive"),
            new Signature("PK\u0007\u0008", "one part of a zip archive"),
            new Signature("\u0004\"M\u0018", "LZ4 data"),
            new Signature("\u001f\u009d", "data of the program compress"));

    /** Whether all of it has to be read to get at its end. */
    boolean isStream() {
      return this == GZIP || this == ZSTD;
    }

    static Packing of(byte[] start) {
      if (GZIP_START.starts(start)) {
        return GZIP;
      }

      if (ZSTD_START.starts(start)) {
        return ZSTD;
      }

      return ZIP_STARTS.stream().anyMatch(zip -> zip.starts(start)) ? ZIP : PLAIN;
    }

    /** What a file is that is not read; empty if it may be one that is. */
    static Optional<String> unread(byte[] start) {
      return OTHERS.stream().filter(other -> other.starts(start)).map(Signature::name).findFirst();
    }
  }
}
