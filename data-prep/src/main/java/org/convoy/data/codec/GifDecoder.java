package org.convoy.data.codec;

import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.OpenedImage.RowDecoder;

/**
 * Decodes the first frame of a GIF file, on a canvas that is as large as it and the screen. What
 * the frame leaves free is of the transparent color, or of color 0, as Pillow has it.
 */
final class GifDecoder extends RowDecoder {
  private static final int SCREEN_AT = 6;
  private static final int SCREEN_BYTES = 7;
  private static final int FRAME_BYTES = 9;
  private static final int COLORS = 256;
  private static final int MAX_CODE_BITS = 12;
  private static final int MAX_BYTES_OF_CODE = 4_096;

  private final Frame frame;
  private final byte[] palette;
  private final Indices indices;
  private final byte[] line;

  /** Of an interlaced frame, all rows; null otherwise. */
  private byte[] plane;

  private int given;

  /**
   * @param background index of the color of what the frame leaves free
   * @param paletteAt index of the first byte of its colors in the file
   * @param codeAt index of the byte that begins its codes
   */
  private record Frame(
      int canvasHeight,
      int canvasWidth,
      int top,
      int left,
      int height,
      int width,
      boolean interlaced,
      int background,
      int paletteAt,
      int colors,
      int codeAt) {
    ImageHeader imageHeader() {
      return new ImageHeader(ImageFormat.GIF, canvasHeight, canvasWidth);
    }
  }

  private GifDecoder(byte[] file, Frame frame) {
    super(frame.imageHeader(), Orientation.NONE, ColorMode.RGB.channels());
    this.frame = frame;
    this.palette = palette(file, frame);
    this.indices = new Indices(file, frame.codeAt());
    this.line = new byte[frame.width()];
  }

  static ImageHeader header(byte[] file) {
    return new Reader(file).read().imageHeader();
  }

  /** The indices of an interlaced frame. */
  static DecodingMemory memory(byte[] file) {
    Frame frame = new Reader(file).read();
    return new DecodingMemory(frame.interlaced() ? (long) frame.height() * frame.width() : 0, 0);
  }

  static GifDecoder open(byte[] file, DecodeOptions options) {
    Frame frame = new Reader(file).read();
    options.check(frame.imageHeader());
    checkSize(frame, file.length);
    return new GifDecoder(file, frame);
  }

  /** Memory is taken only in proportion to the file: a code is at least two bits. */
  private static void checkSize(Frame frame, int fileLength) {
    long codes = 4L * (fileLength - frame.codeAt());

    if ((long) frame.height() * frame.width() > codes * MAX_BYTES_OF_CODE) {
      throw new BadImageException(
          "truncated GIF: %d bytes cannot hold %d x %d pixels"
              .formatted(fileLength, frame.height(), frame.width()));
    }
  }

