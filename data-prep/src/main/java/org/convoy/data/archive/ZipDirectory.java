package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.convoy.data.DataException;

/**
 * The central directory of a zip archive, ZIP64 included. The format: PKWARE's APPNOTE 6.3.10,
 * sections 4.3.6 to 4.5.3.
 *
 * @param length bytes of the file
 */
record ZipDirectory(ArchiveInput input, long length) {
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END64_BYTES = 56;
  private static final int LOCATOR64_BYTES = 20;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int ZIP64_FIELD = 1;
  private static final long IN_ZIP64 = 0xffffffffL;

  private static final int ENCRYPTED = 1;
  private static final int UTF8_NAME = 1 << 11;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Deflate makes nothing twice as large, but for this. */
  private static final int SMALLEST_DEFLATED = 64;

  private static final int DOS = 0;
  private static final int UNIX = 3;
  private static final int FILE_TYPE = 0xf000;
  private static final int SYMBOLIC_LINK = 0xa000;

  /** Of names that nobody says are UTF-8, as many are all the same. */
  private static final Charset OLD_NAMES = Charset.forName("IBM437");

  /** Where the central directory lies; {@code end} is where it has to end. */
  private record Place(long start, long size, long end) {}

  /**
   * Lists all files in the order of the directory.
   *
   * @throws DataException when there is no directory at the end of the file, it does not lie where
   *     it says, or names a file that is encrypted, packed by something other than deflate, a
   *     symbolic link, or of a name that another has
   */
  ArchiveEntries files() {
    Place place = place();

    if (place.start() < 0 || place.size() < 0 || place.start() > place.end() - place.size()) {
      throw damaged("a directory at byte " + place.start(), "other data there");
    }

    if (place.start() < place.end() - place.size()) {
      throw damaged(
          "a zip archive from its first byte on",
          "%d bytes before it, such as another archive, whose files would be left out"
              .formatted(place.end() - place.size() - place.start()));
    }

    ArchiveEntries files = new ArchiveEntries();
    input.goTo(place.start());

    while (input.position() < place.end()) {
      file().ifPresent(file -> append(files, file));
    }

    return files;
  }

  private void append(ArchiveEntries files, ArchiveEntry file) {
    if (!files.append(file)) {
      throw damaged("each file once", "two files named " + file.name());
    }
  }

  private Place place() {
    int tailBytes = (int) Math.min(length, END_BYTES + LONGEST_COMMENT);
    long tailStart = length - tailBytes;
    ByteBuffer tail = littleEndian(input.readAt(tailStart, tailBytes));
    int end = tailBytes - END_BYTES;

    while (end >= 0 && !isEnd(tail, end)) {
      end--;
    }

    if (end < 0) {
      throw damaged(
          "the directory that ends a zip archive", "none: it is truncated, or followed by more");
    }

    long size = unsignedInt(tail, end + 12);
    long start = unsignedInt(tail, end + 16);
    Place place = new Place(start, size, tailStart + end);
    return zip64Place(place.end()).orElse(place);
  }

  private static boolean isEnd(ByteBuffer tail, int at) {
    return tail.getInt(at) == END_SIGNATURE
        && at + END_BYTES + unsignedShort(tail, at + 20) == tail.capacity();
  }

  /** As the ZIP64 records have it that may lie before the end record. */
  private Optional<Place> zip64Place(long end) {
    if (end < LOCATOR64_BYTES) {
      return Optional.empty();
    }

    ByteBuffer locator = littleEndian(input.readAt(end - LOCATOR64_BYTES, LOCATOR64_BYTES));

    if (locator.getInt(0) != LOCATOR64_SIGNATURE) {
      return Optional.empty();
    }

    long at = locator.getLong(8);
    boolean fits = at >= 0 && at <= end - LOCATOR64_BYTES - END64_BYTES;
    ByteBuffer record = littleEndian(fits ? input.readAt(at, END64_BYTES) : new byte[END64_BYTES]);

    if (record.getInt(0) != END64_SIGNATURE) {
      throw damaged("a ZIP64 end record at byte " + at, "other data");
    }

    return Optional.of(new Place(record.getLong(48), record.getLong(40), at));
  }

