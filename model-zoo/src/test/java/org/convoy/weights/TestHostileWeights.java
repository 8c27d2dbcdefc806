package org.convoy.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 60,000 changes to sound files: each is read or refused, in no more memory than the file's own.
 */
final class TestHostileWeights {
  /** The files are of some thousand bytes. */
  private static final long MOST_ALLOCATED = 2 << 20;

  private static final long[] ODD_NUMBERS = {
    0, 1, -1, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE, 0xffffffffL, 0x7fffffffL, 0x80000000L
  };

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private enum Kind {
    FILE,
    PICKLE
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinds.safetensors", "checkpoint.safetensors"})
  void changesToSafetensors(String name) throws IOException {
    fuzz(name, Kind.FILE, 7_500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinds.pth", "checkpoint.pth"})
  void changesToArchives(String name) throws IOException {
    fuzz(name, Kind.FILE, 5_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinds.pth",
        "checkpoint.pth",
        "checkpoint-protocol4.pth",
        "training-values.pth",
        "training-values-protocol4.pth"
      })
  void changesToPicklesInArchives(String name) throws IOException {
    fuzz(name, Kind.PICKLE, 5_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinds-legacy.pth", "checkpoint-legacy.pth"})
  void changesToLegacyFiles(String name) throws IOException {
    fuzz(name, Kind.FILE, 5_000);
  }

  private void fuzz(String name, Kind kind, int count) throws IOException {
    byte[] sound = Files.readAllBytes(TestPyTorchFiles.file(name));
    WeightFile.read(WeightSource.of(name, sound));
    Map<String, byte[]> entries = kind == Kind.PICKLE ? entries(sound) : Map.of();
    SplittableRandom random = new SplittableRandom((name + kind).hashCode());
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] changed =
          kind == Kind.FILE ? change(sound, random.split()) : changePickle(entries, random.split());
      refused += isRefused(changed, name + ", change " + i) ? 1 : 0;
    }

    assertThat(refused).isGreaterThan(count / 4);
  }

  private boolean isRefused(byte[] content, String what) throws IOException {
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      WeightFile.read(WeightSource.of("fuzzed", content));
      return false;
    } catch (WeightFormatException e) {
      assertThat(e.getMessage()).as(what).startsWith("fuzzed: ").hasSizeLessThan(600);
      return true;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as(what)
          .isLessThan(MOST_ALLOCATED);
    }
  }

  private static byte[] change(byte[] sound, SplittableRandom random) {
    byte[] changed = sound;
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      changed = changeOnce(changed, random);
    }

    return changed;
  }

  private static byte[] changeOnce(byte[] sound, SplittableRandom random) {
    byte[] changed = sound.clone();
    int at = random.nextInt(changed.length);
    int length = random.nextInt(Math.min(40, changed.length - at));
    switch (random.nextInt(7)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt();
      case 2 -> putNumber(changed, at, random);
      case 3 -> Arrays.fill(changed, at, at + length, (byte) random.nextInt());
      case 4 -> {
        return at == 0 ? changed : Arrays.copyOf(changed, at);
      }
      case 5 -> {
        return splice(changed, at, at + length, new byte[0]);
      }
      default -> {
        int from = random.nextInt(changed.length - length);
        return splice(changed, at, at, Arrays.copyOfRange(changed, from, from + length));
      }
    }

    return changed;
  }

  private static void putNumber(byte[] changed, int at, SplittableRandom random) {
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    number.putLong(ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
    int length = Math.min(1 << random.nextInt(4), changed.length - at);
    System.arraycopy(number.array(), 0, changed, at, length);
  }

  private static byte[] splice(byte[] content, int from, int to, byte[] part) {
    ByteBuffer spliced = ByteBuffer.allocate(from + part.length + content.length - to);
    spliced.put(content, 0, from).put(part).put(content, to, content.length - to);
    byte[] result = spliced.array();
    return result.length == 0 ? new byte[1] : result;
  }

  /** With a right checksum, so that the change is not refused before the pickle is read. */
  private static byte[] changePickle(Map<String, byte[]> entries, SplittableRandom random)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream output = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        boolean isPickle = entry.getKey().endsWith("/data.pkl");
        byte[] content = isPickle ? change(entry.getValue(), random) : entry.getValue();
        output.putNextEntry(stored(entry.getKey(), content));
        output.write(content);
      }
    }

    return bytes.toByteArray();
  }

  private static ZipEntry stored(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    return entry;
  }

  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    ZipArchive read = ZipArchive.open(WeightSource.of("sound", archive));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (String name : read.names()) {
      entries.put(name, read.read(name));
    }

    return entries;
  }
}