  /** Colors that the file does not give are gray. */
  private static byte[] palette(byte[] file, Frame frame) {
    byte[] palette = new byte[COLORS * 3];

    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i / 3);
    }

    System.arraycopy(file, frame.paletteAt(), palette, 0, frame.colors() * 3);
    return palette;
  }

  @Override
  void next(byte[] row) {
    int y = given - frame.top();
    given++;

    for (int x = 0; x < width(); x++) {
      writeColor(frame.background(), row, x);
    }

    if (y >= 0 && y < frame.height()) {
      readLine(y);

      for (int x = 0; x < line.length; x++) {
        writeColor(line[x] & 0xff, row, frame.left() + x);
      }
    }
  }

  private void writeColor(int index, byte[] row, int x) {
    row[3 * x] = palette[3 * index];
    row[3 * x + 1] = palette[3 * index + 1];
    row[3 * x + 2] = palette[3 * index + 2];
  }

  private void readLine(int y) {
    if (!frame.interlaced()) {
      indices.fill(line, 0, line.length);
      return;
    }

    if (plane == null) {
      plane = new byte[frame.height() * frame.width()];
      readPass(0, 8);
      readPass(4, 8);
      readPass(2, 4);
      readPass(1, 2);
    }

    System.arraycopy(plane, y * line.length, line, 0, line.length);
  }

  private void readPass(int first, int step) {
    for (int y = first; y < frame.height(); y += step) {
      indices.fill(plane, y * frame.width(), frame.width());
    }
  }

  /** Walks from block to block up to the first frame. */
  private static final class Reader {
    private final byte[] file;
    private int position = SCREEN_AT + SCREEN_BYTES;
    private int transparent;

    Reader(byte[] file) {
      this.file = file;
    }

    Frame read() {
      int flags = at(SCREEN_AT + 4);
      int paletteAt = position;
      int colors = colors(flags);
      position += 3 * colors;

      for (int block = at(position++); block != ','; block = at(position++)) {
        if (block == ';') {
          throw new BadImageException("corrupt GIF: no frame");
        } else if (block == '!') {
          readExtension();
        }
      }

      return readFrame(paletteAt, colors);
    }

    private static int colors(int flags) {
      return (flags & 0x80) == 0 ? 0 : 2 << (flags & 7);
    }

    private void readExtension() {
      boolean graphicControl = at(position++) == 0xf9;

      if (graphicControl && at(position) >= 4 && (at(position + 1) & 1) != 0) {
        transparent = at(position + 4);
      }

      while (at(position) != 0) {
        position += 1 + at(position);
      }

      position++;
    }

    private Frame readFrame(int globalPaletteAt, int globalColors) {
      int left = number(position);
      int top = number(position + 2);
      int width = number(position + 4);
      int height = number(position + 6);
      int flags = at(position + 8);
      int local = colors(flags);
      int localAt = position + FRAME_BYTES;
      int codeAt = localAt + 3 * local;
      int bits = at(codeAt);

      if (width == 0 || height == 0 || bits < 1 || bits > Byte.SIZE) {
        throw new BadImageException(
            "corrupt GIF: a frame of %d x %d pixels and %d bits".formatted(height, width, bits));
      }

      return new Frame(
          Math.max(number(SCREEN_AT + 2), top + height),
          Math.max(number(SCREEN_AT), left + width),
          top,
          left,
          height,
          width,
          (flags & 0x40) != 0,
          transparent,
          local > 0 ? localAt : globalPaletteAt,
          local > 0 ? local : globalColors,
          codeAt);
    }

    private int number(int at) {
      return at(at) | at(at + 1) << Byte.SIZE;
    }

    private int at(int at) {
      if (at >= file.length) {
        throw new BadImageException("truncated GIF: it ends before its first frame");
      }

      return file[at] & 0xff;
    }
  }

  /** The color indices of a frame, in the order of the file. */
  private static final class Indices {
    private final byte[] file;
    private final int firstCodeBits;
    private final LzwCodes codes;
    private int position;
    private int blockEnd;
    private int codeBits;
    private int bits;
    private int bitCount;

    Indices(byte[] file, int at) {
      this.file = file;
      this.codes = new LzwCodes(1 << file[at]);
      this.firstCodeBits = file[at] + 1;
      this.codeBits = firstCodeBits;
      this.position = at + 1;
      this.blockEnd = position;
    }

    void fill(byte[] target, int from, int count) {
      codes.fill(target, from, count, this::takeCode);
    }

    private void takeCode() {
      int code = nextCode();
      int clear = 1 << (firstCodeBits - 1);

      if (code == clear) {
        codes.clear();
        codeBits = firstCodeBits;
      } else if (code == clear + 1) {
        throw new BadImageException("truncated GIF: its pixel data is too short");
      } else if (!codes.take(code)) {
        throw new BadImageException("corrupt GIF: its pixel data is damaged");
      } else if (codes.size() == 1 << codeBits && codeBits < MAX_CODE_BITS) {
        codeBits++;
      }
    }

    private int nextCode() {
      while (bitCount < codeBits) {
        bits |= nextByte() << bitCount;
        bitCount += Byte.SIZE;
      }

      int code = bits & ((1 << codeBits) - 1);
      bits >>>= codeBits;
      bitCount -= codeBits;
      return code;
    }

    private int nextByte() {
      if (position == blockEnd) {
        int length = position < file.length ? file[position] & 0xff : 0;
        position++;
        blockEnd = position + length;

        if (length == 0) {
          throw new BadImageException("truncated GIF: its pixel data has no end");
        }
      }

      if (position >= file.length) {
        throw new BadImageException("truncated GIF: its pixel data has no end");
      }

      return file[position++] & 0xff;
    }
  }
}
