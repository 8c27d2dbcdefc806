package org.convoy.data.cifar;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Contents;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.archive.ArchiveEntry;
import org.convoy.data.archive.ArchiveEntry.ArchiveRange;
import org.convoy.data.archive.TarArchive;
import org.convoy.data.cifar.Store.Range;

/** Files in a tar archive, in whatever folder of it. */
final class ArchiveStore implements Store {
  private final TarArchive archive;
  private final TreeMap<String, Long> sizes = new TreeMap<>();
  private final TreeMap<String, Long> offsets = new TreeMap<>();

  private ArchiveStore(TarArchive archive) {
    this.archive = requireNonNull(archive, "archive is null");
  }

  static ArchiveStore open(Configuration hadoop, String path) {
    ArchiveStore store = new ArchiveStore(TarArchive.at(hadoop, path));

    for (ArchiveEntry entry : store.archive.list(hadoop, name -> false)) {
      String name = entry.name().substring(entry.name().lastIndexOf('/') + 1);
      store.sizes.put(name, entry.size());
      store.offsets.put(name, entry.offset());
    }

    return store;
  }

  @Override
  public String location() {
    return archive.path();
  }

  @Override
  public Map<String, Long> sizes() {
    return sizes;
  }

  @Override
  public SampleAccess access() {
    return archive.access();
  }

  @Override
  public Contents read(Configuration hadoop, List<Range> ranges) {
    return archive.read(
        hadoop,
        ranges.stream()
            .map(
                range ->
                    new ArchiveRange(offsets.get(range.file()) + range.offset(), range.length()))
            .toList());
  }
}
