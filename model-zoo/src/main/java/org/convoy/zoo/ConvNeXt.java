package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.inline;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.product;
import static org.convoy.nn.model.Blocks.residual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.convoy.nn.activation.GELU;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dropout.StochasticDepth;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Blocks;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.norm.LayerNorm;
import org.convoy.nn.norm.LayerNorm2d;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.shape.LayerScale;
import org.convoy.nn.shape.Permute;

/**
 * ConvNeXt: Liu et al. 2022, "A ConvNet for the 2020s", https://arxiv.org/abs/2201.03545, as
 * torchvision builds and initializes it. Tiny has 28,589,128 parameters at 1000 classes.
 */
final class ConvNeXt {
  private static final double EPS = 1e-6;
  private static final double LAYER_SCALE = 1e-6;
  private static final int EXPANSION = 4;

  /** By torchvision's names. */
  static final Map<String, IntFunction<Sequential>> NETWORKS =
      Map.of(
          "convnext_tiny", network(96, 9, 0.1),
          "convnext_small", network(96, 27, 0.4),
          "convnext_base", network(128, 27, 0.5),
          "convnext_large", network(192, 27, 0.5));

  private ConvNeXt() {}

  /**
   * Networks of four stages, of which each has twice the channels of the one before.
   *
   * @param channels of the first stage
   * @param depth blocks of the third stage; the others have 3
   * @param stochasticDepth of the last block
   */
  private static IntFunction<Sequential> network(int channels, int depth, double stochasticDepth) {
    int[] depths = {3, 3, depth, 3};
    return numClasses ->
        Sequential.of(
            named("features", features(channels, depths, stochasticDepth)),
            named("avgpool", adaptiveAvgPool2d(1)),
            named(
                "classifier",
                Sequential.of(
                    new LayerNorm2d(channels << (depths.length - 1), EPS),
                    flatten(),
                    linear(numClasses))));
  }

  private static Sequential features(int channels, int[] depths, double stochasticDepth) {
    int last = Arrays.stream(depths).sum() - 1;
    List<Block> blocks = new ArrayList<>();
    blocks.add(Sequential.of(conv(channels, 4).stride(4), new LayerNorm2d(channels, EPS)));
    int width = channels;
    int index = 0;
    for (int stage = 0; stage < depths.length; stage++) {
      if (stage > 0) {
        blocks.add(Sequential.of(new LayerNorm2d(width, EPS), conv(2 * width, 2).stride(2)));
        width *= 2;
      }

      List<Block> ofStage = new ArrayList<>();
      for (int i = 0; i < depths[stage]; i++) {
        ofStage.add(block(width, stochasticDepth * index / last));
        index++;
      }

      blocks.add(new Sequential(ofStage));
    }

    return new Sequential(blocks);
  }

  /** The paper's figure 4. */
  private static Block block(int channels, double stochasticDepth) {
    Sequential body =
        Sequential.of(
            conv(channels, 7).padding(3).groups(channels),
            new Permute(0, 2, 3, 1),
            new LayerNorm(channels, EPS),
            linear(EXPANSION * channels).inFeatures(channels),
            new GELU(),
            linear(channels).inFeatures(EXPANSION * channels),
            new Permute(0, 3, 1, 2));
    return residual(
        Sequential.of(
            named(
                "scaled",
                inline(product(inline(new LayerScale(LAYER_SCALE)), named("block", body)))),
            named("stochastic_depth", new StochasticDepth(stochasticDepth))));
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .initializeWeight(initialization())
        .initializeBias(ParameterInitialization.constant(0));
  }

  private static Linear.Builder linear(int outFeatures) {
    return Blocks.linear(outFeatures)
        .initializeWeight(initialization())
        .initializeBias(ParameterInitialization.constant(0));
  }

  /** torchvision truncates at 100 standard deviations, which never happens. */
  private static ParameterInitialization initialization() {
    return ParameterInitialization.normal(0.02);
  }
}
