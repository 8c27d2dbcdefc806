package org.convoy.data.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.convoy.data.Image;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPngDecoder {
  private static final int HEIGHT = 13;
  private static final int WIDTH = 11;

  private final ImageDecoder rgb = ImageDecoder.of(ColorMode.RGB);
  private final ImageDecoder gray = ImageDecoder.of(ColorMode.GRAY);

  @ParameterizedTest
  @CsvSource({
    "0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16", "3, 1", "3, 2", "3, 4", "3, 8",
    "4, 8", "4, 16", "6, 8", "6, 16"
  })
  void decodesEveryColorTypeAndDepth(int colorType, int bitDepth) {
    PngBytes png = random(HEIGHT, WIDTH, colorType, bitDepth);
    Image expected = new Image(HEIGHT, WIDTH, 3, expectedRgb(png));
    Image expectedGray = ColorMode.GRAY.convert(expected);

    assertThat(rgb.decode(png.sequential())).isEqualTo(expected);
    assertThat(rgb.decode(png.interlaced())).isEqualTo(expected);
    assertThat(gray.decode(png.sequential())).isEqualTo(expectedGray);
    assertThat(gray.decode(png.interlaced())).isEqualTo(expectedGray);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "9, 1", "2, 3", "5, 5"})
  void decodesInterlacedImagesThatLackPasses(int height, int width) {
    PngBytes png = random(height, width, 2, 8);

    assertThat(rgb.decode(png.interlaced())).isEqualTo(rgb.decode(png.sequential()));
  }

  @Test
  void refusesEveryFlippedBit() {
    byte[] file = random(HEIGHT, WIDTH, 2, 8).sequential();

    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(() -> rgb.decode(damaged)).isInstanceOf(BadImageException.class);
    }
  }

  @Test
  void refusesEveryTruncation() {
    byte[] file = random(HEIGHT, WIDTH, 0, 8).sequential();

    for (int length = 0; length < file.length; length++) {
      byte[] truncated = Arrays.copyOf(file, length);

      assertThatThrownBy(() -> rgb.decode(truncated)).isInstanceOf(BadImageException.class);
    }
  }

  @Test
  void refusesPixelDataThatIsTooShortAndIgnoresWhatFollows() {
    PngBytes png = random(HEIGHT, WIDTH, 0, 8);
    byte[] rows = png.sequentialRows();

    assertRefused(
        png.file(0, Arrays.copyOf(rows, rows.length - 1)),
        "truncated PNG: its pixel data is too short");
    assertThat(rgb.decode(png.file(0, Arrays.copyOf(rows, rows.length + 1))))
        .isEqualTo(rgb.decode(png.file(0, rows)));
  }

  @Test
  void refusesAFilterThatDoesNotExist() {
    PngBytes png = random(HEIGHT, WIDTH, 0, 8);
    byte[] rows = png.sequentialRows();
    rows[0] = 5;

    assertRefused(png.file(0, rows), "corrupt PNG: row filter 5");
  }

  @Test
  void refusesBombsBeforeTakingMemory() {
    byte[] file = random(60_000, 1, 2, 8).file(0, new byte[1 << 16]);
    byte[] header = {0, 0, (byte) 0xea, 0x60, 0, 0, (byte) 0xea, 0x60, 8, 2, 0, 0, 0};
    byte[] chunk = PngBytes.chunk("IHDR", header);
    System.arraycopy(chunk, 0, file, 8, chunk.length);

    assertThat(rgb.header(file)).isEqualTo(new ImageHeader(ImageFormat.PNG, 60_000, 60_000));
    assertRefused(
        file, "the PNG header claims 60000 x 60000 pixels, more than data.maxPixels = 178956970");
  }

  @Test
  void refusesSizesThatTheDataCannotHold() {
    byte[] file = random(9_000, 1, 2, 8).file(0, new byte[1 << 16]);
    byte[] header = {0, 0, 0x23, 0x28, 0, 0, 0x23, 0x28, 8, 2, 0, 0, 0};
    byte[] chunk = PngBytes.chunk("IHDR", header);
    System.arraycopy(chunk, 0, file, 8, chunk.length);

    assertThatThrownBy(() -> rgb.decode(file))
        .isInstanceOf(BadImageException.class)
        .hasMessageMatching(
            "truncated PNG: \\d+ bytes of pixel data cannot hold 9000 x 9000 pixels");
  }

  private void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> rgb.decode(file))
        .isInstanceOf(BadImageException.class)
        .hasMessage(message);
  }

  private static PngBytes random(int height, int width, int colorType, int bitDepth) {
    Random random = new Random(31L * colorType + bitDepth);
    int count = height * width * PngBytes.samplesPerPixel(colorType);
    int[] samples = random.ints(count, 0, 1 << bitDepth).toArray();
    byte[] palette = new byte[colorType == 3 ? 3 << bitDepth : 0];
    random.nextBytes(palette);
    return new PngBytes(height, width, colorType, bitDepth, samples, palette);
  }

  private static byte[] expectedRgb(PngBytes png) {
    byte[] expected = new byte[HEIGHT * WIDTH * 3];
    int perPixel = PngBytes.samplesPerPixel(png.colorType());

    for (int i = 0; i < expected.length; i++) {
      // Alpha, the second or fourth sample, plays no part.
      int channel = perPixel >= 3 ? i % 3 : 0;
      int sample = png.samples()[i / 3 * perPixel + channel];
      expected[i] =
          png.colorType() == 3 ? png.palette()[3 * sample + i % 3] : (byte) level(png, sample);
    }

    return expected;
  }

  /** Gray of 16 bits is clipped, as Pillow does it; of other 16 bits the upper ones are taken. */
  private static int level(PngBytes png, int sample) {
    if (png.bitDepth() == 16) {
      return png.colorType() == 0 ? Math.min(255, sample) : sample >> 8;
    }

    return sample * 255 / ((1 << png.bitDepth()) - 1);
  }
}
