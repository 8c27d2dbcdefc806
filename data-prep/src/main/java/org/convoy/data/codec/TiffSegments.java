package org.convoy.data.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.convoy.data.codec.PixRows.JpegColor;

/** Undoes the compression of the strips and tiles of a TIFF file. */
final class TiffSegments {
  private static final int REVERSED = 2;

  private final byte[] content;
  private final TiffFile file;
  private final TiffLayout layout;
  private final DecodeOptions options;
  private final long[] offsets;
  private final long[] lengths;

  /** The bytes of one segment, in order. */
  interface Segment extends AutoCloseable {
    /**
     * Gives the next bytes.
     *
     * @throws BadImageException when there are not so many
     */
    void fill(byte[] target, int from, int count);

    @Override
    default void close() {}
  }

  TiffSegments(byte[] content, TiffFile file, TiffLayout layout, DecodeOptions options) {
    this.content = content;
    this.file = file;
    this.layout = layout;
    this.options = options;
    boolean tiled = file.has(TiffFile.TILE_WIDTH);
    this.offsets = file.values(tiled ? TiffFile.TILE_OFFSETS : TiffFile.STRIP_OFFSETS);
    this.lengths = file.values(tiled ? TiffFile.TILE_BYTE_COUNTS : TiffFile.STRIP_BYTE_COUNTS);
    long needed = (long) layout.segmentsAcross() * layout.segmentsDown() * layout.planes();

    if (offsets.length < needed) {
      throw new BadImageException(
          "corrupt TIFF: %d strips or tiles, not %d".formatted(offsets.length, needed));
    }
  }

  /**
   * Opens a segment.
   *
   * @param rows of it that the image shows
   */
  Segment open(int index, int rows) {
    int start = (int) Math.min(offsets[index], content.length);
    long length = index < lengths.length ? lengths[index] : content.length;
    int end = (int) Math.min(start + Math.min(length, content.length), content.length);

    if (layout.isFax()) {
      return fax(start, end, rows);
    }

    if (file.small(TiffFile.FILL_ORDER, 1) == REVERSED && layout.compression() != TiffLayout.JPEG) {
      byte[] reversed = reversed(start, end);
      return open(reversed, 0, reversed.length, rows);
    }

    return open(content, start, end, rows);
  }

  private Segment open(byte[] bytes, int start, int end, int rows) {
    return switch (layout.compression()) {
      case TiffLayout.UNCOMPRESSED -> new Plain(bytes, start, end);
      case TiffLayout.PACK_BITS -> new PackBits(bytes, start, end);
      case TiffLayout.LZW -> new Lzw(bytes, start, end);
      case TiffLayout.JPEG -> jpeg(bytes, start, end, rows);
      default -> new Deflate(bytes, start, end);
    };
  }

  private byte[] reversed(int start, int end) {
    byte[] reversed = new byte[end - start];

    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = (byte) (Integer.reverse(content[start + i]) >>> 24);
    }

