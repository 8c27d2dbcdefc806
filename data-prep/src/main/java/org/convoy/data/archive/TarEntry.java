package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

/**
 * A file in a tar archive.
 *
 * @param name its path as the archive has it, without leading "./" and slashes; it is only a name,
 *     so that ".." in it means nothing
 * @param offset where its content starts in the archive, or in the decompressed archive
 * @param size bytes of its content
 */
public record TarEntry(String name, long offset, long size) {
  public TarEntry {
    requireNonNull(name, "name is null");
  }
}
