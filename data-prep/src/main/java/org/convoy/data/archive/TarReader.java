package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.convoy.data.DataException;

/**
 * Goes through the files of an archive in its order. It is strict: whatever is not a file or a
 * folder, or not as the format says, is an error, because a skipped file would change the data set.
 */
final class TarReader implements Closeable {
  private static final int LARGEST_METADATA = 1 << 20;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ArchiveInput input;
  private final String archive;
  private final byte[] block = new byte[TarHeader.BYTES];
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ArchiveEntries files = new ArchiveEntries();
  private long entryEnd;

  TarReader(ArchiveInput input) {
    this.input = requireNonNull(input, "input is null");
    this.archive = input.path().toString();
  }

  /** The files so far. */
  ArchiveEntries files() {
    return files;
  }

  /**
   * The next file; empty at the end of the archive. What was not read of the last one is skipped.
   */
  Optional<ArchiveEntry> next() {
    String longName = null;
    String longLink = null;
    PaxRecords pax = PaxRecords.NONE;

    for (Optional<TarHeader> found = header(); found.isPresent(); found = header()) {
      TarHeader header = found.get();

      switch (header.type()) {
        case 'L' -> longName = longName(header);
        case 'x' -> pax = PaxRecords.parse(metadata(header), archive);
        case 'K' -> longLink = longName(header);
        case 'g' -> skip(header);
        case '0', '7' -> {
          String name = pax.pathOr(longName == null ? header.name() : longName);
          if (!name.endsWith("/")) {
            return Optional.of(file(name, header, pax));
          }

          longName = null;
          pax = PaxRecords.NONE;
        }
        case '1' -> {
          String name = pax.pathOr(longName == null ? header.name() : longName);
          String target = pax.linkOr(longLink == null ? header.link() : longLink);
          return Optional.of(hardLink(name, target));
        }
        case '5' -> {
          longName = null;
          longLink = null;
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
          archive,
          "a tar header, or the two empty blocks that end an archive, at byte " + offset,
          "the end of the file",
          "The archive is truncated. " + ArchiveInput.FETCH_AGAIN);
    }

    return TarHeader.isEnd(block) ? headerBehindEnd() : Optional.of(parse(offset));
  }

  /**
   * What follows an archive's end: zeros up to the end of the file, or another archive, appended to
   * this one.
   */
  private Optional<TarHeader> headerBehindEnd() {
    for (; ; ) {
      long offset = input.position();
      int count = input.read(block);

      if (!TarHeader.isEnd(Arrays.copyOf(block, count))) {
        return Optional.of(parseBehindEnd(offset, count));
      }

      if (count < block.length) {
        return Optional.empty();
      }
    }
  }

  private TarHeader parseBehindEnd(long offset, int count) {
    if (count == block.length && TarHeader.isHeader(block)) {
      return parse(offset);
    }

    throw new DataException(
        archive,
        "nothing, or another tar archive, behind the end of a tar archive",
        "other data at byte " + offset,
        "What it holds would be left out: pack all files into one archive.");
  }

  private TarHeader parse(long offset) {
    entryEnd = input.position();
    return TarHeader.parse(block, archive, offset);
  }

  private ArchiveEntry file(String name, TarHeader header, PaxRecords pax) {
    if (pax.isSparse()) {
      throw unsupported("a sparse file", name);
    }

    long size = pax.size(archive).orElse(header.size());
    endAfter(size);
    return add(new ArchiveEntry(ArchiveEntry.normalize(name), input.position(), size));
  }

  /** The content of another file under a name of its own; the link itself has none. */
  private ArchiveEntry hardLink(String name, String target) {
    ArchiveEntry content =
        files
            .named(ArchiveEntry.normalize(target))
            .orElseThrow(
                () ->
                    unsupported(
                        "a hard link to %s, which is not before it,".formatted(target), name));
    return add(new ArchiveEntry(ArchiveEntry.normalize(name), content.offset(), content.size()));
  }

  private ArchiveEntry add(ArchiveEntry entry) {
    if (!files.append(entry)) {
      throw new DataException(
          archive,
          "each file once",
          "two files named " + entry.name(),
          "Pack the archive again from the extracted files.");
    }

    return entry;
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
          archive,
          "names and attributes of at most %d bytes".formatted(LARGEST_METADATA),
          "%d bytes before byte %d".formatted(header.size(), input.position()),
          "It is damaged. " + ArchiveInput.FETCH_AGAIN);
    }

    endAfter(header.size());
    return input.readExactly((int) header.size());
  }

  private DataException unsupported(TarHeader header, String name) {
    return switch (header.type()) {
      case '2' -> unsupported("a symbolic link", name);
      case '3', '4', '6' -> unsupported("a device", name);
      case 'S' -> unsupported("a sparse file", name);
      default -> unsupported("an entry of type '%c'".formatted(header.type()), name);
    };
  }

  private DataException unsupported(String kind, String name) {
    return new DataException(
        archive,
        "files and folders only",
        kind + " named " + name,
        "Pack the archive again with the files themselves: tar --dereference --hard-dereference.");
  }

  /** Whether the content of a file is what comes next. */
  boolean isAt(ArchiveEntry entry) {
    return entry.offset() == input.position();
  }

  /** Feeds the content of the current file, read from its start, to a digest. */
  byte[] hash(ArchiveEntry entry, MessageDigest digest) {
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

  @Override
  public void close() {
    input.close();
  }
}
