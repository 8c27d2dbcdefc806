package org.convoy.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.Network;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;

/** Steps of ResNet-20: those of PyTorch's autograd, the same twice, and in memory that stays. */
class TestResNet20 {
  private static final int BATCH = 16;
  private static final int PIXELS = 3 * 32 * 32;
  private static final Optimizer SGD = Sgd.of(0.9, 1e-4);

  /** The losses are those of resnet20_losses.py. */
  @Test
  void fiftyStepsAreThoseOfAutograd() throws IOException {
    List<Double> expected;
    try (InputStream losses = TestResNet20.class.getResourceAsStream("/resnet20-losses.txt")) {
      expected =
          new String(losses.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(Double::valueOf)
              .toList();
    }

    List<Double> losses = losses(expected.size(), BATCH);
    for (int step = 0; step < expected.size(); step++) {
      // Roundings grow with the steps: PyTorch's own, in f32 and in f64, differ by as much.
      double near = step < 10 ? 0.002 : 0.05;
      assertThat(losses.get(step)).isCloseTo(expected.get(step), within(near));
    }
  }

  @Test
  void aFreshNetworkGivesTheSameBytes() {
    assertThat(losses(5, BATCH)).isEqualTo(losses(5, BATCH));
  }

  @Test
  void memoryStays() throws IOException {
    try (Training training = new Training()) {
      run(training, 20);
      long before = residentBytes();
      run(training, 100);
      assertThat(residentBytes() - before).isLessThan(20_000_000);
    }
  }

  private static void run(Training training, int steps) {
    for (int step = 0; step < steps; step++) {
      training.step(step, 4);
      training.network.input(8);
      training.network.logits(8);
    }
  }

  private static long residentBytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
    return Long.parseLong(pages) * 4096;
  }

  private static List<Double> losses(int steps, int batch) {
    List<Double> losses = new ArrayList<>();
    try (Training training = new Training()) {
      for (int step = 0; step < steps; step++) {
        losses.add(training.step(step, batch));
      }
    }

    return losses;
  }

  private static final class Training implements AutoCloseable {
    private final Network network =
        Network.create(
            ModelZoo.configuration(new Architecture("resnet20", 10, 3, 32, 32)),
            KernelChoice.of(Backend.LIBTORCH));
    private final OptimizerState state = OptimizerState.create(SGD, network.layout());

    Training() {
      float[] parameters = network.parameters();
      int key = 0;
      for (Segment segment : network.layout().segments()) {
        if (segment.role() == Role.WEIGHT) {
          double inputs = (double) segment.length() / segment.shape().get(0);
          float[] values = numbers(key, segment.length(), Math.sqrt(6 / inputs));
          System.arraycopy(values, 0, parameters, segment.offset(), values.length);
        } else if (segment.role() == Role.BIAS) {
          Arrays.fill(parameters, segment.offset(), segment.offset() + segment.length(), 0);
        }

        key += segment.role().isTrainable() ? 1 : 0;
      }

      network.setParameters(parameters);
    }

    double step(int step, int batch) {
      int[] labels = IntStream.range(0, batch).map(i -> (i * 7 + step) % 10).toArray();
      float[] images = numbers(1000 + step, batch * PIXELS, 1);
      for (int i = 0; i < batch; i++) {
        float[] pattern = numbers(2000 + labels[i], PIXELS, 1);
        for (int j = 0; j < PIXELS; j++) {
          images[i * PIXELS + j] += pattern[j];
        }
      }

      network.input(batch).put(images);
      return network.trainStep(labels, SGD, state, new StepContext(step, 0.01, step)).loss();
    }

    @Override
    public void close() {
      state.close();
      network.close();
    }
  }

  /** From -1 to 1, by SplitMix64's finalizer. */
  private static float[] numbers(long key, int count, double scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      long z = ((key << 32) + i) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z = z ^ (z >>> 31);
      values[i] = (float) (((z >>> 40) / (double) (1 << 23) - 1) * scale);
    }

    return values;
  }
}
