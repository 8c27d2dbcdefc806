package org.convoy.data.cifar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convoy.data.Image;

/**
 * Content of small CIFAR files. Record i of all training (or all test) files has the label i mod 10
 * (fine: i mod 100, coarse: i mod 20); pixel (y, x) of channel c has the value i + 32 y + 3 x + 7
 * c.
 */
public final class CifarBytes {
  static final int TRAIN_BATCH = 7;
  static final int TEST_BATCH = 4;

  private CifarBytes() {}

  /** The files of CIFAR-10 by name, not in the order of the batches. */
  public static Map<String, byte[]> cifar10() {
    Map<String, byte[]> files = new LinkedHashMap<>();

    for (int batch : new int[] {3, 1, 5, 2, 4}) {
      files.put("data_batch_" + batch + ".bin", batch10((batch - 1) * TRAIN_BATCH, TRAIN_BATCH));
    }

    files.put("batches.meta.txt", names("class", 10));
    files.put("test_batch.bin", batch10(0, TEST_BATCH));
    return files;
  }

  /** The files of CIFAR-100 by name. */
  public static Map<String, byte[]> cifar100() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("train.bin", batch100(150));
    files.put("test.bin", batch100(50));
    files.put("fine_label_names.txt", names("fine", 100));
    files.put("coarse_label_names.txt", names("coarse", 20));
    return files;
  }

  private static byte[] names(String prefix, int count) {
    StringBuilder text = new StringBuilder();

    for (int i = 0; i < count; i++) {
      text.append(prefix).append(i).append('\n');
    }

    return text.append('\n').toString().getBytes(UTF_8);
  }

  private static byte[] batch10(int first, int count) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    for (int i = first; i < first + count; i++) {
      bytes.write(i % 10);
      bytes.writeBytes(planes(i));
    }

    return bytes.toByteArray();
  }

  private static byte[] batch100(int count) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    for (int i = 0; i < count; i++) {
      bytes.write(i % 20);
      bytes.write(i % 100);
      bytes.writeBytes(planes(i));
    }

    return bytes.toByteArray();
  }

  private static byte[] planes(int i) {
    byte[] planes = new byte[3 * 32 * 32];

    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          planes[(channel * 32 + y) * 32 + x] = value(i, channel, y, x);
        }
      }
    }

    return planes;
  }

  /** The image of record i as it should be read. */
  static Image image(int i) {
    byte[] pixels = new byte[32 * 32 * 3];

    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        for (int channel = 0; channel < 3; channel++) {
          pixels[(y * 32 + x) * 3 + channel] = value(i, channel, y, x);
        }
      }
    }

    return new Image(32, 32, 3, pixels);
  }

  private static byte value(int i, int channel, int y, int x) {
    return (byte) (i + 32 * y + 3 * x + 7 * channel);
  }
}
