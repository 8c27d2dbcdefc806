package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.Orientation.PngOrientation;

/**
 * The chunks of a PNG file that decide its pixels, every checksum verified up to the end chunk.
 *
 * @param palette red, green, blue of each color; empty unless the color type is {@code PALETTE}
 * @param data where the compressed pixels lie in the file
 */
@SuppressWarnings("ArrayRecordComponent") // a value between two methods, never compared
record PngFile(
    PngHeader header, byte[] palette, Orientation orientation, List<PngFile.Range> data) {
  private static final int CRC_BYTES = 4;
  private static final int MAX_PALETTE_BYTES = 3 * 256;

  /** Bytes of the file from {@code start} to before {@code end}. */
  record Range(int start, int end) {
    int length() {
      return end - start;
    }
  }

  static PngFile read(byte[] file) {
    return new Reader(file).read();
  }

  ImageHeader storedHeader() {
    return new ImageHeader(ImageFormat.PNG, header.height(), header.width());
  }

  ImageHeader imageHeader() {
    return storedHeader().turnedBy(orientation);
  }

  private static final class Reader {
    private final byte[] file;
    private final ByteBuffer buffer;
    private PngHeader header;
    private byte[] palette = {};
    private final PngOrientation orientation;
    private final List<Range> data = new ArrayList<>();
    private String previousType = "";

    Reader(byte[] file) {
      this.file = file;
      this.orientation = new PngOrientation(file);
      this.buffer = ByteBuffer.wrap(file).position(ImageFormat.pngLength());
    }

    PngFile read() {
      while (!previousType.equals("IEND")) {
        readChunk();
      }

      if (data.isEmpty()) {
        throw new BadImageException("corrupt PNG: no pixel data");
      }

      if (header.colorType() == PngHeader.ColorType.PALETTE && palette.length == 0) {
        throw new BadImageException("corrupt PNG: no palette");
      }

      return new PngFile(header, palette, orientation.found(), data);
    }

    private void readChunk() {
      if (buffer.remaining() < 2 * Integer.BYTES) {
        throw truncated();
      }

      int length = buffer.getInt();
      int typeStart = buffer.position();
      String type = new String(file, typeStart, Integer.BYTES, ISO_8859_1);
      Range content = new Range(typeStart + Integer.BYTES, typeStart + Integer.BYTES + length);

      if (length < 0 || length > file.length - content.start() - CRC_BYTES) {
        throw truncated();
      }

      checkChecksum(type, typeStart, content.end());
      take(type, content);
      buffer.position(content.end() + CRC_BYTES);
      previousType = type;
    }

    private void checkChecksum(String type, int start, int end) {
      CRC32 crc = new CRC32();
      crc.update(file, start, end - start);

      if ((int) crc.getValue() != buffer.getInt(end)) {
        throw new BadImageException("corrupt PNG: wrong checksum of chunk " + printable(type));
      }
    }

    private void take(String type, Range content) {
      if ((header == null) != type.equals("IHDR")) {
        throw new BadImageException("corrupt PNG: chunk %s misplaced".formatted(printable(type)));
      }

      switch (type) {
        case "IHDR" -> header = readHeader(content);
        case "PLTE" -> palette = readPalette(content);
        case "IDAT" -> takeData(content);
        case "eXIf" -> orientation.addExif(content);
        case "tEXt" -> orientation.addText(content);
        case "zTXt" -> orientation.addCompressedText(content);
        case "iTXt" -> orientation.addInternationalText(content);
        case "IEND" -> {}
        default -> checkAncillary(type);
      }
    }

    private PngHeader readHeader(Range content) {
      if (content.length() != PngHeader.BYTES) {
        throw new BadImageException("corrupt PNG: a header of wrong length");
      }

      return PngHeader.read(buffer.slice(content.start(), content.length()));
    }

    private byte[] readPalette(Range content) {
      if (content.length() == 0
          || content.length() % 3 != 0
          || content.length() > MAX_PALETTE_BYTES
          || !data.isEmpty()
          || palette.length > 0) {
        throw new BadImageException("corrupt PNG: its palette is misplaced or of wrong length");
      }

      byte[] colors = new byte[content.length()];
      buffer.get(content.start(), colors);
      return colors;
    }

    private void takeData(Range content) {
      if (!data.isEmpty() && !previousType.equals("IDAT")) {
        throw new BadImageException("corrupt PNG: its pixel data is interrupted");
      }

      data.add(content);
    }

    private static void checkAncillary(String type) {
      boolean critical = (type.charAt(0) & 0x20) == 0;

      if (critical) {
        throw new BadImageException("corrupt PNG: unknown chunk " + printable(type));
      }
    }

    private BadImageException truncated() {
      return new BadImageException(
          "truncated PNG: the data ends after chunk "
              + (previousType.isEmpty() ? "none" : printable(previousType)));
    }

    private static String printable(String type) {
      return type.replaceAll("[^A-Za-z]", "?");
    }
  }

  /**
   * The IHDR chunk of a PNG file.
   *
   * @param bitDepth bits of a sample: 1, 2, 4, 8 or 16, as far as the color type allows
   * @param colorType meaning of the samples
   * @param interlaced whether the pixels come in the seven passes of Adam7
   */
  record PngHeader(int height, int width, int bitDepth, ColorType colorType, boolean interlaced) {
    static final int BYTES = 13;

    enum ColorType {
      GRAY(0, 1, 0b11111),
      RGB(2, 3, 0b11000),
      PALETTE(3, 1, 0b01111),
      GRAY_ALPHA(4, 2, 0b11000),
      RGB_ALPHA(6, 4, 0b11000);

      private final int code;
      private final int samples;
      private final int depths; // bit i: whether 2^i bits are allowed

      ColorType(int code, int samples, int depths) {
        this.code = code;
        this.samples = samples;
        this.depths = depths;
      }

      int samples() {
        return samples;
      }

      /** Of the image that it is decoded to: 1 or 3. */
      int channels() {
        return this == GRAY || this == GRAY_ALPHA ? 1 : ColorMode.RGB.channels();
      }

      private boolean allows(int bitDepth) {
        return Integer.bitCount(bitDepth) == 1
            && bitDepth <= 16
            && ((depths >> Integer.numberOfTrailingZeros(bitDepth)) & 1) != 0;
      }

      private static ColorType of(int code) {
        for (ColorType type : values()) {
          if (type.code == code) {
            return type;
          }
        }

        throw new BadImageException("corrupt PNG: color type " + code);
      }
    }

    static PngHeader read(ByteBuffer chunk) {
      int width = size(chunk.getInt(), "width");
      int height = size(chunk.getInt(), "height");
      int bitDepth = chunk.get() & 0xff;
      ColorType type = ColorType.of(chunk.get() & 0xff);
      int compression = chunk.get() & 0xff;
      int filter = chunk.get() & 0xff;
      int interlace = chunk.get() & 0xff;

      if (!type.allows(bitDepth) || compression != 0 || filter != 0 || interlace > 1) {
        throw new BadImageException(
            "corrupt PNG: color type %s, bit depth %d, compression %d, filter %d, interlace %d"
                .formatted(type, bitDepth, compression, filter, interlace));
      }

      return new PngHeader(height, width, bitDepth, type, interlace == 1);
    }

    /** Bytes of a row of so many pixels, without its filter byte. */
    long rowBytes(int pixels) {
      return ((long) pixels * bitsPerPixel() + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Distance in bytes between a sample and the one left of it, as filters count it. */
    int filterDistance() {
      return Math.max(1, bitsPerPixel() / Byte.SIZE);
    }

    private int bitsPerPixel() {
      return bitDepth * colorType.samples;
    }

    private static int size(int value, String name) {
      if (value <= 0) {
        throw new BadImageException("corrupt PNG: a %s of %d".formatted(name, value));
      }

      return value;
    }
  }
}
