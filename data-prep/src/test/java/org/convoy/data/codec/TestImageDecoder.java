package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.JpegSegmentReader.JpegMarker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small files are 23 × 37 pixels; their colors are checked by {@link TestOddImages}. */
class TestImageDecoder {
  private final ImageDecoder rgb = ImageDecoder.of(ColorMode.RGB);
  private final ImageDecoder gray = ImageDecoder.of(ColorMode.GRAY);

  @ParameterizedTest
  @CsvSource({"1, 23, 37", "2, 12, 19", "4, 6, 10", "8, 3, 5"})
  void scalesJpegRoundingUp(int denominator, int height, int width) {
    for (String name : new String[] {"baseline-420", "gray-progressive", "cmyk", "sampling-411"}) {
      byte[] file = small(name);

      assertThat(rgb.decode(file, denominator).shape()).isEqualTo(new ImageShape(height, width, 3));
      assertThat(gray.decode(file, denominator).shape())
          .isEqualTo(new ImageShape(height, width, 1));
    }
  }

  @Test
  void scaledJpegIsCloseToTheMeanOfItsPixels() {
    Image full = gray.decode(small("gray"));
    Image half = gray.decode(small("gray"), 2);
    double distance = 0;

    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 18; x++) {
        int sum = 0;

        for (int i = 0; i < 4; i++) {
          sum += full.pixels()[(2 * y + i / 2) * full.width() + 2 * x + i % 2] & 0xff;
        }

        distance += Math.abs(sum / 4.0 - (half.pixels()[y * half.width() + x] & 0xff));
      }
    }

    assertThat(distance / (11 * 18)).isLessThan(3);
  }

  @Test
  void scalesBeforeItTurns() {
    assertThat(rgb.decode(small("orientation-6"), 4).shape()).isEqualTo(new ImageShape(10, 6, 3));
    assertThat(rgb.header(small("orientation-6")))
        .isEqualTo(new ImageHeader(ImageFormat.JPEG, 37, 23));
  }

  @Test
  void pngAndPnmComeInFullSize() {
    Image image = rgb.decode(small("baseline-420"));

    assertThat(rgb.decode(PnmEncoder.encode(image), 8)).isEqualTo(image);
  }

  @Test
  void refusesOtherDenominators() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rgb.decode(small("gray"), 3))
        .withMessage("denominator must be 1, 2, 4 or 8, not 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline-420",
        "progressive-422",
        "gray",
        "gray-progressive",
        "cmyk",
        "restart",
        "arithmetic",
        "sampling-410"
      })
  void refusesEveryTruncation(String name) {
    byte[] file = small(name);

    for (int length = 0; length < file.length; length++) {
      byte[] truncated = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> rgb.decode(truncated))
          .as("%s cut to %d bytes", name, length)
          .isInstanceOf(BadImageException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline-420", "progressive-422", "gray", "cmyk", "restart"})
  void refusesScanDataThatAnEndMarkerCutsShort(String name) {
    byte[] file = small(name);
    byte[] closed = Arrays.copyOf(file, file.length - 40);
    closed[closed.length - 2] = (byte) 0xff;
    closed[closed.length - 1] = (byte) JpegMarker.EOI;

    assertRefused(closed, "JPEG");
  }

  @Test
  void saysWhereAJpegEnds() {
    byte[] file = small("progressive-422");

    assertRefused(
        Arrays.copyOf(file, file.length - 2),
        "truncated JPEG: the data ends in scan 10, no end marker");
    assertRefused(Arrays.copyOf(file, 100), "truncated JPEG: the data ends before the first scan");
  }

  @Test
  void refusesDamagedScanData() {
    byte[] file = small("restart");
    int restart = indexOf(file, JpegMarker.RST0 + 1);
    file[restart] = (byte) (JpegMarker.RST0 + 6);

    assertRefused(file, "corrupt JPEG: its scans or tables are damaged");
  }

  @Test
  void toleratesStrayBytesThatDoNotTouchThePixels() {
    byte[] file = small("baseline-420");
    Image image = rgb.decode(file);
    int table = indexOf(file, JpegMarker.DQT) - 1;

    assertThat(rgb.decode(insert(file, file.length, new byte[] {1, 2, 3}))).isEqualTo(image);
    assertThat(rgb.decode(insert(file, table, new byte[] {1, 2, 3}))).isEqualTo(image);
    assertThat(rgb.decode(insert(file, table, new byte[] {-1, -1, -1}))).isEqualTo(image);
  }

  @Test
  void ignoresDamagedExif() {
    byte[] file = small("orientation-6");
    Image upright = rgb.decode(file);
    int tiff = indexOf(file, JpegMarker.APP1) + 9;

    for (int i = tiff; i < tiff + 26; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = file.clone();
        damaged[i] ^= (byte) (1 << bit);

        assertThat(rgb.decode(damaged).pixels()).hasSameSizeAs(upright.pixels());
      }
    }
  }

  @Test
  void refusesBombsBeforeTakingMemory() {
    byte[] file = small("baseline-420");
    int frame = indexOf(file, JpegMarker.SOF0);
    Arrays.fill(file, frame + 4, frame + 8, (byte) 0xea);

    assertThat(rgb.header(file)).isEqualTo(new ImageHeader(ImageFormat.JPEG, 60_138, 60_138));
    assertRefused(
        file, "the JPEG header claims 60138 x 60138 pixels, more than data.maxPixels = 178956970");

    Arrays.fill(file, frame + 4, frame + 8, (byte) 0x20);
    assertRefused(file, "truncated JPEG: 864 bytes cannot hold 8224 x 8224 pixels");
  }

  @Test
  void appliesItsOwnLimit() {
    ImageDecoder decoder =
        ImageDecoder.of(ColorMode.RGB, new DecodeOptions(23 * 37, DeepGray.CLIP));

    assertThat(decoder.decode(small("gray")).height()).isEqualTo(23);
    assertThatThrownBy(() -> decoder.decode(pnm("P5 37 24 255\n")))
        .isInstanceOf(BadImageException.class)
        .hasMessage("the PNM header claims 24 x 37 pixels, more than data.maxPixels = 851");
  }

  @Test
  void isThreadSafe() {
    byte[] file = small("progressive-422");
    Image expected = rgb.decode(file);

    assertThat(IntStream.range(0, 400).parallel().mapToObj(i -> rgb.decode(file)))
        .hasSize(400)
        .containsOnly(expected);
  }

  @Test
  void limitsFitIntoOneArray() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecodeOptions(715_827_883, DeepGray.CLIP))
        .withMessage("maxPixels must be 1 to 715827882, not 715827883");
  }

  @ParameterizedTest
  @CsvSource({
    "P7 WIDTH, ': PAM'",
    "????ftypavif, ': HEIF or AVIF'",
    "<svg xmlns=''>, ': SVG or other text'",
    "BX, ''",
    "hello, ''"
  })
  void refusesOtherFormatsByName(String content, String name) {
    assertRefused(
        content.getBytes(ISO_8859_1),
        "not an image Convoy reads%s; convert it to JPEG or PNG".formatted(name));
  }

  @ParameterizedTest
  @CsvSource({
    "'', an empty file",
    "'\r\n<!DOCTYPE HTML>', a web page in place of an image: download it again",
    "<html lang='en'>, a web page in place of an image: download it again",
    "version https://git-lfs.github.com/spec/v1, a pointer of Git LFS in place of an image: fetch"
        + " it with git lfs pull",
    "'\0\0\0', nothing but zero bytes: copy or download it again"
  })
  void saysWhatStandsInThePlaceOfAnImage(String content, String message) {
    assertRefused(content.getBytes(ISO_8859_1), message);
  }

  @Test
  void readsPnm() {
    Image color = new Image(1, 2, 3, new byte[] {1, 2, 3, -1, -2, -3});
    Image gray = new Image(2, 1, 1, new byte[] {7, -7});

    assertThat(rgb.decode(pnm("P6\n# a comment\n2 1\n255\n", 1, 2, 3, -1, -2, -3)))
        .isEqualTo(color);
    assertThat(rgb.decode(PnmEncoder.encode(color))).isEqualTo(color);
    assertThat(this.gray.decode(PnmEncoder.encode(gray))).isEqualTo(gray);
    assertThat(rgb.decode(PnmEncoder.encode(gray)))
        .isEqualTo(new Image(2, 1, 3, new byte[] {7, 7, 7, -7, -7, -7}));
    assertThat(rgb.header(PnmEncoder.encode(gray)))
        .isEqualTo(new ImageHeader(ImageFormat.PNM, 2, 1));
  }

  @Test
  void refusesDamagedPnm() {
    assertRefused(pnm("P5 2 1 255\n", 1), "truncated PNM: 1 bytes of pixels, not 2");
    assertRefused(pnm("P5 2 1 65535\n", 1, 2), "truncated PNM: 2 bytes of pixels, not 4");
    assertRefused(pnm("P5 2 1 65536\n", 1, 2), "corrupt PNM: its maxval is greater than 65535");
    assertRefused(pnm("P2 2 1 255 7"), "truncated PNM: its samples end too early");
    assertRefused(pnm("P2 2 1 9 7 10"), "corrupt PNM: a sample that is no number up to maxval");
    assertRefused(pnm("P1 2 1 02"), "corrupt PNM: a sample that is no number up to maxval");
    assertRefused(pnm("P5 2 0 255\n"), "corrupt PNM: its height is no positive number");
    assertRefused(pnm("P5 2 1 255"), "corrupt PNM: no white space after its header");
  }

  @Test
  void ignoresWhatFollowsThePixels() {
    assertThat(gray.decode(pnm("P5 1 1 255\n", 7, '\n')))
        .isEqualTo(gray.decode(pnm("P5 1 1 255\n", 7)));
  }

  /** 16-bit gray is clipped as Pillow clips it, or brought to 8 bits where that is asked for. */
  @Test
  void takesDeepGrayAsAsked() {
    ImageDecoder scaling =
        ImageDecoder.of(
            ColorMode.GRAY, new DecodeOptions(DecodeOptions.GREATEST_MAX_PIXELS, DeepGray.SCALE));
    byte[] file = pnm("P5 2 1 65535\n", 0, 200, 128, 0);

    assertThat(gray.decode(file).pixels()).containsExactly(200, 255);
    assertThat(scaling.decode(file).pixels()).containsExactly(0, 128);
  }

  /** What a reader does not look at is decoded all the same, so that damage there is found. */
  @Test
  void findsDamageInRowsThatNobodyReads() {
    byte[] file = ImageTable.resource("/formats/pnm2-63.pgm");
    byte[] truncated = Arrays.copyOf(file, file.length - 8);

    assertThatThrownBy(
            () -> {
              try (OpenedImage image = gray.open(truncated)) {
                image.rows(1);
                image.finish();
              }
            })
        .isInstanceOf(BadImageException.class)
        .hasMessage("truncated PNM: its samples end too early");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bmp-24.bmp",
        "gif-big.gif",
        "gif-big-i.gif",
        "ht-rgb16-pred-le.tif",
        "ht-tiled-be.tif",
        "pnm6-1023.ppm",
        "pnm2-63.pgm",
        "tiff-rgb-tiff-lzw-pred.tif",
        "tiff-big-jpeg.tif",
        "tiff-big-g4.tif",
        "webp-ll.webp",
        "png-i16.png"
      })
  void readsRowsAsItDecodes(String name) {
    byte[] file = ImageTable.resource("/formats/" + name);
    Image whole = rgb.decode(file);
    byte[] pixels = new byte[whole.pixels().length];
    int rowBytes = whole.width() * 3;

    try (OpenedImage image = rgb.open(file)) {
      PixelRows rows = image.rows(1);
      for (int y = 0; y < rows.height(); y++) {
        rows.read(y, 0, rows.width(), pixels, y * rowBytes);
      }

      image.finish();
    }

    assertThat(pixels).isEqualTo(whole.pixels());
  }

  /** A file that ends early is refused, unless nothing is missing but padding or a trailer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bmp-24.bmp",
        "bmp-rle8.bmp",
        "gif-noise.gif",
        "ht-tiled-defl-le.tif",
        "pnm6-7.ppm",
        "tiff-noise-lzw.tif",
        "webp-l.webp",
        "webp-ll.webp"
      })
  void refusesTruncatedFiles(String name) {
    byte[] file = ImageTable.resource("/formats/" + name);

    for (int length = 0; length < file.length - 8; length += 7) {
      byte[] truncated = Arrays.copyOf(file, length);

      assertThatThrownBy(() -> rgb.decode(truncated))
          .as("%s, %d bytes", name, length)
          .isInstanceOf(BadImageException.class);
    }
  }

  @Test
  void encodesNoOtherChannels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PnmEncoder.encode(new Image(1, 1, 2, new byte[2])))
        .withMessage("PNM holds images of 1 or 3 channels, not 2");
  }

  private void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> rgb.decode(file))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining(message);
  }

  private static byte[] small(String name) {
    return ImageTable.resource("/images/" + name + ".jpg");
  }

  private static byte[] pnm(String header, int... pixels) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(header.getBytes(ISO_8859_1));
    Arrays.stream(pixels).forEach(file::write);
    return file.toByteArray();
  }

  /** Index of the second byte of a marker. */
  private static int indexOf(byte[] file, int marker) {
    for (int i = 1; i < file.length; i++) {
      if (file[i - 1] == (byte) 0xff && file[i] == (byte) marker) {
        return i;
      }
    }

    throw new AssertionError("no marker " + marker);
  }

  private static byte[] insert(byte[] file, int at, byte[] bytes) {
    byte[] result = Arrays.copyOf(file, file.length + bytes.length);
    System.arraycopy(bytes, 0, result, at, bytes.length);
    System.arraycopy(file, at, result, at + bytes.length, file.length - at);
    return result;
  }
}