    return reversed;
  }

  private static BadImageException tooShort() {
    return new BadImageException("truncated TIFF: its pixel data is too short");
  }

  private static BadImageException damaged() {
    return new BadImageException("corrupt TIFF: its pixel data is damaged");
  }

  private static final class Plain implements Segment {
    private final byte[] bytes;
    private final int end;
    private int position;

    Plain(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.position = start;
      this.end = end;
    }

    @Override
    public void fill(byte[] target, int from, int count) {
      if (count > end - position) {
        throw tooShort();
      }

      System.arraycopy(bytes, position, target, from, count);
      position += count;
    }
  }

  private static final class PackBits implements Segment {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** Bytes that are still to be given: copied, or repeated if negative. */
    private int run;

    PackBits(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.position = start;
      this.end = end;
    }

    @Override
    public void fill(byte[] target, int from, int count) {
      for (int i = from; i < from + count; i++) {
        while (run == 0) {
          run = run(next());
        }

        if (run > 0) {
          target[i] = next();
          run--;
        } else {
          target[i] = peek();
          run++;
          position += run == 0 ? 1 : 0;
        }
      }
    }

    private static int run(byte code) {
      return code == Byte.MIN_VALUE ? 0 : code >= 0 ? code + 1 : code - 1;
    }

    private byte peek() {
      if (position >= end) {
        throw tooShort();
      }

      return bytes[position];
    }

    private byte next() {
      byte value = peek();
      position++;
      return value;
    }
  }

  private static final class Lzw implements Segment {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_CODE_BITS = 9;
    private static final int MAX_CODE_BITS = 12;

    private final LzwCodes codes = new LzwCodes(CLEAR);
    private final byte[] bytes;
    private final int end;
    private int position;
    private int codeBits = FIRST_CODE_BITS;
    private int bits;
    private int bitCount;

    Lzw(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.position = start;
      this.end = end;
    }

    @Override
    public void fill(byte[] target, int from, int count) {
      codes.fill(target, from, count, this::takeCode);
    }

    private void takeCode() {
      int code = nextCode();

      if (code == CLEAR) {
        codes.clear();
        codeBits = FIRST_CODE_BITS;
      } else if (code == END) {
        throw tooShort();
      } else if (!codes.take(code)) {
        throw damaged();
      } else if (codes.size() + 1 >= 1 << codeBits && codeBits < MAX_CODE_BITS) {
        // One code earlier than needed, as TIFF has it.
        codeBits++;
      }
    }

    private int nextCode() {
      while (bitCount < codeBits) {
        if (position >= end) {
          throw tooShort();
        }

        bits = bits << Byte.SIZE | (bytes[position++] & 0xff);
        bitCount += Byte.SIZE;
      }

      bitCount -= codeBits;
      return bits >>> bitCount & ((1 << codeBits) - 1);
    }
  }

  private static final class Deflate implements Segment {
    private final Inflater inflater = new Inflater();

    Deflate(byte[] bytes, int start, int end) {
      inflater.setInput(bytes, start, end - start);
    }

    @Override
    public void fill(byte[] target, int from, int count) {
      int filled = 0;

      while (filled < count) {
        int given = inflate(target, from + filled, count - filled);

        if (given == 0) {
          throw tooShort();
        }

        filled += given;
      }
    }

    private int inflate(byte[] target, int from, int count) {
      try {
        return inflater.inflate(target, from, count);
      } catch (DataFormatException e) {
        throw new BadImageException("corrupt TIFF: its pixel data is damaged", e);
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }

  /** Each segment is a JPEG file, whose tables may stand in a field of their own. */
  private Segment jpeg(byte[] bytes, int start, int end, int rows) {
    byte[] tables = file.bytes(TiffFile.JPEG_TABLES);
    int tablesLength = tables.length >= 4 ? tables.length - 4 : 0;
    int markers = 2;

    if (end - start < markers) {
      throw tooShort();
    }

    ByteBuffer whole = ByteBuffer.allocate(end - start + tablesLength);
    whole.put(bytes, start, markers);
    whole.put(tables, tablesLength > 0 ? markers : 0, tablesLength);
    whole.put(bytes, start + markers, end - start - markers);
    JpegColor color = layout.colors() == TiffLayout.Colors.YCBCR ? JpegColor.YCBCR : JpegColor.RGB;
    byte[] pixels =
        JpegDecoder.decode(
            whole.array(), options, color, rows, layout.segmentWidth(), layout.samples());
    return new Plain(pixels, 0, pixels.length);
  }

  /**
   * The native decoder sees a file made here, of one strip, which has nothing of the given file but
   * the strip's bytes.
   */
  private Segment fax(int start, int end, int rows) {
    byte[] strip = singleStrip(start, end, rows);
    PIX pix = leptonica.pixReadMemTiff(strip, strip.length, 0);

    if (pix == null || pix.isNull()) {
      throw damaged();
    }

    try {
      if (leptonica.pixGetHeight(pix) != rows
          || leptonica.pixGetWidth(pix) != layout.segmentWidth()
          || leptonica.pixGetDepth(pix) != 1) {
        throw damaged();
      }

      byte[] bits = bits(pix, rows);
      return new Plain(bits, 0, bits.length);
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  /** A pixel a bit, the first one highest. */
  private byte[] bits(PIX pix, int rows) {
    int rowBytes = layout.segmentRowBytes();
    int words = leptonica.pixGetWpl(pix);
    IntPointer data = leptonica.pixGetData(pix);
    int[] row = new int[words];
    ByteBuffer bytes = ByteBuffer.allocate(words * Integer.BYTES);
    byte[] bits = new byte[rows * rowBytes];

    for (int y = 0; y < rows; y++) {
      data.position((long) y * words).get(row);
      bytes.asIntBuffer().put(row);
      bytes.get(0, bits, y * rowBytes, rowBytes);
    }

    return bits;
  }

  private byte[] singleStrip(int start, int end, int rows) {
    int[][] fields = {
      {TiffFile.WIDTH, layout.segmentWidth()},
      {TiffFile.HEIGHT, rows},
      {TiffFile.BITS_PER_SAMPLE, 1},
      {TiffFile.COMPRESSION, layout.compression()},
      {TiffFile.PHOTOMETRIC, 0},
      {TiffFile.FILL_ORDER, file.small(TiffFile.FILL_ORDER, 1) == REVERSED ? REVERSED : 1},
      {TiffFile.STRIP_OFFSETS, 8},
      {TiffFile.SAMPLES_PER_PIXEL, 1},
      {TiffFile.ROWS_PER_STRIP, rows},
      {TiffFile.STRIP_BYTE_COUNTS, end - start},
      {TiffFile.T4_OPTIONS, (int) (file.value(TiffFile.T4_OPTIONS, 0) & 7)},
    };
    int directory = 8 + (end - start) + (end - start) % 2;
    ByteBuffer tiff =
        ByteBuffer.allocate(directory + 2 + 12 * fields.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory);
    tiff.put(content, start, end - start).position(directory);
    tiff.putShort((short) fields.length);

    for (int[] field : fields) {
      int longType = 4;
      tiff.putShort((short) field[0]).putShort((short) longType).putInt(1).putInt(field[1]);
    }

    return tiff.array();
  }
}
