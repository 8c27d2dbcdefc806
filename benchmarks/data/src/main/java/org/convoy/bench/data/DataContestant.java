package org.convoy.bench.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;
import org.convoy.data.StoredImage;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.feed.SampleLoader;

/**
 * Loads images into batches in one thread for as long as each line on standard input says; the
 * protocol is described in docs/benchmarks.md. Arguments: FOLDER CASE BATCH VARIANT.
 */
public final class DataContestant {
  private final SampleLoader loader;
  private final List<StoredImage> images;
  private final int batchSize;
  private final FloatBuffer batch;
  private int loaded;

  private DataContestant(DataCase dataCase, Path folder, int batchSize) throws IOException {
    this.loader = dataCase.loader();
    this.images = read(folder.resolve(dataCase.folder()), dataCase);
    this.batchSize = batchSize;
    this.batch =
        ByteBuffer.allocateDirect(batchSize * dataCase.shape().elements() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** Serves the benchmark until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Libraries that print to standard output must not disturb the protocol.
    System.setOut(System.err);
    DataCase dataCase = DataCase.of(arguments[1]);
    DataContestant contestant =
        new DataContestant(dataCase, Path.of(arguments[0]), Integer.parseInt(arguments[2]));
    answer(
        answers,
        "{\"version\": \"JDK %s\", \"parameters\": %d}",
        System.getProperty("java.version"),
        dataCase.shape().elements());
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      contestant.run(Double.parseDouble(line.substring("run ".length())), answers);
    }
  }

  /** Files as they are; what torchvision gets decoded, Convoy gets decoded. */
  private static List<StoredImage> read(Path folder, DataCase dataCase) throws IOException {
    List<StoredImage> images = new ArrayList<>();

    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        byte[] content = Files.readAllBytes(file);
        images.add(
            dataCase.isDecoded()
                ? ImageDecoder.of(ColorMode.RGB).decode(content)
                : new EncodedImage(file.toString(), content));
      }
    }

    return images;
  }

  private void run(double seconds, PrintStream answers) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    int first = loaded;

    do {
      for (int index = 0; index < batchSize; index++) {
        StoredImage image = images.get(loaded % images.size());
        loader.write(new Sample(loaded, 0, image), batch, index);
        loaded++;
      }
    } while (System.nanoTime() < end);

    int count = loaded - first;
    answer(
        answers,
        "{\"images\": %d, \"images_per_second\": %s, \"loss\": %s}",
        count,
        count / ((System.nanoTime() - start) / 1e9),
        batch.get(0));
  }

  private static void answer(PrintStream answers, String format, Object... values) {
    answers.println(String.format(Locale.ROOT, format, values));
    answers.flush();
  }
}
