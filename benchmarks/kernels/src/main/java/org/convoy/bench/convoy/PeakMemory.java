package org.convoy.bench.convoy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.convoy.bench.Trainer;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.NetworkBlueprint;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout.Range;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Makes one step of a network of the zoo on images of its usual size in a process of its own, and
 * says how much physical memory the process held at most: Convoy's side of {@code scripts/bench
 * memory}.
 */
public final class PeakMemory {
  private static final int FIRST_BATCH = 2;

  private final Architecture architecture;
  private final ComputationGraphConfiguration configuration;
  private final int batchSize;

  private PeakMemory(String name, int batchSize) {
    this.architecture = Architecture.usual(name);
    this.configuration = ModelZoo.configuration(architecture);
    this.batchSize = batchSize;
  }

  /**
   * Prints one JSON object.
   *
   * @param arguments name of the network, batch size, and {@code plan}, {@code train} or {@code
   *     evaluate}
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Libraries that print to standard output must not disturb the answer.
    System.setOut(System.err);
    loadLibraries();
    long baseline = peakBytes();
    PeakMemory memory = new PeakMemory(arguments[0], Integer.parseInt(arguments[1]));
    answers.println(
        switch (arguments[2]) {
          case "plan" -> memory.plan();
          case "train" -> memory.train(baseline);
          case "evaluate" -> memory.evaluate(baseline);
          default -> throw new IllegalArgumentException("Unknown pass " + arguments[2]);
        });
  }

  /** With a network of a few kilobytes. */
  private static void loadLibraries() {
    try (Network network = Network.create(ModelZoo.configuration(Architecture.usual("lenet5")))) {
      network.input(1);
      network.logits(1);
    }
  }

  /** The highest resident memory of this process until now (VmHWM). */
  private static long peakBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/self/status has no VmHWM"));
  }

  private String plan() {
    KernelChoice onednn = KernelChoice.of(Backend.ONEDNN);
    NetworkBlueprint blueprint = NetworkBlueprint.of(configuration);
    long parameters = (long) blueprint.layout().size() * Float.BYTES;
    long vectors = 2 * parameters + optimizer().stateSize(blueprint.layout().size()) * 4L;
    return String.format(
        Locale.ROOT,
        "{\"train\": %d, \"evaluate\": %d}",
        vectors + blueprint.workingBytes(onednn, batchSize, 1),
        parameters + blueprint.workingBytes(onednn, 1, batchSize));
  }

  private static Optimizer optimizer() {
    return Sgd.of(Trainer.MOMENTUM, Trainer.WEIGHT_DECAY);
  }

  /** A step on a few images first, from which on everything is there. */
  private String train(long baseline) throws IOException {
    Optimizer optimizer = optimizer();
    try (Network network = network();
        OptimizerState state = OptimizerState.create(optimizer, network.layout())) {
      for (int step = 0; step < 2; step++) {
        int[] labels = fill(network, step == 0 ? FIRST_BATCH : batchSize);
        network.trainStep(
            labels, optimizer, state, new StepContext(step, Trainer.LEARNING_RATE, step));
      }

      return answer(network, baseline);
    }
  }

  private String evaluate(long baseline) throws IOException {
    try (Network network = network()) {
      network.evaluate(fill(network, batchSize));
      return answer(network, baseline);
    }
  }

  private Network network() {
    Network network = Network.create(configuration, KernelChoice.of(Backend.ONEDNN));
    network.initialize(1);
    return network;
  }

  private int[] fill(Network network, int count) {
    SplittableRandom random = new SplittableRandom(count);
    FloatBuffer input = network.input(count);
    while (input.hasRemaining()) {
      input.put((float) random.nextDouble(-1, 1));
    }

    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % architecture.numClasses());
    return labels;
  }

  private static String answer(Network network, long baseline) throws IOException {
    return String.format(
        Locale.ROOT,
        "{\"parameters\": %d, \"baseline\": %d, \"peak\": %d}",
        network.layout().trainable().stream().mapToLong(Range::length).sum(),
        baseline,
        peakBytes());
  }
}
