package org.convoy.data.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.convoy.data.EncodedImage;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.TransformPipeline;
import org.convoy.data.transform.TransformStages;
import org.convoy.data.transform.catalog.TransformCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose pixels take far more memory than their files are decoded in little of it. */
class TestLargeImages {
  private static final int SIDE = 9_380; // 88 megapixels
  private static final long LITTLE = 16L << 20;
  private static final EncodedImage LARGE = new EncodedImage("large.png", png(0));
  private static final EncodedImage INTERLACED = new EncodedImage("interlaced.png", png(1));

  @ParameterizedTest
  @ValueSource(strings = {"randomResizedCrop", "resize", "centerCrop", "randomCrop"})
  void aLargePngIsNeverHeldAsAWhole(String transform) {
    SampleLoader loader = loader(transforms(transform));
    FloatBuffer batch = FloatBuffer.allocate(3 * 256 * 256);
    long before = allocated();

    loader.write(LARGE, RandomSource.of(1), batch, 0);

    assertThat(allocated() - before).isLessThan(LITTLE);
    assertThat(batch.get(0)).isEqualTo(200f / 255);
    assertThat(loader.memory(LARGE)).isEqualTo(new DecodingMemory(0, 0));
  }

  @Test
  void countsWhatIsHeld() {
    long pixels = (long) SIDE * SIDE;
    List<Transform> jitter =
        List.of(
            TransformCatalog.create("colorJitter", Map.of("brightness", 0.5)),
            TransformCatalog.create("centerCrop", Map.of("size", 224)));

    assertThat(loader(jitter).memory(LARGE)).isEqualTo(new DecodingMemory(3 * pixels, 0));
    assertThat(loader(transforms("centerCrop")).memory(INTERLACED))
        .isEqualTo(new DecodingMemory(pixels, 0));
    assertThat(loader(jitter).memory(INTERLACED)).isEqualTo(new DecodingMemory(4 * pixels, 0));
  }

  private static List<Transform> transforms(String first) {
    return switch (first) {
      case "randomResizedCrop" ->
          List.of(
              TransformCatalog.create("randomResizedCrop", Map.of("size", 224)),
              TransformCatalog.create("colorJitter", Map.of("hue", 0.1)));
      case "resize" ->
          List.of(
              TransformCatalog.create("resize", Map.of("size", 232, "interpolation", "bicubic")),
              TransformCatalog.create("centerCrop", Map.of("size", 224)));
      default -> List.of(TransformCatalog.create(first, Map.of("size", 224)));
    };
  }

  private static SampleLoader loader(List<Transform> transforms) {
    List<Double> zeros = List.of(0.0, 0.0, 0.0);
    List<Double> ones = List.of(1.0, 1.0, 1.0);
    TransformPipeline pipeline =
        TransformStages.of(transforms).pipeline(ToTensorNormalize.of(zeros, ones));
    return new SampleLoader(ColorMode.RGB, Scaling.DECODE_SMALLER, pipeline, 0);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** Gray of level 200 all over, in a file of some 100 kB. */
  private static byte[] png(int interlace) {
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(SIDE).putInt(SIDE).put(new byte[] {8, 0, 0, 0, (byte) interlace});
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    file.writeBytes(chunk("IHDR", header.array()));
    file.writeBytes(chunk("IDAT", rows()));
    file.writeBytes(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  private static byte[] rows() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    byte[] row = new byte[1 + SIDE];
    Arrays.fill(row, 1, row.length, (byte) 200);

    try (DeflaterOutputStream deflated =
        new DeflaterOutputStream(data, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
      for (int y = 0; y < SIDE; y++) {
        deflated.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return data.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(US_ASCII));
    crc.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(type.getBytes(US_ASCII))
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }
}
