package org.convoy.data.codec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.convoy.data.Image;
import org.convoy.data.codec.DecodeOptions.DeepGray;

/**
 * Decodes mutated files in a JVM of its own, so that a crash of native code is seen as one.
 *
 * <p>Arguments: number of mutations, seed. Prints one line for each violation and one in the end:
 * decoded, refused, and the process's peak memory in MiB.
 */
final class ImageFuzz {
  private static final int MAX_FILE_BYTES = 8_192;
  private static final DecodeOptions LIMITS = new DecodeOptions(1 << 20, DeepGray.CLIP);
  private static final int[] DENOMINATORS = {1, 1, 1, 2, 4, 8};

  private final List<byte[]> corpus;
  private final Random random;
  private final ImageDecoder rgb = ImageDecoder.of(ColorMode.RGB, LIMITS);
  private final ImageDecoder gray = ImageDecoder.of(ColorMode.GRAY, LIMITS);
  private int decoded;
  private int refused;

  private ImageFuzz(List<byte[]> corpus, Random random) {
    this.corpus = corpus;
    this.random = random;
  }

  public static void main(String[] arguments) throws Exception {
    int mutations = Integer.parseInt(arguments[0]);
    ImageFuzz fuzz = new ImageFuzz(corpus(), new Random(Long.parseLong(arguments[1])));

    for (int i = 0; i < mutations; i++) {
      fuzz.tryOne(i);
    }

    System.out.printf(
        "decoded %d, refused %d, peak %d MiB%n", fuzz.decoded, fuzz.refused, peakMebibytes());
  }

  private static List<byte[]> corpus() {
    List<byte[]> corpus = new ArrayList<>();

    for (ImageTable.Row row : ImageTable.rows("folder")) {
      corpus.add(ImageTable.resource("/images/" + row.file()));
    }

    for (ImageTable.Row row : ImageTable.rows("formats")) {
      corpus.add(ImageTable.resource("/formats/" + row.file()));
    }

    ImageTable.rows("jar").stream()
        .map(row -> ImageTable.resource("/" + row.file()))
        .filter(file -> file.length <= MAX_FILE_BYTES)
        .forEach(corpus::add);
    Random random = new Random(0);
    int[][] kinds = {{0, 1}, {0, 16}, {2, 8}, {3, 4}, {3, 8}, {4, 8}, {6, 8}, {6, 16}};

    for (int[] kind : kinds) {
      int[] samples =
          random.ints(19L * 17 * PngBytes.samplesPerPixel(kind[0]), 0, 1 << kind[1]).toArray();
      byte[] palette = new byte[kind[0] == 3 ? 3 << kind[1] : 0];
      PngBytes png = new PngBytes(19, 17, kind[0], kind[1], samples, palette);
      corpus.add(png.sequential());
      corpus.add(png.interlaced());
    }

    corpus.add(PnmEncoder.encode(new Image(5, 7, 3, new byte[105])));
    return corpus;
  }

  private void tryOne(int number) {
    byte[] file = mutate();

    try {
      ImageDecoder decoder = random.nextBoolean() ? rgb : gray;
      Image image = decoder.decode(file, DENOMINATORS[random.nextInt(DENOMINATORS.length)]);
      decoded += image.pixels().length > 0 ? 1 : 0;
    } catch (BadImageException e) {
      refused++;
    } catch (RuntimeException | Error e) {
      System.out.printf("mutation %d: %s at %s%n", number, e, e.getStackTrace()[0]);
    }
  }

  /** One to four changes; checksums of PNG chunks are mostly put right, to get behind them. */
  private byte[] mutate() {
    byte[] file = pick().clone();
    int changes = 1 + random.nextInt(4);

    for (int i = 0; i < changes && file.length > 0; i++) {
      file = change(file);
    }

    if (random.nextInt(8) > 0) {
      PngBytes.repairChecksums(file);
    }

    return file;
  }

  private byte[] change(byte[] file) {
    int at = random.nextInt(file.length);

    switch (random.nextInt(9)) {
      case 0, 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> file[at] = (byte) random.nextInt(256);
      case 3 -> file[at] = (byte) (random.nextBoolean() ? 0xff : 0);
      // Headers and tables come first.
      case 4, 5 -> file[at % Math.min(file.length, 200)] = (byte) random.nextInt(256);
      case 6 -> {
        return Arrays.copyOf(file, at);
      }
      case 7 -> {
        return splice(file, at, pick());
      }
      default -> {
        return splice(file, at, file);
      }
    }

    return file;
  }

  /** The beginning of one file, then a part of another one from some place to its end. */
  private byte[] splice(byte[] file, int at, byte[] other) {
    int from = random.nextInt(other.length);
    byte[] result = Arrays.copyOf(file, at + other.length - from);
    System.arraycopy(other, from, result, at, other.length - from);
    return result;
  }

  private byte[] pick() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private static long peakMebibytes() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
