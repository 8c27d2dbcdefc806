package org.convoy.weights;

import java.util.SplittableRandom;
import org.convoy.nn.network.Network;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.convoy.zoo.Architecture;

/** Networks as if they had been trained, and images on which to compare them. */
public final class TrainedWeights {
  private TrainedWeights() {}

  /** Smooth patterns, since noise averages out. */
  public static float[] images(Architecture architecture, int count) {
    int pixels = architecture.inputHeight() * architecture.inputWidth();
    float[] images = new float[count * architecture.inputChannels() * pixels];
    for (int i = 0; i < images.length; i++) {
      int plane = i / pixels;
      int row = i % pixels / architecture.inputWidth();
      int column = i % architecture.inputWidth();
      images[i] =
          (float)
              (Math.sin(0.3 * row * (plane + 1)) + Math.cos(0.2 * column + plane) + 0.2 * plane);
    }

    return images;
  }

  /** The initial weights, with biases and statistics as if it had been trained. */
  public static float[] parameters(Network network) {
    network.initialize(7);
    float[] parameters = network.parameters();
    SplittableRandom random = new SplittableRandom(7);
    for (Segment segment : network.layout().segments()) {
      if (segment.role() != Role.WEIGHT) {
        for (int i = 0; i < segment.length(); i++) {
          parameters[segment.offset() + i] = value(segment.role(), random.nextDouble());
        }
      }
    }

    return parameters;
  }

  private static float value(Role role, double random) {
    return switch (role) {
      case NORM_WEIGHT, RUNNING_VAR -> (float) (0.5 + random);
      case SLOPE -> (float) (0.1 + 0.3 * random);
      default -> (float) (0.4 * random - 0.2);
    };
  }
}
