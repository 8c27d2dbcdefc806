package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.convoy.data.Image;

/** The eight values of EXIF's orientation tag, named by what puts the image upright. */
enum Orientation {
  NONE(1, false),
  FLIP_LEFT_RIGHT(2, false),
  ROTATE_180(3, false),
  FLIP_TOP_BOTTOM(4, false),
  TRANSPOSE(5, true),
  ROTATE_90_CLOCKWISE(6, true),
  TRANSVERSE(7, true),
  ROTATE_90_COUNTERCLOCKWISE(8, true);

  private final int tagValue;
  private final boolean swapsSides;

  Orientation(int tagValue, boolean swapsSides) {
    this.tagValue = tagValue;
    this.swapsSides = swapsSides;
  }

  /** The meaning of a tag's value; {@link #NONE} for values that EXIF does not define. */
  static Orientation ofTag(long value) {
    return Arrays.stream(values())
        .filter(orientation -> orientation.tagValue == value)
        .findFirst()
        .orElse(NONE);
  }

  boolean swapsSides() {
    return swapsSides;
  }

  /** The upright image. */
  Image apply(Image image) {
    int height = image.height();
    int width = image.width();
    int lastRow = (height - 1) * width;

    return switch (this) {
      case NONE -> image;
      case FLIP_LEFT_RIGHT -> walk(image, width - 1, width, -1);
      case ROTATE_180 -> walk(image, lastRow + width - 1, -width, -1);
      case FLIP_TOP_BOTTOM -> walk(image, lastRow, -width, 1);
      case TRANSPOSE -> walk(image, 0, 1, width);
      case ROTATE_90_CLOCKWISE -> walk(image, lastRow, 1, -width);
      case TRANSVERSE -> walk(image, lastRow + width - 1, -1, -width);
      case ROTATE_90_COUNTERCLOCKWISE -> walk(image, width - 1, -1, width);
    };
  }

  /** Strides are in pixels of the source, for one step down and one to the right in the result. */
  private Image walk(Image source, int start, int rowStride, int columnStride) {
    int height = swapsSides ? source.width() : source.height();
    int width = swapsSides ? source.height() : source.width();
    int channels = source.channels();
    byte[] from = source.pixels();
    byte[] to = new byte[from.length];
    int target = 0;

    for (int y = 0; y < height; y++) {
      int pixel = (start + y * rowStride) * channels;

      for (int x = 0; x < width; x++, pixel += columnStride * channels) {
        for (int c = 0; c < channels; c++) {
          to[target++] = from[pixel + c];
        }
      }
    }

    return new Image(height, width, channels, to);
  }

  /** Finds the orientation in an EXIF block, a TIFF structure. Damage means that there is none. */
  static final class ExifOrientation {
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int TIFF_MAGIC = 42;
    private static final int ENTRY_BYTES = 12;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private ExifOrientation() {}

    /**
     * Reads the block from its byte order mark to {@code end}.
     *
     * @return {@link Orientation#NONE} for a tag whose value is none that EXIF defines, empty
     *     without the tag
     */
    static Optional<Orientation> read(byte[] file, int start, int end) {
      ByteBuffer tiff = ByteBuffer.wrap(file, start, end - start).slice();

      if (tiff.remaining() < 8 || !readsAsTiff(tiff)) {
        return Optional.empty();
      }

      long directory = Integer.toUnsignedLong(tiff.getInt(4));
      return directory + 2 > tiff.limit() ? Optional.empty() : readDirectory(tiff, (int) directory);
    }

    private static boolean readsAsTiff(ByteBuffer tiff) {
      short order = tiff.getShort(0);

      if (order == 0x4949) {
        tiff.order(ByteOrder.LITTLE_ENDIAN);
      } else if (order != 0x4d4d) {
        return false;
      }

      return tiff.getShort(2) == TIFF_MAGIC;
    }

    private static Optional<Orientation> readDirectory(ByteBuffer tiff, int start) {
      int entries = tiff.getShort(start) & 0xffff;
      int entry = start + 2;

      for (int i = 0; i < entries && entry + ENTRY_BYTES <= tiff.limit(); i++) {
        if (tiff.getShort(entry) == ORIENTATION_TAG) {
          return Optional.of(Orientation.ofTag(readValue(tiff, entry)));
        }

        entry += ENTRY_BYTES;
      }

      return Optional.empty();
    }

    /** The single unsigned value of an entry, 0 if it has another type or count. */
    private static long readValue(ByteBuffer tiff, int entry) {
      if (tiff.getInt(entry + 4) != 1) {
        return 0;
      }

      return switch (tiff.getShort(entry + 2)) {
        case BYTE -> tiff.get(entry + 8) & 0xff;
        case SHORT -> tiff.getShort(entry + 8) & 0xffff;
        case LONG -> Integer.toUnsignedLong(tiff.getInt(entry + 8));
        default -> 0;
      };
    }
  }

