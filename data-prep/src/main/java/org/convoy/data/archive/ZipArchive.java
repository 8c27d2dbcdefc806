package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ListingDigest;

/**
 * A zip archive, listed by its central directory, with files that are stored or deflated. Each is
 * read at its place, and its CRC-32 checked.
 */
final class ZipArchive implements Archive {
  private final ArchiveFile file;

  ZipArchive(ArchiveFile file) {
    this.file = requireNonNull(file, "file is null");
  }

  @Override
  public ArchiveListing list(Configuration hadoop, Predicate<String> hashed) {
    try (ArchiveInput input = file.open(hadoop)) {
      return new ArchiveListing(new ZipDirectory(input, file.length()).files(), Map.of());
    }
  }

  @Override
  public Optional<ArchiveEntry> first(Configuration hadoop, Predicate<ArchiveEntry> fits) {
    return list(hadoop, name -> false).entries().stream().filter(fits).findFirst();
  }

  @Override
  public Contents read(Configuration hadoop, List<ArchiveRange> ranges) {
    file.requireUnchanged(hadoop);
    return new ZipContents(file.open(hadoop), file.length(), ranges);
  }

  @Override
  public void addTo(ListingDigest digest) {
    file.addTo(digest);
  }

  @Override
  public SampleAccess access() {
    return SampleAccess.BY_ID;
  }

  @Override
  public String path() {
    return file.path();
  }

  @Override
  public String toString() {
    return "ZipArchive(" + file.path() + ")";
  }
}
