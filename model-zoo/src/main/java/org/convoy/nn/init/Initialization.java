package org.convoy.nn.init;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/** How a parameter tensor gets its first values. */
@FunctionalInterface
public interface Initialization {
  /**
   * Writes a tensor's values, drawn from this stream only.
   *
   * @param target whose position and limit stay as they are
   * @param offset of the first value in it
   * @param length of the tensor
   */
  void write(FloatBuffer target, int offset, int length, SplittableRandom random);

  /** The same values in an array. */
  default float[] values(int length, SplittableRandom random) {
    float[] values = new float[length];
    write(FloatBuffer.wrap(values), 0, length, random);
    return values;
  }

  /** Every element the same. */
  static Initialization constant(float value) {
    return (target, offset, length, random) -> {
      for (int i = offset; i < offset + length; i++) {
        target.put(i, value);
      }
    };
  }

  /** Uniform in [low, high). */
  static Initialization uniform(double low, double high) {
    return (target, offset, length, random) -> {
      for (int i = offset; i < offset + length; i++) {
        target.put(i, (float) (low + (high - low) * random.nextDouble()));
      }
    };
  }

  /** Uniform in [-bound, bound). */
  static Initialization uniform(double bound) {
    return (target, offset, length, random) -> {
      for (int i = offset; i < offset + length; i++) {
        target.put(i, (float) (bound * (2 * random.nextDouble() - 1)));
      }
    };
  }

  /** Normal with mean 0, by Marsaglia's polar method on StrictMath: the same on every machine. */
  static Initialization normal(double standardDeviation) {
    return (target, offset, length, random) -> {
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
        target.put(offset + i, (float) (scale * x));
        if (i + 1 < length) {
          target.put(offset + i + 1, (float) (scale * y));
        }
      }
    };
  }

  /** As {@link #normal(double)}, around another mean. */
  static Initialization normal(double mean, double standardDeviation) {
    Initialization centered = normal(standardDeviation);
    return (target, offset, length, random) -> {
      centered.write(target, offset, length, random);
      for (int i = offset; i < offset + length; i++) {
        target.put(i, target.get(i) + (float) mean);
      }
    };
  }

  /**
   * PyTorch's {@code xavier_uniform_}: Glorot and Bengio 2010, "Understanding the difficulty of
   * training deep feedforward neural networks".
   *
   * @param fanIn inputs to one output
   * @param fanOut outputs of one input
   * @param gain of the function that follows
   */
  static Initialization xavierUniform(long fanIn, long fanOut, double gain) {
    return uniform(gain * Math.sqrt(6.0 / (fanIn + fanOut)));
  }

  /** PyTorch's {@code xavier_normal_}; as {@link #xavierUniform}. */
  static Initialization xavierNormal(long fanIn, long fanOut, double gain) {
    return normal(gain * Math.sqrt(2.0 / (fanIn + fanOut)));
  }

  /**
   * PyTorch's {@code kaiming_uniform_}: He et al. 2015, <a
   * href="https://arxiv.org/abs/1502.01852">Delving Deep into Rectifiers</a>.
   *
   * @param fan inputs to one output, or outputs of one input
   * @param gain of the function that follows
   */
  static Initialization kaimingUniform(long fan, double gain) {
    return uniform(gain * Math.sqrt(3.0 / fan));
  }

  /** PyTorch's {@code kaiming_normal_}; as {@link #kaimingUniform}. */
  static Initialization kaimingNormal(long fan, double gain) {
    // The square of a rounded root of 2 is not 2.
    double square = gain == Nonlinearity.RELU.gain() ? 2 : gain * gain;
    return normal(Math.sqrt(square / fan));
  }

  /**
   * PyTorch's {@code orthogonal_}. The time is proportional to the larger side times the square of
   * the smaller: seconds for 512 x 4608.
   *
   * @param columns of the tensor as a matrix: the product of all dimensions but the first
   * @param gain length of the rows or columns, whichever are fewer
   */
  static Initialization orthogonal(int columns, double gain) {
    return new Orthogonal(columns, gain);
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
