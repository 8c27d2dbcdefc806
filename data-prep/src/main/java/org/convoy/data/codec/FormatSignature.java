package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Tells the format of a file by its first bytes, whatever its name. */
final class FormatSignature {
  /** Formats that are refused by name: first bytes at an offset. */
  private record Foreign(String name, int offset, String bytes) {}

  private static final String PNG = "\u0089PNG\r\n\u001a\n";

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

  private FormatSignature() {}

  static ImageFormat of(byte[] file) {
    requireNonNull(file, "file is null");

    if (startsWith(file, "\u00ff\u00d8")) {
      return ImageFormat.JPEG;
    } else if (startsWith(file, PNG)) {
      return ImageFormat.PNG;
    } else if (PnmDecoder.isPnm(file)) {
      return ImageFormat.PNM;
    } else if (startsWith(file, "BM")) {
      return ImageFormat.BMP;
    } else if (startsWith(file, "GIF87a") || startsWith(file, "GIF89a")) {
      return ImageFormat.GIF;
    } else if (TiffFile.isTiff(file)) {
      return ImageFormat.TIFF;
    } else if (startsWith(file, "RIFF") && matches(file, 8, "WEBP")) {
      return ImageFormat.WEBP;
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
    return PNG.length();
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
}
