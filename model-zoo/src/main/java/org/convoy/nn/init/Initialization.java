package org.convoy.nn.init;

import java.util.Arrays;
import java.util.SplittableRandom;

/** How a parameter tensor gets its first values. */
public interface Initialization {
  /** Values for a tensor of this many elements, drawn from this stream only. */
  float[] values(int length, SplittableRandom random);

  /** Every element the same. */
  static Initialization constant(float value) {
    return (length, random) -> {
      float[] values = new float[length];
      Arrays.fill(values, value);
      return values;
    };
  }

  /** Uniform in [-bound, bound). */
  static Initialization uniform(double bound) {
    return (length, random) -> {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }

      return values;
    };
  }

  /** Normal with mean 0, by Marsaglia's polar method on StrictMath: the same on every machine. */
  static Initialization normal(double standardDeviation) {
    return (length, random) -> {
      float[] values = new float[length];
      for (int i = 0; i < length; i += 2) {
        double x;
        double y;
        double square;
        do {
          x = 2 * random.nextDouble() - 1;
          y = 2 * random.nextDouble() - 1;
          square = x * x + y * y;
        } while (square >= 1 || square == 0);

        double scale = standardDeviation * Math.sqrt(-2 * StrictMath.log(square) / square);
        values[i] = (float) (scale * x);
        if (i + 1 < length) {
          values[i + 1] = (float) (scale * y);
        }
      }

      return values;
    };
  }

  /**
   * PyTorch's default for the weights of convolution and linear layers, {@code
   * kaiming_uniform_(a=sqrt(5))}, and for their bias: both are uniform within 1 / sqrt(fan in).
   *
   * @param fanIn inputs to one output: in / groups * kh * kw, or in features; positive
   */
  static Initialization uniformByFanIn(long fanIn) {
    return uniform(1 / Math.sqrt((double) fanIn));
  }
}
