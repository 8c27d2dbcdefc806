package org.convoy.data.codec;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.convoy.data.codec.ImageFormat.ImageHeader;

/**
 * How the samples of a TIFF image lie in its file.
 *
 * @param bits of a sample: 1, 2, 4, 8, 16 or 32
 * @param samples of a pixel, those included that are not shown
 * @param colors what the first samples mean
 * @param format of a sample
 * @param planes 1, or as many as samples when each lies in segments of its own
 * @param segmentHeight rows of a strip or tile
 * @param segmentWidth pixels in a row of it
 * @param compression code of the field
 */
record TiffLayout(
    int height,
    int width,
    int bits,
    int samples,
    Colors colors,
    Format format,
    boolean premultiplied,
    int planes,
    int segmentHeight,
    int segmentWidth,
    int compression,
    boolean differences) {
  static final int UNCOMPRESSED = 1;
  static final int FAX_RLE = 2;
  static final int FAX_G4 = 4;
  static final int LZW = 5;
  static final int JPEG = 7;
  static final int DEFLATE = 8;
  static final int OLD_DEFLATE = 32_946;
  static final int PACK_BITS = 32_773;

  private static final int MIN_TILE = 16;
  private static final int MAX_SAMPLES = 32;

  /** LZW turns at most 4,096 bytes into 12 bits; the others less. */
  private static final long MAX_COMPRESSION = 2_731;

  private static final int PREMULTIPLIED_ALPHA = 1;

  enum Colors {
    WHITE_IS_ZERO(1),
    BLACK_IS_ZERO(1),
    RGB(3),
    PALETTE(1),
    CMYK(4),
    YCBCR(3);

    private final int samples;

    Colors(int samples) {
      this.samples = samples;
    }

    boolean isGray() {
      return this == WHITE_IS_ZERO || this == BLACK_IS_ZERO;
    }

    private static Colors of(int code) {
      return switch (code) {
        case 0 -> WHITE_IS_ZERO;
        case 1 -> BLACK_IS_ZERO;
        case 2 -> RGB;
        case 3 -> PALETTE;
        case 5 -> CMYK;
        case 6 -> YCBCR;
        case 8, 9, 10 -> throw unsupported("CIE L*a*b* colors");
        default -> throw unsupported("photometric interpretation " + code);
      };
    }
  }

  enum Format {
    UNSIGNED,
    SIGNED,
    FLOAT
  }

  static TiffLayout of(TiffFile file) {
    ImageHeader size = file.storedHeader();
    int samples = file.small(TiffFile.SAMPLES_PER_PIXEL, 1);
    boolean tiled = file.has(TiffFile.TILE_WIDTH);
    long rowsPerStrip = file.value(TiffFile.ROWS_PER_STRIP, size.height());
    long segmentHeight =
        tiled ? file.value(TiffFile.TILE_HEIGHT, 0) : Math.min(rowsPerStrip, size.height());
    long segmentWidth = tiled ? file.value(TiffFile.TILE_WIDTH, 0) : size.width();
    int planar = file.small(TiffFile.PLANAR_CONFIGURATION, 1);
    TiffLayout layout =
        new TiffLayout(
            size.height(),
            size.width(),
            bits(file),
            samples,
            Colors.of(file.small(TiffFile.PHOTOMETRIC, 1)),
            format(file),
            isPremultiplied(file),
            planar == 2 ? samples : 1,
            segmentSide(segmentHeight, tiled),
            segmentSide(segmentWidth, tiled),
            file.small(TiffFile.COMPRESSION, UNCOMPRESSED),
            differences(file));
    layout.check();
    return layout;
  }

  private static int segmentSide(long side, boolean tiled) {
    if (side < (tiled ? MIN_TILE : 1) || side > Integer.MAX_VALUE) {
      throw new BadImageException("corrupt TIFF: a strip or tile side of " + side);
    }

    return (int) side;
  }

  private static int bits(TiffFile file) {
    long[] bits = file.values(TiffFile.BITS_PER_SAMPLE);

    if (LongStream.of(bits).distinct().count() > 1) {
      throw unsupported("samples of %s bits".formatted(Arrays.toString(bits)));
    }

    return bits.length == 0 ? 1 : file.small(TiffFile.BITS_PER_SAMPLE, 1);
  }

  private static Format format(TiffFile file) {
    return switch (file.small(TiffFile.SAMPLE_FORMAT, 1)) {
      case 2 -> Format.SIGNED;
      case 3 -> Format.FLOAT;
      case 5, 6 -> throw unsupported("complex samples");
      default -> Format.UNSIGNED;
    };
  }

  private static boolean isPremultiplied(TiffFile file) {
    return file.value(TiffFile.EXTRA_SAMPLES, 0) == PREMULTIPLIED_ALPHA;
  }

  private static boolean differences(TiffFile file) {
    int compression = file.small(TiffFile.COMPRESSION, UNCOMPRESSED);
    boolean predicts = compression == LZW || compression == DEFLATE || compression == OLD_DEFLATE;
    return switch (file.small(TiffFile.PREDICTOR, 1)) {
      case 1 -> false;
      case 2 -> predicts;
      default -> throw unsupported("a predictor of floating-point samples");
    };
  }

  private void check() {
    checkCompression();
    boolean fits =
        switch (colors) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO -> Integer.bitCount(bits) == 1 && bits <= 32;
          case PALETTE -> Integer.bitCount(bits) == 1 && bits <= 8;
          case RGB, CMYK -> bits == 8 || bits == 16;
          case YCBCR -> bits == 8 && compression == JPEG;
        };
    boolean known =
        format == Format.UNSIGNED
            || (colors.isGray() && bits == 32)
            || (format == Format.SIGNED && colors.isGray() && bits == 16);

    if (!fits
        || !known
        || samples < colors.samples
        || samples > MAX_SAMPLES
        || (samples > 1 && bits < 8)) {
      throw unsupported("%s, %d samples of %d bits, %s".formatted(colors, samples, bits, format));
    }

    boolean isFaxOfNoBits = isFax() && (bits != 1 || samples != 1 || !colors.isGray());
    boolean isJpegOfNoBytes =
        compression == JPEG && (bits != 8 || planes > 1 || samples == 2 || samples > 3);

    if (isFaxOfNoBits || isJpegOfNoBytes) {
      throw unsupported(
          "compression %d of %d samples of %d bits".formatted(compression, samples, bits));
    }
  }

  private void checkCompression() {
    switch (compression) {
      case UNCOMPRESSED, LZW, JPEG, DEFLATE, OLD_DEFLATE, PACK_BITS -> {}
      case 6 -> throw unsupported("JPEG compression of the old kind");
      case 34_925 -> throw unsupported("LZMA compression");
      case 50_000 -> throw unsupported("Zstandard compression");
      case 50_001 -> throw unsupported("WebP compression");
      default -> {
        if (!isFax()) {
          throw unsupported("compression " + compression);
        }
      }
    }
  }

  /** Memory is taken only in proportion to the file. */
  void checkSize(int fileLength) {
    double bytes = (double) segmentRowBytes() * segmentsAcross() * planes * height;

    if (!isFax() && bytes > MAX_COMPRESSION * (double) fileLength) {
      throw new BadImageException(
          "truncated TIFF: %d bytes cannot hold %d x %d pixels"
              .formatted(fileLength, height, width));
    }
  }

  boolean isFax() {
    return compression >= FAX_RLE && compression <= FAX_G4;
  }

  int samplesPerSegment() {
    return planes > 1 ? 1 : samples;
  }

  /** Bytes of a row of a segment. */
  int segmentRowBytes() {
    long rowBits = (long) segmentWidth * samplesPerSegment() * bits;

    if (rowBits / Byte.SIZE >= Integer.MAX_VALUE - Byte.SIZE) {
      throw unsupported("rows of %d bytes".formatted(rowBits / Byte.SIZE));
    }

    return (int) ((rowBits + Byte.SIZE - 1) / Byte.SIZE);
  }

  int segmentsAcross() {
    return (int) ((width + (long) segmentWidth - 1) / segmentWidth);
  }

  int segmentsDown() {
    return (int) ((height + (long) segmentHeight - 1) / segmentHeight);
  }

  private static BadImageException unsupported(String what) {
    return new BadImageException(
        "not an image Convoy reads: TIFF with %s; convert it to PNG".formatted(what));
  }
}
