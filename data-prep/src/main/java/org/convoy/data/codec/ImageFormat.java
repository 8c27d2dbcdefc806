package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The file formats that Convoy decodes. */
public enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  /** Portable bitmap, graymap or pixmap; decoded shards hold their images as binary ones. */
  PNM("PNM"),
  BMP("BMP"),
  /** The first frame. */
  GIF("GIF"),
  /** The first page. */
  TIFF("TIFF"),
  /** The first frame. */
  WEBP("WebP");

  /** Formats that are refused by name: first bytes at an offset. */
  private record Foreign(String name, int offset, String bytes) {}

  private static final String PNG_SIGNATURE = "\u0089PNG\r\n\u001a\n";

  private static final int MOST_OF_START = 100;
  private static final Pattern HTML =
      Pattern.compile("\\s*<(!doctype html|html|head)\\b", Pattern.CASE_INSENSITIVE);

  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign("JPEG 2000", 4, "jP  "),
          new Foreign("JPEG 2000", 0, "\u00ffO\u00ffQ"),
          new Foreign("JPEG XL", 0, "\u00ff\n"),
          new Foreign("JPEG XL", 4, "JXL "),
          new Foreign("HEIF or AVIF", 4, "ftyp"),
          new Foreign("PAM", 0, "P7"),
          new Foreign("PSD", 0, "8BPS"),
          new Foreign("SVG or other text", 0, "<"),
          new Foreign("gzip", 0, "\u001f\u008b"));

  private final String label;

  ImageFormat(String label) {
    this.label = label;
  }

  /**
   * Tells the format of a file by its first bytes, whatever its name.
   *
   * @throws BadImageException if it is none of these
   */
  static ImageFormat of(byte[] file) {
    requireNonNull(file, "file is null");

    if (startsWith(file, "\u00ff\u00d8")) {
      return JPEG;
    } else if (startsWith(file, PNG_SIGNATURE)) {
      return PNG;
    } else if (PnmDecoder.isPnm(file)) {
      return PNM;
    } else if (startsWith(file, "BM")) {
      return BMP;
    } else if (startsWith(file, "GIF87a") || startsWith(file, "GIF89a")) {
      return GIF;
    } else if (TiffFile.isTiff(file)) {
      return TIFF;
    } else if (startsWith(file, "RIFF") && matches(file, 8, "WEBP")) {
      return WEBP;
    }

    throw new BadImageException(
        brokenName(file)
            .orElseGet(
                () ->
                    "not an image Convoy reads%s; convert it to JPEG or PNG"
                        .formatted(foreignName(file))));
  }

  /** What copies and downloads leave in the place of an image. */
  private static Optional<String> brokenName(byte[] file) {
    if (file.length == 0) {
      return Optional.of("an empty file");
    } else if (startsWith(file, "version https://git-lfs")) {
      return Optional.of("a pointer of Git LFS in place of an image: fetch it with git lfs pull");
    } else if (HTML.matcher(start(file)).lookingAt()) {
      return Optional.of("a web page in place of an image: download it again");
    }

    return IntStream.range(0, file.length).allMatch(i -> file[i] == 0)
        ? Optional.of("nothing but zero bytes: copy or download it again")
        : Optional.empty();
  }

  private static String start(byte[] file) {
    return new String(file, 0, Math.min(file.length, MOST_OF_START), ISO_8859_1);
  }

  static int pngLength() {
    return PNG_SIGNATURE.length();
  }

  private static String foreignName(byte[] file) {
    return FOREIGN.stream()
        .filter(format -> matches(file, format.offset(), format.bytes()))
        .findFirst()
        .map(format -> ": " + format.name())
        .orElse("");
  }

  private static boolean startsWith(byte[] file, String signature) {
    return matches(file, 0, signature);
  }

  private static boolean matches(byte[] file, int offset, String signature) {
    byte[] bytes = signature.getBytes(ISO_8859_1);
    int end = offset + bytes.length;
    return file.length >= end && Arrays.equals(file, offset, end, bytes, 0, bytes.length);
  }

  /** As it is written. */
  @Override
  public String toString() {
    return label;
  }

  /**
   * What a file says about its image.
   *
   * @param format kind of file
   * @param height rows after the EXIF orientation was applied, at least 1
   * @param width pixels in a row after the EXIF orientation was applied, at least 1
   */
  public record ImageHeader(ImageFormat format, int height, int width) {
    public ImageHeader {
      requireNonNull(format, "format is null");

      if (height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "height and width must be at least 1, not %d and %d".formatted(height, width));
      }
    }

    ImageHeader turnedBy(Orientation orientation) {
      return orientation.swapsSides()
          ? new ImageHeader(format, /* height= */ width, /* width= */ height)
          : this;
    }
  }
}
