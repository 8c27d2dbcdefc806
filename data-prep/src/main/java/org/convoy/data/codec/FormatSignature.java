package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/** Tells the format of a file by its first bytes, whatever its name. */
final class FormatSignature {
  /** Formats that are refused by name: first bytes at an offset. */
  private record Foreign(String name, int offset, String bytes) {}

  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8};
  private static final byte[] PNG = latin("\u0089PNG\r\n\u001a\n");

  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign("GIF", 0, "GIF8"),
          new Foreign("BMP", 0, "BM"),
          new Foreign("TIFF", 0, "II*\0"),
          new Foreign("TIFF", 0, "MM\0*"),
          new Foreign("WebP", 8, "WEBP"),
          new Foreign("JPEG 2000", 4, "jP  "),
          new Foreign("JPEG 2000", 0, "\u00ffO\u00ffQ"),
          new Foreign("JPEG XL", 0, "\u00ff\n"),
          new Foreign("HEIF or AVIF", 4, "ftyp"),
          new Foreign("PBM", 0, "P1"),
          new Foreign("text PGM", 0, "P2"),
          new Foreign("text PPM", 0, "P3"),
          new Foreign("PBM", 0, "P4"));

  private FormatSignature() {}

  static ImageFormat of(byte[] file) {
    requireNonNull(file, "file is null");

    if (matches(file, 0, JPEG)) {
      return ImageFormat.JPEG;
    } else if (matches(file, 0, PNG)) {
      return ImageFormat.PNG;
    } else if (PnmHeader.isPnm(file)) {
      return ImageFormat.PNM;
    }

    throw new BadImageException(
        "not an image Convoy reads%s; convert it to JPEG or PNG".formatted(foreignName(file)));
  }

  static int pngLength() {
    return PNG.length;
  }

  private static String foreignName(byte[] file) {
    if (file.length == 0) {
      return ": an empty file";
    }

    return FOREIGN.stream()
        .filter(format -> matches(file, format.offset(), latin(format.bytes())))
        .findFirst()
        .map(format -> ": " + format.name())
        .orElse("");
  }

  private static boolean matches(byte[] file, int offset, byte[] signature) {
    int end = offset + signature.length;
    return file.length >= end && Arrays.equals(file, offset, end, signature, 0, signature.length);
  }

  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
