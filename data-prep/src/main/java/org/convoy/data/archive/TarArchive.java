package org.convoy.data.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.Fingerprint;
import org.convoy.data.HadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tar archive, plain or gzip by its name, on any Hadoop file system: the list of its files, and
 * reading some of them. ustar, GNU long names and pax paths are understood; links, devices and
 * sparse files are errors. Nothing is ever extracted, so names cannot do harm.
 *
 * <p>In a plain archive the list is made by going from header to header, and a file is read at its
 * position. A gzip archive has no positions to go to: the list takes one pass over all of it, and
 * so does each reading of some files, up to the last of them, which are then held in memory.
 */
public final class TarArchive implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(TarArchive.class);
  private static final List<String> GZIP_SUFFIXES = List.of(".tar.gz", ".tgz");
  private static final long LARGE_GZIP_BYTES = 1L << 30;

  private final String path;
  private final long length;
  private final long modificationTime;

  private TarArchive(String path, long length, long modificationTime) {
    this.path = path;
    this.length = length;
    this.modificationTime = modificationTime;
  }

  /** Whether a path is named like an archive: .tar, .tar.gz or .tgz, in whatever case. */
  public static boolean isArchive(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".tar") || isGzip(path);
  }

  private static boolean isGzip(String path) {
    return GZIP_SUFFIXES.stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith);
  }

  /**
   * Finds an archive; warns when it is a gzip archive of more than 1 GiB.
   *
   * @throws DataException when it is not there or no file
   */
  public static TarArchive at(Configuration hadoop, String path) {
    FileStatus status = status(hadoop, path);
    TarArchive archive = new TarArchive(path, status.getLen(), status.getModificationTime());

    if (isGzip(path) && status.getLen() > LARGE_GZIP_BYTES) {
      LOG.warn(
          "{} has {} MB and is decompressed once for each partition: `convoy prepare` makes files"
              + " of it that are read far faster, and so does a plain .tar",
          path,
          status.getLen() >> 20);
    }

    return archive;
  }

  private static FileStatus status(Configuration hadoop, String path) {
    Path file = new Path(path);

    try {
      FileStatus status = HadoopFiles.of(file, hadoop).getFileStatus(file);

      if (!status.isFile()) {
        throw new DataException(
            path, "a tar archive", "a folder", "Take the suffix from the folder's name.");
      }

      return status;
    } catch (FileNotFoundException e) {
      throw new DataException(
          path, "a tar archive", "nothing", "Check the path, or fetch the data set first.", e);
    } catch (IOException e) {
      throw new DataException(
          path,
          "a tar archive",
          "an error: " + e,
          "Check the path, the file system and the permissions.",
          e);
    }
  }

  /**
   * Lists all files in the order of the archive, which is checked from end to end on the way.
   *
   * @param hashed names of the files whose content is hashed if it passes by
   * @throws DataException when it is damaged, truncated, or holds anything but files and folders,
   *     or two files of one name
   */
  public TarListing list(Configuration hadoop, Predicate<String> hashed) {
    List<TarEntry> entries = new ArrayList<>();
    Map<Long, byte[]> hashes = new HashMap<>();
    Set<String> names = new HashSet<>();

    try (TarReader reader = open(hadoop)) {
      for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        TarEntry entry = next.get();
        requireNew(entry, names);
        entries.add(entry);

        if (isGzip(path) && hashed.test(entry.name())) {
          hashes.put(entry.offset(), reader.hash(entry, Fingerprint.sha256()));
        }
      }

      if (isGzip(path)) {
        reader.drain();
      }
    }

    return new TarListing(entries, hashes);
  }

  private void requireNew(TarEntry entry, Set<String> names) {
    if (!names.add(entry.name())) {
      throw new DataException(
          path,
          "each file once",
          "two files named " + entry.name(),
          "Pack the archive again from the extracted files.");
    }
  }

  /** The first file that fits, without looking at what follows it. */
  public Optional<TarEntry> first(Configuration hadoop, Predicate<TarEntry> fits) {
    try (TarReader reader = open(hadoop)) {
      Optional<TarEntry> entry = reader.next();

      while (entry.isPresent() && !fits.test(entry.get())) {
        entry = reader.next();
      }

      return entry;
    }
  }

  private TarReader open(Configuration hadoop) {
    return new TarReader(
        isGzip(path)
            ? TarInput.openGzip(hadoop, new Path(path))
            : TarInput.openPlain(hadoop, new Path(path), length));
  }

  /**
   * Reads contents, or parts of them, in the given order. For a gzip archive this reads and holds
   * them all.
   *
   * @param offsets where each starts, see {@link TarEntry#offset}
   * @param lengths bytes of each
   * @throws DataException when the archive is not what it was when it was found
   */
  public Contents read(Configuration hadoop, long[] offsets, int[] lengths) {
    requireUnchanged(hadoop);

    return isGzip(path)
        ? GzipContents.read(hadoop, new Path(path), offsets, lengths)
        : new PlainContents(hadoop, new Path(path), length, offsets, lengths);
  }

  private void requireUnchanged(Configuration hadoop) {
    FileStatus now = status(hadoop, path);

    if (now.getLen() != length || now.getModificationTime() != modificationTime) {
      throw new DataException(
          path,
          "%d bytes of %d ms since 1970, as when it was opened".formatted(length, modificationTime),
          "%d bytes of %d ms".formatted(now.getLen(), now.getModificationTime()),
          "The archive was replaced meanwhile: start the job again.");
    }
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  @Override
  public String toString() {
    return "TarArchive(" + path + ")";
  }
}
