package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ListingDigest;
import org.convoy.data.archive.ArchiveEntry.ArchiveRange;
import org.convoy.data.archive.ArchiveFile.Packing;

/**
 * An archive on any Hadoop file system, read as it is: the list of its files, and reading some of
 * them. Nothing is ever extracted, so names cannot do harm.
 */
public abstract class Archive implements Serializable {
  /** Endings of archives' names, in whatever case. */
  public static final List<String> SUFFIXES =
      List.of(".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst", ".zip");

  /** As it was when it was found. */
  private final ArchiveFile file;

  Archive(ArchiveFile file) {
    this.file = requireNonNull(file, "file is null");
  }

  final ArchiveFile file() {
    return file;
  }

  /** Whether a path is named like an archive. */
  public static boolean isArchive(String path) {
    return SUFFIXES.stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith);
  }

  /**
   * Finds an archive: what it is, its first bytes tell, whatever its name ends with.
   *
   * @throws DataException when it is not there, no file, or packed in a way that is not read
   */
  public static Archive at(Configuration hadoop, String path) {
    ArchiveFile file = ArchiveFile.at(hadoop, path);
    return file.packing() == Packing.ZIP ? new ZipArchive(file) : new TarArchive(file);
  }

  /**
   * What an archive is that is not read, whatever its name ends with; nothing of other files.
   *
   * @throws DataException when it cannot be read
   */
  public static Optional<String> unread(Configuration hadoop, String path) {
    return ArchiveFile.unread(hadoop, path);
  }

  /** Adds to what a data set is recognised by that this archive, and no later one, holds it. */
  final void addTo(ListingDigest digest) {
    digest.addTime(file.length());
    digest.addTime(file.modificationTime());
  }

  /** Where it is. */
  public final String path() {
    return file.path();
  }

  /**
   * Lists all files in the order of the archive, which is checked from end to end on the way.
   *
   * @param hashed names of the files whose content is hashed if it passes by
   * @throws DataException when it is damaged, truncated, or holds anything but files and folders,
   *     or two files of one name
   */
  public abstract ArchiveEntries list(Configuration hadoop, Predicate<String> hashed);

  /** The first file that fits, if possible without looking at what follows it. */
  public abstract Optional<ArchiveEntry> first(Configuration hadoop, Predicate<ArchiveEntry> fits);

  /**
   * Reads contents in the given order. Of a compressed tar this reads and holds them all.
   *
   * @throws DataException when the archive is not what it was when it was found
   */
  public abstract Contents read(Configuration hadoop, List<ArchiveRange> ranges);

  /** What it costs to read one file: its place is known, unless the archive is one stream. */
  public final SampleAccess access() {
    return file.packing().isStream() ? SampleAccess.FROM_THE_START : SampleAccess.BY_ID;
  }

  @Override
  public final String toString() {
    return "%s(%s)".formatted(getClass().getSimpleName(), path());
  }
}
