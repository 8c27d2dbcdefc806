package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.avgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.inline;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * Densely connected networks, where each layer sees the outputs of all before it: Huang et al.
 * 2016, "Densely connected convolutional networks", https://arxiv.org/abs/1608.06993, as
 * torchvision builds and initializes them. DenseNet-121 has 7,978,856 parameters at 1000 classes.
 */
final class DenseNet {
  /** Channels of a layer's first convolution, in multiples of those it adds. */
  private static final int BOTTLENECK = 4;

  private DenseNet() {}

  /**
   * Networks of four dense blocks.
   *
   * @param growth channels that each layer adds
   * @param first channels of the first convolution
   * @param depths layers of the blocks
   */
  static IntFunction<Sequential> network(int growth, int first, int... depths) {
    return numClasses ->
        Sequential.of(
            named("features", features(growth, first, depths)),
            named("relu", relu()),
            named("avgpool", adaptiveAvgPool2d(1)),
            named("flatten", flatten()),
            named(
                "classifier",
                linear(numClasses).initializeBias(ParameterInitialization.constant(0))));
  }

  private static Sequential features(int growth, int first, int... depths) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(named("conv0", conv(first, 7).stride(2).padding(3)));
    blocks.add(named("norm0", batchNorm2d()));
    blocks.add(named("relu0", relu()));
    blocks.add(named("pool0", maxPool2d(3).stride(2).padding(1)));
    int channels = first;
    for (int i = 1; i <= depths.length; i++) {
      blocks.add(named("denseblock" + i, denseBlock(growth, depths[i - 1])));
      channels += growth * depths[i - 1];
      if (i < depths.length) {
        channels /= 2;
        blocks.add(named("transition" + i, transition(channels)));
      }
    }

    blocks.add(named("norm5", batchNorm2d()));
    return new Sequential(blocks);
  }

  private static Sequential denseBlock(int growth, int depth) {
    List<Block> layers = new ArrayList<>();
    for (int i = 1; i <= depth; i++) {
      layers.add(inline(branches(Sequential.of(), named("denselayer" + i, denseLayer(growth)))));
    }

    return new Sequential(layers);
  }

  private static Sequential denseLayer(int growth) {
    return Sequential.of(
        named("norm1", batchNorm2d()),
        named("relu1", relu()),
        named("conv1", conv(BOTTLENECK * growth, 1)),
        named("norm2", batchNorm2d()),
        named("relu2", relu()),
        named("conv2", conv(growth, 3).padding(1)));
  }

  private static Sequential transition(int channels) {
    return Sequential.of(
        named("norm", batchNorm2d()),
        named("relu", relu()),
        named("conv", conv(channels, 1)),
        named("pool", avgPool2d(2).stride(2)));
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanIn());
  }
}
