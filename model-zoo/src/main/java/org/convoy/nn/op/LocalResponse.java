package org.convoy.nn.op;

/**
 * The settings of local response normalization: {@code output = input / (k + alpha * mean)^beta}
 * with the mean, over a window of channels, of the squared input; channels that are not there count
 * as zero.
 *
 * @param size channels of the window; of an even number one more lies before than after
 */
public record LocalResponse(int size, double alpha, double beta, double k) {
  /** Channels of the window before its own. */
  public int before() {
    return size / 2;
  }

  /** Channels of the window after its own. */
  public int after() {
    return (size - 1) / 2;
  }

  /** What each square in a window is multiplied by. */
  public double share() {
    return alpha / size;
  }
}
