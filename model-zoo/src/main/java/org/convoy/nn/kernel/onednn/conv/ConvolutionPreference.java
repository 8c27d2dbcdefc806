package org.convoy.nn.kernel.onednn.conv;

import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;

/**
 * Where oneDNN's first choice of a convolution is not its fastest, as measured: with few channels
 * its batch-reduced gemm (brg) loses to direct convolution, and short vectors waste less.
 */
final class ConvolutionPreference {
  private static final int FEW = 16;
  private static final int SHORT_VECTOR = 8;

  private ConvolutionPreference() {}

  static PrimitiveDescription.Preference forward(
      Precision precision, long inputChannels, long outputChannels) {
    return precision == Precision.BF16
        ? ConvolutionPreference::directUnlessTiled
        : direct(Math.min(inputChannels, outputChannels));
  }

  /** Vectors run over the input channels. */
  static PrimitiveDescription.Preference backwardData(
      Precision precision, long inputChannels, long outputChannels) {
    if (precision == Precision.BF16) {
      return ConvolutionPreference::directUnlessTiled;
    }

    return inputChannels <= SHORT_VECTOR
        ? ConvolutionPreference::shortDirect
        : direct(Math.min(inputChannels, outputChannels));
  }

  /** Vectors run over the output channels. */
  static PrimitiveDescription.Preference backwardWeights(
      Precision precision, long inputChannels, long outputChannels) {
    if (precision == Precision.BF16) {
      return ConvolutionPreference::directUnlessTiled;
    }

    return outputChannels <= SHORT_VECTOR
        ? ConvolutionPreference::shortDirect
        : direct(Math.min(inputChannels, outputChannels));
  }

  /**
   * Of a convolution of each channel by itself, whose own kernels (jit_dw) take windows of 3 x 3 at
   * most: beyond them the short vectors are up to six times as fast.
   */
  static PrimitiveDescription.Preference depthwiseBackwardWeights() {
    return name -> name.startsWith("jit_dw") ? 0 : 1 + shortDirect(name);
  }

  private static PrimitiveDescription.Preference direct(long fewestChannels) {
    return fewestChannels < FEW ? name -> name.contains("brg") ? 1 : 0 : name -> 0;
  }

  /** AMX's tiles are used by batch-reduced gemm only. */
  private static int directUnlessTiled(String implementation) {
    return implementation.contains("brg") && !implementation.contains("amx") ? 1 : 0;
  }

  private static int shortDirect(String implementation) {
    return switch (implementation) {
      case "jit:avx2" -> 0;
      case "jit:avx512_core" -> 1;
      default -> 2;
    };
  }
}
