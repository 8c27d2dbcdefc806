package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

/**
 * A file in an archive.
 *
 * @param name its path as the archive has it, without leading "./" and slashes; it is only a name,
 *     so that ".." in it means nothing
 * @param offset where the archive has it: of a tar, where its content starts in the archive or the
 *     decompressed archive; of a zip, where its local header starts
 * @param size bytes of its content
 * @param storedSize bytes that its content takes in the archive; of a tar as many
 * @param checksum the content's CRC-32; 0 in a tar, which has none
 */
public record ArchiveEntry(String name, long offset, long size, long storedSize, int checksum) {
  public ArchiveEntry {
    requireNonNull(name, "name is null");
  }

  /** A file of a tar archive. */
  ArchiveEntry(String name, long offset, long size) {
    this(name, offset, size, size, 0);
  }

  /** The path without what makes it relative to the archive or absolute. */
  static String normalize(String path) {
    String rest = path;

    while (rest.startsWith("./") || rest.startsWith("/")) {
      rest = rest.substring(rest.indexOf('/') + 1);
    }

    return rest;
  }

  /**
   * What is to be read of an archive: a file, or a part of a tar's.
   *
   * @param offset see {@link ArchiveEntry#offset}; of a part of a file, where the part starts
   * @param size bytes of content
   * @param storedSize bytes that they take in the archive
   * @param checksum of the content, see {@link ArchiveEntry#checksum}
   */
  public record ArchiveRange(long offset, int size, int storedSize, int checksum) {
    /** All of a file. */
    static ArchiveRange of(ArchiveEntry file) {
      return new ArchiveRange(
          file.offset(),
          Math.toIntExact(file.size()),
          Math.toIntExact(file.storedSize()),
          file.checksum());
    }

    /** A range of a tar archive. */
    public ArchiveRange(long offset, int size) {
      this(offset, size, size, 0);
    }
  }
}
