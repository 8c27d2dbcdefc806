package org.convoy.cli.start;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.network.Network;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Some training steps on random images, without an update, to see what they take. */
public final class TrialSteps {
  private static final int FEWEST = 3;
  private static final long NANOS = 2_000_000_000L;

  private TrialSteps() {}

  /**
   * Times them for about two seconds, after one step that plans and one that warms up.
   *
   * @param images of a step
   * @throws ConfigException where this machine cannot run the kernels that are asked for
   */
  public static KernelProfile profile(
      ComputationGraphConfiguration configuration, KernelChoice kernels, int images) {
    try (Network network = Network.create(configuration, kernels)) {
      int[] labels = fill(network, images);
      network.computeGradients(labels, 1);
      network.computeGradients(labels, 1);
      network.startProfile();
      long start = System.nanoTime();
      for (int i = 0; i < FEWEST || System.nanoTime() - start < NANOS; i++) {
        network.computeGradients(labels, 1);
      }

      return network.takeProfile();
    } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new ConfigException(List.of("kernels: " + e.getMessage()));
    }
  }

  /** Writes the images; gives their labels. */
  private static int[] fill(Network network, int images) {
    FloatBuffer input = network.input(images);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < input.capacity(); i++) {
      input.put(i, (float) random.nextGaussian());
    }

    return IntStream.range(0, images).map(i -> i % network.classes()).toArray();
  }
}
