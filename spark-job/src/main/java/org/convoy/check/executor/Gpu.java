package org.convoy.check.executor;

/**
 * A GPU as NVIDIA's driver names it.
 *
 * @param capability CUDA compute capability, major and minor version as in 8.6
 * @param bytes its memory
 */
public record Gpu(String name, double capability, long bytes) {
  /** The machine code in ND4J's CUDA library: from Kepler's second generation … */
  public static final double LEAST_CAPABILITY = 3.7;

  /** … to Ada, which runs Ampere's; it holds no PTX that later ones could translate. */
  public static final double GREATEST_CAPABILITY = 8.9;

  public boolean isSupported() {
    return capability >= LEAST_CAPABILITY && capability <= GREATEST_CAPABILITY;
  }
}
