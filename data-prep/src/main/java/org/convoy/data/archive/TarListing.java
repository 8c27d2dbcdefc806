package org.convoy.data.archive;

import java.util.List;
import java.util.Map;

/**
 * The files of an archive.
 *
 * @param entries in the order of the archive
 * @param contentHashes SHA-256 by offset, of the files that were to be hashed, if the archive is
 *     gzip; empty for a plain one, where only headers were read
 */
public record TarListing(List<TarEntry> entries, Map<Long, byte[]> contentHashes) {
  public TarListing {
    entries = List.copyOf(entries);
    contentHashes = Map.copyOf(contentHashes);
  }
}
