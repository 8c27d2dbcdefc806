package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Block.Residual;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * Residual networks for ImageNet: He et al. 2015, "Deep residual learning for image recognition",
 * https://arxiv.org/abs/1512.03385, with projection shortcuts (option B), as torchvision builds and
 * initializes them; the stride of a bottleneck is at its 3 x 3 convolution. ResNet-18 has
 * 11,689,512 parameters at 1000 classes, ResNet-50 25,557,032.
 *
 * <p>ResNeXt, whose 3 x 3 convolutions have groups: Xie et al. 2016, "Aggregated residual
 * transformations for deep neural networks", https://arxiv.org/abs/1611.05431. Wide ResNet, where
 * they have twice the channels: Zagoruyko and Komodakis 2016, "Wide residual networks",
 * https://arxiv.org/abs/1605.07146.
 */
final class ResNet {
  private static final int BOTTLENECK_EXPANSION = 4;

  private ResNet() {}

  static Sequential resnet18(int numClasses) {
    return network(ResNet::basicBlock, List.of(2, 2, 2, 2), numClasses);
  }

  static Sequential resnet34(int numClasses) {
    return network(ResNet::basicBlock, List.of(3, 4, 6, 3), numClasses);
  }

  /**
   * Networks of bottlenecks.
   *
   * @param groups of the 3 x 3 convolutions
   * @param widthPerGroup channels of a group in the first stage
   * @param depths of the four stages
   */
  static IntFunction<Sequential> bottlenecks(int groups, int widthPerGroup, int... depths) {
    BlockFactory factory =
        (channels, stride, index) ->
            bottleneck(channels, channels * widthPerGroup / 64 * groups, groups, stride, index);
    List<Integer> stages = Arrays.stream(depths).boxed().toList();
    return numClasses -> network(factory, stages, numClasses);
  }

  /** Makes a stage's block; the first of a stage has its stride and may change the channels. */
  interface BlockFactory {
    Residual create(int channels, int stride, int index);
  }

  private static Sequential network(BlockFactory factory, List<Integer> depths, int numClasses) {
    return Sequential.of(
        named("conv1", conv(64, 7, 2)),
        named("bn1", batchNorm2d()),
        named("relu", relu()),
        named("maxpool", maxPool2d(3).stride(2).padding(1)),
        named("layer1", stage(factory, depths.get(0), 64, 1)),
        named("layer2", stage(factory, depths.get(1), 128, 2)),
        named("layer3", stage(factory, depths.get(2), 256, 2)),
        named("layer4", stage(factory, depths.get(3), 512, 2)),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named("fc", linear(numClasses)));
  }

  static Sequential stage(BlockFactory factory, int depth, int channels, int stride) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      blocks.add(factory.create(channels, i == 0 ? stride : 1, i));
    }

    return new Sequential(blocks);
  }

  private static Residual basicBlock(int channels, int stride, int index) {
    return residual(
            Sequential.of(
                named("conv1", conv(channels, 3, stride)),
                named("bn1", batchNorm2d()),
                named("relu1", relu()),
                named("conv2", conv(channels, 3, 1)),
                named("bn2", batchNorm2d())),
            stride > 1 ? projection(channels, stride) : Sequential.of())
        .activation(named("relu2", relu()));
  }

  private static Residual bottleneck(int channels, int width, int groups, int stride, int index) {
    int outChannels = channels * BOTTLENECK_EXPANSION;
    return residual(
            Sequential.of(
                named("conv1", conv(width, 1, 1)),
                named("bn1", batchNorm2d()),
                named("relu1", relu()),
                named("conv2", conv(width, 3, stride).groups(groups)),
                named("bn2", batchNorm2d()),
                named("relu2", relu()),
                named("conv3", conv(outChannels, 1, 1)),
                named("bn3", batchNorm2d())),
            index == 0 ? projection(outChannels, stride) : Sequential.of())
        .activation(named("relu3", relu()));
  }

  private static Block projection(int channels, int stride) {
    return named("downsample", Sequential.of(conv(channels, 1, stride), batchNorm2d()));
  }

  private static Conv2d.Builder conv(int channels, int kernelSize, int stride) {
    return conv2d(channels, kernelSize)
        .stride(stride)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut());
  }
}
