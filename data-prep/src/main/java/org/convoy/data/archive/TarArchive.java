package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;
import org.convoy.data.DataException;
import org.convoy.data.FileRanges;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ListingDigest;

/**
 * A tar archive, plain or compressed by gzip or Zstandard. ustar, GNU long names and pax paths are
 * understood; a hard link is the file that it is linked to; symbolic links, devices and sparse
 * files are errors. What follows the end of the archive is another one, as GNU tar's {@code
 * --ignore-zeros} has it.
 *
 * <p>In a plain archive the list is made by going from header to header, and a file is read at its
 * position. A compressed archive has no positions to go to: the list takes one pass over all of it,
 * and so does each reading of some files, up to the last of them, which are then held in memory.
 */
public final class TarArchive implements Archive {
  private final ArchiveFile file;

  TarArchive(ArchiveFile file) {
    this.file = requireNonNull(file, "file is null");
  }

  /**
   * Finds an archive that can only be a tar.
   *
   * @throws DataException as {@link Archive#at}, and when it is a zip archive
   */
  public static TarArchive at(Configuration hadoop, String path) {
    ArchiveFile file = ArchiveFile.at(hadoop, path);

    if (file.packing() == Packing.ZIP) {
      throw new DataException(
          path, "a tar archive", "a zip archive", "Extract it, or pack its files as a .tar.");
    }

    return new TarArchive(file);
  }

  @Override
  public ArchiveListing list(Configuration hadoop, Predicate<String> hashed) {
    Map<Long, byte[]> hashes = new HashMap<>();

    try (TarReader reader = new TarReader(file.open(hadoop))) {
      for (Optional<ArchiveEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        ArchiveEntry entry = next.get();

        if (file.packing().isStream() && reader.isAt(entry) && hashed.test(entry.name())) {
          hashes.put(entry.offset(), reader.hash(entry, Sha256.digest()));
        }
      }

      return new ArchiveListing(reader.files(), hashes);
    }
  }

  @Override
  public Optional<ArchiveEntry> first(Configuration hadoop, Predicate<ArchiveEntry> fits) {
    try (TarReader reader = new TarReader(file.open(hadoop))) {
      Optional<ArchiveEntry> entry = reader.next();

      while (entry.isPresent() && !fits.test(entry.get())) {
        entry = reader.next();
      }

      return entry;
    }
  }

  @Override
  public Contents read(Configuration hadoop, List<ArchiveRange> ranges) {
    file.requireUnchanged(hadoop);
    return file.packing().isStream()
        ? StreamedContents.read(file.open(hadoop), ranges)
        : new PlainContents(
            FileRanges.open(
                hadoop,
                HadoopFiles.path(file.path()),
                ranges.stream().mapToLong(ArchiveRange::offset).toArray(),
                ranges.stream().mapToInt(ArchiveRange::size).toArray()));
  }

  @Override
  public SampleAccess access() {
    return file.packing().isStream() ? SampleAccess.FROM_THE_START : SampleAccess.BY_ID;
  }

  @Override
  public void addTo(ListingDigest digest) {
    file.addTo(digest);
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public String toString() {
    return "TarArchive(" + file.path() + ")";
  }
}
