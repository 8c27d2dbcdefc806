package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.convoy.data.codec.Orientation.ExifOrientation;

/**
 * Gathers the orientation from a PNG file's chunks, by the rules of Pillow: the EXIF chunk, else an
 * EXIF profile in hexadecimal text as ImageMagick writes it; where that says nothing, the XMP text.
 * Damage means that there is none.
 */
final class PngOrientation {
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
            "", Arrays.asList(lines).subList(Math.min(PROFILE_LINES, lines.length), lines.length));

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
