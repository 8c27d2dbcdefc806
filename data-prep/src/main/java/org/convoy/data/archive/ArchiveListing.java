package org.convoy.data.archive;

import java.util.List;
import java.util.Map;

/**
 * The files of an archive.
 *
 * @param entries in the order of the archive
 * @param contentHashes SHA-256 by offset, of the files that were to be hashed, if the archive is a
 *     compressed tar; empty for others, of which only headers were read
 */
public record ArchiveListing(List<ArchiveEntry> entries, Map<Long, byte[]> contentHashes) {
  public ArchiveListing {
    entries = entries instanceof ArchiveEntries ? entries : List.copyOf(entries);
    contentHashes = Map.copyOf(contentHashes);
  }

  /** Names of the files, in the same order. */
  List<String> names() {
    return entries instanceof ArchiveEntries compact
        ? compact.names()
        : entries.stream().map(ArchiveEntry::name).toList();
  }

  /** Whether the contents of all these files are hashed. */
  boolean hashes(List<ArchiveEntry> files) {
    return files.stream().allMatch(file -> contentHashes.containsKey(file.offset()));
  }

  byte[] hash(ArchiveEntry file) {
    return contentHashes.get(file.offset());
  }
}
