package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The directory of a ZIP file as {@code torch.save} writes them: entries without compression, one
 * after another, of any size (ZIP64). Anything else is refused, so that what is read is never more
 * than the file.
 */
final class ZipArchive {
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int CENTRAL_LENGTH = 46;
  private static final int END_LENGTH = 22;
  private static final int END64_LENGTH = 56;
  private static final int LOCATOR64_LENGTH = 20;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int ZIP64_FIELD = 1;
  private static final long ABSENT = 0xffffffffL;
  private static final long LONGEST_DIRECTORY = 64 << 20;

  private final WeightSource source;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipArchive(WeightSource source) {
    this.source = requireNonNull(source, "source is null");
  }

  /** A stored file; {@code header} is the place of its local header. */
  private record Entry(String name, long crc, long size, long header) {}

  /** Where the central directory lies. */
  private record Directory(long begin, long length) {}

  static boolean startsLike(byte[] start) {
    return start.length >= Integer.BYTES && littleEndian(start).getInt(0) == LOCAL_SIGNATURE;
  }

  /** Reads the directory. */
  static ZipArchive open(WeightSource source) throws IOException {
    ZipArchive archive = new ZipArchive(source);
    Directory directory = archive.directory();
    archive.readEntries(directory);
    archive.refuseOverlaps(directory);
    return archive;
  }

  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** Bytes of an entry, which exists. */
  long size(String name) {
    return entries.get(name).size();
  }

  /** An entry's content, once its checksum is seen to be right. */
  byte[] read(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw problem("the archive has no entry " + name);
    }

    if (entry.size() > Integer.MAX_VALUE - Long.BYTES) {
      throw problem(
          "entry %s has %d bytes; 2 GiB and more cannot be read".formatted(name, entry.size()));
    }

