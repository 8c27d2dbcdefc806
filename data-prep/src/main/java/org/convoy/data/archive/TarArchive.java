package org.convoy.data.archive;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.FileRanges;
import org.convoy.data.HadoopFiles;
import org.convoy.data.archive.ArchiveEntry.ArchiveRange;
import org.convoy.data.archive.ArchiveFile.Packing;

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
public final class TarArchive extends Archive {
  TarArchive(ArchiveFile file) {
    super(file);
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
  public ArchiveEntries list(Configuration hadoop, Predicate<String> hashed) {

    try (TarReader reader = new TarReader(file().open(hadoop))) {
      for (Optional<ArchiveEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        ArchiveEntry entry = next.get();

        if (file().packing().isStream() && reader.isAt(entry) && hashed.test(entry.name())) {
          reader.files().addHash(entry, reader.hash(entry, Sha256.digest()));
        }
      }

      return reader.files();
    }
  }

  @Override
  public Optional<ArchiveEntry> first(Configuration hadoop, Predicate<ArchiveEntry> fits) {
    try (TarReader reader = new TarReader(file().open(hadoop))) {
      Optional<ArchiveEntry> entry = reader.next();

      while (entry.isPresent() && !fits.test(entry.get())) {
        entry = reader.next();
      }

      return entry;
    }
  }

  @Override
  public Contents read(Configuration hadoop, List<ArchiveRange> ranges) {
    file().requireUnchanged(hadoop);
    return file().packing().isStream()
        ? Contents.of(new ArrayDeque<>(decompress(file().open(hadoop), ranges))::remove)
        : FileRanges.open(
            hadoop,
            HadoopFiles.path(path()),
            ranges.stream().mapToLong(ArchiveRange::offset).toArray(),
            ranges.stream().mapToInt(ArchiveRange::size).toArray());
  }

  /** Decompresses an archive once, up to the last wanted range, and gives all wanted ranges. */
  private static List<byte[]> decompress(ArchiveInput opened, List<ArchiveRange> ranges) {
    Map<ArchiveRange, byte[]> contents = new HashMap<>();
    try (ArchiveInput input = opened) {
      ranges.stream()
          .distinct()
          .sorted(Comparator.comparingLong(ArchiveRange::offset))
          .forEach(
              range -> {
                input.skipTo(range.offset());
                contents.put(range, input.readExactly(range.size()));
              });
    }

    return ranges.stream().map(contents::get).toList();
  }
}
