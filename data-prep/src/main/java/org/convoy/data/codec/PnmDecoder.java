package org.convoy.data.codec;

import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.OpenedImage.RowDecoder;

/**
 * Decodes portable bitmaps, graymaps and pixmaps, binary (P4, P5, P6) and plain (P1, P2, P3), of
 * any maxval up to 65,535.
 */
final class PnmDecoder extends RowDecoder {
  private static final int MAX_VALUE = 65_535;
  private static final int ONE_BYTE = 255;

  private final byte[] file;
  private final Scanner scanner;
  private final Header header;

  /** The level of each sample, by its value. */
  private final byte[] levels;

  private int position;

  /**
   * What stands before the pixels.
   *
   * @param kind the digit of the signature, 1…6
   * @param maxValue the greatest value of a sample; 1 for bitmaps
   */
  private record Header(int kind, int height, int width, int maxValue) {
    int channels() {
      return kind % 3 == 0 ? ColorMode.RGB.channels() : 1;
    }

    boolean isPlain() {
      return kind <= 3;
    }

    boolean isBitmap() {
      return kind % 3 == 1;
    }

    boolean isDeep() {
      return maxValue > ONE_BYTE;
    }

    long rowBytes() {
      return isBitmap()
          ? (width + Byte.SIZE - 1L) / Byte.SIZE
          : (isDeep() ? 2L : 1L) * channels() * width;
    }

    ImageHeader imageHeader() {
      return new ImageHeader(ImageFormat.PNM, height, width);
    }
  }

  private PnmDecoder(byte[] file, Scanner scanner, Header header, DeepGray deepGray) {
    super(header.imageHeader(), Orientation.NONE, header.channels());
    this.file = file;
    this.scanner = scanner;
    this.header = header;
    this.levels = levels(header, deepGray);
    this.position = header.isPlain() ? 0 : scanner.pixelStart();
    checkLength();
  }

  static boolean isPnm(byte[] file) {
    return file.length > 2
        && file[0] == 'P'
        && file[1] >= '1'
        && file[1] <= '6'
        && (isSpace(file[2]) || file[2] == '#');
  }

  static ImageHeader header(byte[] file) {
    return read(file, new Scanner(file)).imageHeader();
  }

  static PnmDecoder open(byte[] file, DecodeOptions options) {
    Scanner scanner = new Scanner(file);
    Header header = read(file, scanner);
    options.check(header.imageHeader());
    return new PnmDecoder(file, scanner, header, options.deepGray());
  }

  private static Header read(byte[] file, Scanner scanner) {
    int kind = file[1] - '0';
    int width = scanner.number("width", Integer.MAX_VALUE);
    int height = scanner.number("height", Integer.MAX_VALUE);
    boolean bitmap = kind % 3 == 1;
    return new Header(kind, height, width, bitmap ? 1 : scanner.number("maxval", MAX_VALUE));
  }

  /** Rounded as Pillow does it: gray of more than 8 bits to 16 bits first, all else to 8. */
  private static byte[] levels(Header header, DeepGray deepGray) {
    boolean deepens = header.isDeep() && header.channels() == 1;
    byte[] levels = new byte[header.isDeep() ? MAX_VALUE + 1 : ONE_BYTE + 1];

    for (int value = 0; value < levels.length; value++) {
      double share = Math.min(1, (double) value / header.maxValue());
      levels[value] =
          (byte)
              (deepens
                  ? deepGray.level((int) Math.rint(share * MAX_VALUE))
                  : (int) Math.rint(share * ONE_BYTE));
    }

    return levels;
  }

  /** What follows the pixels, perhaps another image, is none of ours. */
  private void checkLength() {
    long expected = header.rowBytes() * height();
    int found = file.length - position;

    if (!header.isPlain() && found < expected) {
      throw new BadImageException(
          "truncated PNM: %d bytes of pixels, not %d".formatted(found, expected));
    }
  }

  @Override
  void next(byte[] row) {
    if (header.isPlain()) {
      readPlain(row);
    } else if (header.isBitmap()) {
      readBits(row);
    } else if (header.isDeep()) {
      readDeep(row);
    } else {
      readBytes(row);
    }
  }

  private void readPlain(byte[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = header.isBitmap() ? ink(scanner.bit()) : levels[scanner.value(header.maxValue())];
    }
  }

  private void readBits(byte[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = ink(file[position + x / Byte.SIZE] >> (Byte.SIZE - 1 - x % Byte.SIZE) & 1);
    }

    position += Math.toIntExact(header.rowBytes());
  }

  /** A set bit is black. */
  private static byte ink(int bit) {
    return (byte) (bit == 0 ? ONE_BYTE : 0);
  }

  private void readBytes(byte[] row) {
    if (header.maxValue() == ONE_BYTE) {
      System.arraycopy(file, position, row, 0, row.length);
    } else {
      for (int i = 0; i < row.length; i++) {
        row[i] = levels[file[position + i] & 0xff];
      }
    }

    position += row.length;
  }

  private void readDeep(byte[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = levels[(file[position + 2 * i] & 0xff) << 8 | (file[position + 2 * i + 1] & 0xff)];
    }

    position += 2 * row.length;
  }

  private static boolean isSpace(int value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  /** Reads numbers between white space and comments. */
  private static final class Scanner {
    private final byte[] file;
    private int position = 2;

    Scanner(byte[] file) {
      this.file = file;
    }

    /** A number of the header, from 1 to {@code most}. */
    int number(String name, int most) {
      int start = skipSpace();
      long value = digits();

      if (position == start || value < 1) {
        throw new BadImageException("corrupt PNM: its %s is no positive number".formatted(name));
      }

      if (value > most) {
        throw new BadImageException("corrupt PNM: its %s is greater than %d".formatted(name, most));
      }

      return (int) value;
    }

    /** A plain sample, from 0 to {@code most}. */
    int value(int most) {
      int start = skipSpace();
      long value = digits();

      if (position == start || value > most) {
        throw badSample(start);
      }

      return (int) value;
    }

    /** A plain sample of a bitmap; they may stand without space between them. */
    int bit() {
      int start = skipSpace();
      int digit = peek();
      position++;

      if (digit != '0' && digit != '1') {
        throw badSample(start);
      }

      return digit - '0';
    }

    private BadImageException badSample(int at) {
      return new BadImageException(
          at >= file.length
              ? "truncated PNM: its samples end too early"
              : "corrupt PNM: a sample that is no number up to maxval");
    }

    private long digits() {
      long value = 0;

      while (peek() >= '0' && peek() <= '9' && value <= Integer.MAX_VALUE) {
        value = value * 10 + file[position++] - '0';
      }

      return value;
    }

    /** One white space byte ends the header. */
    int pixelStart() {
      if (!isSpace(peek())) {
        throw new BadImageException("corrupt PNM: no white space after its header");
      }

      return position + 1;
    }

    private int skipSpace() {
      while (isSpace(peek()) || peek() == '#') {
        if (file[position] == '#') {
          skipComment();
        } else {
          position++;
        }
      }

      return position;
    }

    private void skipComment() {
      while (position < file.length && file[position] != '\n' && file[position] != '\r') {
        position++;
      }
    }

    private int peek() {
      return position < file.length ? file[position] : -1;
    }
  }
}