    byte[] content = bytes(contentBegin(entry), (int) entry.size());
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != entry.crc()) {
      throw problem(
          "entry %s is damaged: its CRC-32 is %08x, expected %08x"
              .formatted(name, crc.getValue(), entry.crc()));
    }

    return content;
  }

  private long contentBegin(Entry entry) throws IOException {
    ByteBuffer header = buffer(entry.header(), LOCAL_LENGTH);
    int nameLength = unsigned(header, 26);
    byte[] name = bytes(entry.header() + LOCAL_LENGTH, nameLength);
    if (header.getInt(0) != LOCAL_SIGNATURE || !text(name).equals(entry.name())) {
      throw problem(
          "entry %s: byte %d has no header of it".formatted(entry.name(), entry.header()));
    }

    return entry.header() + LOCAL_LENGTH + nameLength + unsigned(header, 28);
  }

  private Directory directory() throws IOException {
    int length = (int) Math.min(source.length(), END_LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = buffer(source.length() - length, length);
    for (int at = length - END_LENGTH; at >= 0; at -= 1) {
      boolean found =
          tail.getInt(at) == END_SIGNATURE && at + END_LENGTH + unsigned(tail, at + 20) == length;
      if (found) {
        return checked(directory(tail.slice(at, END_LENGTH), source.length() - length + at));
      }
    }

    throw problem("the archive has no directory at its end; the file is truncated or no ZIP file");
  }

  private Directory directory(ByteBuffer sliced, long at) throws IOException {
    ByteBuffer end = sliced.order(ByteOrder.LITTLE_ENDIAN);
    long size = Integer.toUnsignedLong(end.getInt(12));
    long begin = Integer.toUnsignedLong(end.getInt(16));
    if (at < LOCATOR64_LENGTH) {
      return new Directory(begin, size);
    }

    ByteBuffer locator = buffer(at - LOCATOR64_LENGTH, LOCATOR64_LENGTH);
    if (locator.getInt(0) != LOCATOR64_SIGNATURE) {
      return new Directory(begin, size);
    }

    ByteBuffer end64 = buffer(locator.getLong(8), END64_LENGTH);
    if (end64.getInt(0) != END64_SIGNATURE) {
      throw problem("byte %d has no end of a ZIP64 directory".formatted(locator.getLong(8)));
    }

    return new Directory(end64.getLong(48), end64.getLong(40));
  }

  private Directory checked(Directory directory) {
    boolean inside =
        directory.begin() >= 0
            && directory.length() >= 0
            && directory.begin() <= source.length() - directory.length();
    if (!inside || directory.length() > LONGEST_DIRECTORY) {
      throw problem(
          "the directory of %s bytes at %s is not within the file of %d, or is longer than %d"
              .formatted(
                  Long.toUnsignedString(directory.length()),
                  Long.toUnsignedString(directory.begin()),
                  source.length(),
                  LONGEST_DIRECTORY));
    }

    return directory;
  }

  private void readEntries(Directory directory) throws IOException {
    ByteBuffer central = buffer(directory.begin(), (int) directory.length());
    while (central.hasRemaining()) {
      if (central.remaining() < CENTRAL_LENGTH
          || central.getInt(central.position()) != CENTRAL_SIGNATURE) {
        throw problem(
            "byte %d of the directory begins no entry"
                .formatted(directory.begin() + central.position()));
      }

      Entry entry = entry(central, central.position());
      if (entries.put(entry.name(), entry) != null) {
        throw problem("the archive has entry %s twice".formatted(entry.name()));
      }
    }
  }

  /** Reads an entry, to whose end the directory's position goes. */
  private Entry entry(ByteBuffer central, int at) {
    int nameLength = unsigned(central, at + 28);
    int extraLength = unsigned(central, at + 30);
    int length = CENTRAL_LENGTH + nameLength + extraLength + unsigned(central, at + 32);
    if (length > central.limit() - at) {
      throw problem("the directory ends within an entry");
    }

    byte[] nameBytes = new byte[nameLength];
    central.get(at + CENTRAL_LENGTH, nameBytes);
    String name = checkedName(text(nameBytes));
    if (unsigned(central, at + 10) != 0 || (unsigned(central, at + 8) & 1) != 0) {
      throw problem(
          "entry %s is compressed, as in TorchScript modules, or encrypted; save a state_dict() with"
                  .formatted(name)
              + " torch.save, which does neither");
    }

    long packed = Integer.toUnsignedLong(central.getInt(at + 20));
    long size = Integer.toUnsignedLong(central.getInt(at + 24));
    long header = Integer.toUnsignedLong(central.getInt(at + 42));
    int extraAt = at + CENTRAL_LENGTH + nameLength;
    ByteBuffer extra = zip64(central.slice(extraAt, extraLength).order(ByteOrder.LITTLE_ENDIAN));
    size = wide(size, extra, name);
    packed = wide(packed, extra, name);
    header = wide(header, extra, name);
    if (packed != size) {
      throw problem("entry %s: %d bytes are stored as %d".formatted(name, size, packed));
    }

    central.position(at + length);
    return new Entry(name, Integer.toUnsignedLong(central.getInt(at + 16)), size, header);
  }

  /** The ZIP64 field among the extra ones; empty if there is none. */
  private static ByteBuffer zip64(ByteBuffer extra) {
    while (extra.remaining() >= 2 * Short.BYTES) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      if (id == ZIP64_FIELD) {
        return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      }

      extra.position(extra.position() + length);
    }

    return ByteBuffer.allocate(0);
  }

  /** Numbers that do not fit stand in the ZIP64 field, in order. */
  private long wide(long value, ByteBuffer zip64, String name) {
    if (value != ABSENT) {
      return value;
    }

    if (zip64.remaining() < Long.BYTES) {
      throw problem("entry %s: its ZIP64 sizes are missing".formatted(name));
    }

    return zip64.getLong();
  }

  private String checkedName(String name) {
    boolean traverses =
        name.isEmpty()
            || name.startsWith("/")
            || name.contains("\\")
            || name.contains(":")
            || List.of(name.split("/", -1)).contains("..");
    if (traverses) {
      throw problem("entry \"%s\" leads out of the archive".formatted(name));
    }

    return name;
  }

  /** Entries that share bytes are how a small archive pretends to be a large one. */
  private void refuseOverlaps(Directory directory) throws IOException {
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort(Comparator.comparingLong(Entry::header));
    long end = 0;
    for (Entry entry : ordered) {
      boolean inside = entry.header() >= 0 && entry.size() >= 0;
      if (!inside || entry.header() < end) {
        throw problem("entry %s begins within the one before it".formatted(entry.name()));
      }

      long begin = contentBegin(entry);
      if (entry.size() > directory.begin() - begin) {
        throw problem(
            "entry %s of %d bytes at %d runs into the directory at %d"
                .formatted(entry.name(), entry.size(), begin, directory.begin()));
      }

      end = begin + entry.size();
    }
  }

  private ByteBuffer buffer(long position, int length) throws IOException {
    return littleEndian(bytes(position, length));
  }

  private byte[] bytes(long position, int length) throws IOException {
    if (position < 0 || length > source.length() - position) {
      throw problem(
          "%d bytes at %s are not within the file of %d"
              .formatted(length, Long.toUnsignedString(position), source.length()));
    }

    byte[] bytes = new byte[length];
    source.read(position, bytes);
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsigned(ByteBuffer buffer, int at) {
    return Short.toUnsignedInt(buffer.getShort(at));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source.name(), problem);
  }
}
