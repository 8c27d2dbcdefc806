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
