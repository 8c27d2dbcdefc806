package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.security.MessageDigest;
import java.util.Optional;
import org.convoy.data.DataException;

/**
 * Goes through the files of an archive in its order. It is strict: whatever is not a file or a
 * folder, or not as the format says, is an error, because a skipped file would change the data set.
 */
final class TarReader implements Closeable {
  private static final int LARGEST_METADATA = 1 << 20;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final TarInput input;
  private final byte[] block = new byte[TarHeader.BYTES];
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long entryEnd;

  TarReader(TarInput input) {
    this.input = requireNonNull(input, "input is null");
  }

  /**
   * The next file; empty at the end of the archive. What was not read of the last one is skipped.
   */
  Optional<TarEntry> next() {
    String longName = null;
    PaxRecords pax = PaxRecords.NONE;

    for (Optional<TarHeader> found = header(); found.isPresent(); found = header()) {
      TarHeader header = found.get();

      switch (header.type()) {
        case 'L' -> longName = longName(header);
        case 'x' -> pax = PaxRecords.parse(metadata(header), archive());
        case 'K', 'g' -> skip(header);
        case '0', '7' -> {
          String name = pax.pathOr(longName == null ? header.name() : longName);
          if (!name.endsWith("/")) {
            return Optional.of(file(name, header, pax));
          }

          longName = null;
          pax = PaxRecords.NONE;
        }
        case '5' -> {
          longName = null;
          pax = PaxRecords.NONE;
        }
        default -> throw unsupported(header, pax.pathOr(header.name()));
      }
    }

    return Optional.empty();
  }

  private Optional<TarHeader> header() {
    input.skipTo(entryEnd);
    long offset = input.position();

    if (input.read(block) < block.length) {
      throw new DataException(
          archive(),
          "a tar header, or the two empty blocks that end an archive, at byte " + offset,
          "the end of the file",
          "The archive is truncated. " + TarInput.FETCH_AGAIN);
    }

    if (TarHeader.isEnd(block)) {
      return Optional.empty();
    }

    entryEnd = input.position();
    return Optional.of(TarHeader.parse(block, archive(), offset));
  }

  private TarEntry file(String name, TarHeader header, PaxRecords pax) {
    if (pax.isSparse()) {
      throw unsupported("a sparse file", name);
    }

    long size = pax.size(archive()).orElse(header.size());
    endAfter(size);
    return new TarEntry(normalize(name), input.position(), size);
  }

  /** Content is followed by zeros up to a whole block. */
  private void endAfter(long size) {
    long blocks = size / TarHeader.BYTES + (size % TarHeader.BYTES == 0 ? 0 : 1);

    if (blocks > (Long.MAX_VALUE - input.position()) / TarHeader.BYTES) {
      throw input.truncated(null);
    }

    entryEnd = input.position() + blocks * TarHeader.BYTES;
  }

  private String longName(TarHeader header) {
    String name = new String(metadata(header), UTF_8);
    int end = name.indexOf('\0');
    return end < 0 ? name : name.substring(0, end);
  }

  private void skip(TarHeader header) {
    endAfter(header.size());
  }

  private byte[] metadata(TarHeader header) {
    if (header.size() > LARGEST_METADATA) {
      throw new DataException(
          archive(),
          "names and attributes of at most %d bytes".formatted(LARGEST_METADATA),
          "%d bytes before byte %d".formatted(header.size(), input.position()),
          "It is damaged. " + TarInput.FETCH_AGAIN);
    }

    endAfter(header.size());
    return input.readExactly((int) header.size());
  }

  private DataException unsupported(TarHeader header, String name) {
    return switch (header.type()) {
      case '1' -> unsupported("a hard link", name);
      case '2' -> unsupported("a symbolic link", name);
      case '3', '4', '6' -> unsupported("a device", name);
      case 'S' -> unsupported("a sparse file", name);
      default -> unsupported("an entry of type '%c'".formatted(header.type()), name);
    };
  }

  private DataException unsupported(String kind, String name) {
    return new DataException(
        archive(),
        "files and folders only",
        kind + " named " + name,
        "Pack the archive again with the files themselves: tar --dereference --hard-dereference.");
  }

  private static String normalize(String name) {
    String rest = name;

    while (rest.startsWith("./") || rest.startsWith("/")) {
      rest = rest.substring(rest.indexOf('/') + 1);
    }

    return rest;
  }

  /** Feeds the content of the current file, read from its start, to a digest. */
  byte[] hash(TarEntry entry, MessageDigest digest) {
    for (long left = entry.size(); left > 0; ) {
      byte[] part = left < buffer.length ? new byte[(int) left] : buffer;

      if (input.read(part) < part.length) {
        throw input.truncated(null);
      }

      digest.update(part);
      left -= part.length;
    }

    return digest.digest();
  }

  /** Reads what follows the archive's end, see {@link TarInput#drain}. */
  void drain() {
    input.drain();
  }

  private String archive() {
    return input.path().toString();
  }

  @Override
  public void close() {
    input.close();
  }
}