  /** The next file; empty for a folder. */
  private Optional<ArchiveEntry> file() {
    long at = input.position();
    ByteBuffer header = littleEndian(input.readExactly(CENTRAL_BYTES));

    if (header.getInt(0) != CENTRAL_SIGNATURE) {
      throw damaged("a file of its directory at byte " + at, "other data");
    }

    byte[] nameBytes = input.readExactly(unsignedShort(header, 28));
    ByteBuffer fields = littleEndian(input.readExactly(unsignedShort(header, 30)));
    input.readExactly(unsignedShort(header, 32));
    String name = name(nameBytes, header);

    if (name.endsWith("/")) {
      return Optional.empty();
    }

    requireReadable(name, header);
    return Optional.of(entry(name, header, fields));
  }

  private void requireReadable(String name, ByteBuffer header) {
    int method = unsignedShort(header, 10);

    if ((unsignedShort(header, 8) & ENCRYPTED) != 0) {
      throw unsupported("an encrypted file", name);
    }

    if (method != STORED && method != DEFLATED) {
      throw unsupported("a file packed by method %d".formatted(method), name);
    }

    boolean fromUnix = unsignedShort(header, 4) >> Byte.SIZE == UNIX;

    if (fromUnix && (unsignedShort(header, 40) & FILE_TYPE) == SYMBOLIC_LINK) {
      throw unsupported("a symbolic link", name);
    }
  }

  private DataException unsupported(String kind, String name) {
    return new DataException(
        input.path().toString(),
        "files that are stored or deflated",
        kind + " named " + name,
        "Pack the files themselves again, without a password, by zip or as a .tar.");
  }

  private static String name(byte[] bytes, ByteBuffer header) {
    String name = decode(bytes, (unsignedShort(header, 8) & UTF8_NAME) != 0);
    boolean fromDos = unsignedShort(header, 4) >> Byte.SIZE == DOS;
    return ArchiveEntry.normalize(fromDos ? name.replace('\\', '/') : name);
  }

  private static String decode(byte[] bytes, boolean isUtf8) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, isUtf8 ? UTF_8 : OLD_NAMES);
    }
  }

  /** Sizes and offset that do not fit into 32 bits stand in a field of their own, in this order. */
  private ArchiveEntry entry(String name, ByteBuffer header, ByteBuffer fields) {
    ByteBuffer large = zip64(fields);
    long size = large(header, 24, large, name);
    long storedSize = large(header, 20, large, name);
    long offset = large(header, 42, large, name);

    boolean isLikely = storedSize >= 0 && storedSize / 2 <= size + SMALLEST_DEFLATED;

    if (offset < 0 || size < 0 || !isLikely || offset > length - storedSize) {
      throw damaged("files within the archive", "%s outside of it".formatted(name));
    }

    if (unsignedShort(header, 10) == STORED && size != storedSize) {
      throw damaged(
          "a stored file of %d bytes".formatted(size), "%s with %d".formatted(name, storedSize));
    }

    return new ArchiveEntry(name, offset, size, storedSize, header.getInt(16));
  }

  private static ByteBuffer zip64(ByteBuffer fields) {
    for (int at = 0; at + 4 <= fields.capacity(); at += 4 + unsignedShort(fields, at + 2)) {
      int end = at + 4 + unsignedShort(fields, at + 2);

      if (unsignedShort(fields, at) == ZIP64_FIELD && end <= fields.capacity()) {
        return fields.slice(at + 4, end - at - 4).order(ByteOrder.LITTLE_ENDIAN);
      }
    }

    return ByteBuffer.allocate(0);
  }

  private long large(ByteBuffer header, int at, ByteBuffer large, String name) {
    long value = unsignedInt(header, at);

    if (value != IN_ZIP64) {
      return value;
    }

    if (large.remaining() < Long.BYTES) {
      throw damaged("the size and place of " + name, "no ZIP64 field that has them");
    }

    return large.getLong();
  }

  private DataException damaged(String expected, String found) {
    return new DataException(input.path().toString(), expected, found, ArchiveInput.FETCH_AGAIN);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsignedShort(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private static long unsignedInt(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }
}
