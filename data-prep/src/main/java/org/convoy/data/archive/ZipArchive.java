package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.archive.ArchiveEntry.ArchiveRange;

/**
 * A zip archive, listed by its central directory, with files that are stored or deflated. Each is
 * read at its place, and its CRC-32 checked.
 */
final class ZipArchive extends Archive {
  ZipArchive(ArchiveFile file) {
    super(file);
  }

  @Override
  public ArchiveEntries list(Configuration hadoop, Predicate<String> hashed) {
    try (ArchiveInput input = file().open(hadoop)) {
      return new ZipDirectory(input, file().length()).files();
    }
  }

  @Override
  public Optional<ArchiveEntry> first(Configuration hadoop, Predicate<ArchiveEntry> fits) {
    return list(hadoop, name -> false).stream().filter(fits).findFirst();
  }

  @Override
  public Contents read(Configuration hadoop, List<ArchiveRange> ranges) {
    file().requireUnchanged(hadoop);
    return new ZipContents(file().open(hadoop), file().length(), ranges);
  }

  /** Goes to each file of a zip archive when it is asked for, and inflates it if need be. */
  static final class ZipContents implements Contents {
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int DEFLATED = 8;

    /** For what lies between a local header and the content, which only the header tells. */
    private static final int USUAL_NAME_AND_FIELDS = 256;

    private final ArchiveInput input;
    private final long length;
    private final Iterator<ArchiveRange> ranges;
    private final Inflater inflater = new Inflater(true);

    /**
     * Of an open archive.
     *
     * @param length bytes of the file
     */
    ZipContents(ArchiveInput input, long length, List<ArchiveRange> ranges) {
      this.input = requireNonNull(input, "input is null");
      this.length = length;
      this.ranges = ranges.iterator();
    }

    @Override
    public byte[] next() {
      ArchiveRange range = ranges.next();
      byte[] stretch = stretch(range.offset(), LOCAL_BYTES + USUAL_NAME_AND_FIELDS, range);
      ByteBuffer header = ByteBuffer.wrap(stretch).order(ByteOrder.LITTLE_ENDIAN);

      if (stretch.length < LOCAL_BYTES || header.getInt(0) != LOCAL_SIGNATURE) {
        throw damaged(range, "other data");
      }

      int start =
          LOCAL_BYTES
              + Short.toUnsignedInt(header.getShort(26))
              + Short.toUnsignedInt(header.getShort(28));

      if (stretch.length < start + range.storedSize()) {
        stretch = stretch(range.offset(), start, range);
      }

      if (stretch.length < start + range.storedSize()) {
        throw damaged(range, "the end of the file");
      }

      byte[] content =
          header.getShort(8) == DEFLATED
              ? inflate(stretch, start, range)
              : Arrays.copyOfRange(stretch, start, start + range.storedSize());
      requireChecksum(content, range);
      return content;
    }

    /** A file's stored bytes and at most so many before them, less what the archive lacks. */
    private byte[] stretch(long offset, int before, ArchiveRange range) {
      return input.readAt(
          offset, (int) Math.min(length - offset, (long) before + range.storedSize()));
    }

    private byte[] inflate(byte[] stretch, int start, ArchiveRange range) {
      byte[] content = new byte[range.size()];
      inflater.reset();
      inflater.setInput(stretch, start, range.storedSize());

      try {
        int count = 0;

        while (count < content.length && !inflater.finished() && !inflater.needsInput()) {
          count += inflater.inflate(content, count, content.length - count);
        }

        boolean isWhole = count == content.length && inflater.inflate(new byte[1]) == 0;

        if (!isWhole || !inflater.finished()) {
          throw damaged(range, "deflated data of another length");
        }

        return content;
      } catch (DataFormatException e) {
        throw damaged(range, "damaged deflated data");
      }
    }

    private void requireChecksum(byte[] content, ArchiveRange range) {
      CRC32 checksum = new CRC32();
      checksum.update(content);

      if ((int) checksum.getValue() != range.checksum()) {
        throw damaged(range, "content with a wrong checksum");
      }
    }

    private DataException damaged(ArchiveRange range, String found) {
      return new DataException(
          input.path().toString(),
          "a file of %d bytes at byte %d, as its directory has it"
              .formatted(range.size(), range.offset()),
          found,
          ArchiveInput.FETCH_AGAIN);
    }

    @Override
    public void close() {
      inflater.end();
      input.close();
    }
  }
}