  /**
   * Gathers the orientation from a PNG file's chunks, by the rules of Pillow: the EXIF chunk, else
   * an EXIF profile in hexadecimal text as ImageMagick writes it; where that says nothing, the XMP
   * text. Damage means that there is none.
   */
  static final class PngOrientation {
    private static final String EXIF_PROFILE = "Raw profile type exif";
    private static final String XMP = "XML:com.adobe.xmp";
    private static final String EXIF_TAG = "Exif\0\0";

    /** An empty line, the name and the length stand before the hexadecimal digits. */
    private static final int PROFILE_LINES = 3;

    private static final Pattern XMP_TAG = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

    /** As much text as Pillow takes. */
    private static final int MAX_TEXT_BYTES = 1 << 20;

    private final byte[] file;
    private Optional<byte[]> exif = Optional.empty();
    private Optional<String> profile = Optional.empty();
    private Optional<String> xmp = Optional.empty();

    PngOrientation(byte[] file) {
      this.file = file;
    }

    void addExif(PngFile.Range content) {
      exif = Optional.of(Arrays.copyOfRange(file, content.start(), content.end()));
    }

    /** Keyword, 0, text. */
    void addText(PngFile.Range content) {
      int keywordEnd = indexOfZero(content.start(), content.end());
      keep(keyword(content, keywordEnd), Math.min(content.end(), keywordEnd + 1), content.end());
    }

    /** Keyword, 0, method 0, compressed text. */
    void addCompressedText(PngFile.Range content) {
      int keywordEnd = indexOfZero(content.start(), content.end());
      keepInflated(keyword(content, keywordEnd), keywordEnd + 2, content.end());
    }

    /** Keyword, 0, whether compressed, method 0, language, 0, translated keyword, 0, text. */
    void addInternationalText(PngFile.Range content) {
      int keywordEnd = indexOfZero(content.start(), content.end());
      int languageEnd = indexOfZero(keywordEnd + 3, content.end());
      int textStart = indexOfZero(languageEnd + 1, content.end()) + 1;

      if (textStart < content.end() && file[keywordEnd + 1] == 0) {
        keep(keyword(content, keywordEnd), textStart, content.end());
      } else {
        keepInflated(keyword(content, keywordEnd), textStart, content.end());
      }
    }

    Orientation found() {
      return exif.or(() -> profile.flatMap(PngOrientation::decode))
          .flatMap(PngOrientation::readExif)
          .or(() -> xmp.flatMap(PngOrientation::readXmp))
          .orElse(Orientation.NONE);
    }

    private int indexOfZero(int start, int end) {
      int at = start;

      while (at < end && file[at] != 0) {
        at++;
      }

      return at;
    }

    private String keyword(PngFile.Range content, int end) {
      return new String(file, content.start(), end - content.start(), ISO_8859_1);
    }

    private void keepInflated(String keyword, int start, int end) {
      if ((!keyword.equals(EXIF_PROFILE) && !keyword.equals(XMP)) || start >= end) {
        return;
      }

      Inflater inflater = new Inflater();

      try {
        inflater.setInput(file, start, end - start);
        byte[] text = new byte[MAX_TEXT_BYTES];
        int length = inflater.inflate(text);
        keep(keyword, new String(text, 0, length, ISO_8859_1));
      } catch (DataFormatException e) {
        // Without its text, the image is whole.
      } finally {
        inflater.end();
      }
    }

    private void keep(String keyword, int start, int end) {
      keep(keyword, new String(file, start, end - start, ISO_8859_1));
    }

    private void keep(String keyword, String text) {
      switch (keyword) {
        case EXIF_PROFILE -> profile = Optional.of(text);
        case XMP -> xmp = Optional.of(text);
        default -> {}
      }
    }

    private static Optional<byte[]> decode(String profile) {
      String[] lines = profile.split("\n", -1);
      String digits =
          String.join(
              "",
              Arrays.asList(lines).subList(Math.min(PROFILE_LINES, lines.length), lines.length));

      try {
        return Optional.of(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private static Optional<Orientation> readExif(byte[] exif) {
      boolean tagged = new String(exif, ISO_8859_1).startsWith(EXIF_TAG);
      return ExifOrientation.read(exif, tagged ? EXIF_TAG.length() : 0, exif.length);
    }

    private static Optional<Orientation> readXmp(String xmp) {
      Matcher tag = XMP_TAG.matcher(xmp);
      return tag.find()
          ? Optional.of(Orientation.ofTag(Integer.parseInt(tag.group(1))))
          : Optional.empty();
    }
  }
}
