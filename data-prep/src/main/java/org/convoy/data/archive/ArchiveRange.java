package org.convoy.data.archive;

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
