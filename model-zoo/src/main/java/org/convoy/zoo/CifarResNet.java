package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Block.Residual;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.shape.ZeroPadShortcut;

/**
 * Residual networks of 6 * blocks + 2 layers for CIFAR-10: He et al. 2015, "Deep residual learning
 * for image recognition", https://arxiv.org/abs/1512.03385, section 4.2, with shortcuts without
 * parameters (option A, the paper's) or projections (option B). Names and initialization are those
 * of https://github.com/akamaster/pytorch_resnet_cifar10. ResNet-20 has 269,722 parameters at 10
 * classes with option A.
 */
final class CifarResNet {
  private CifarResNet() {}

  static Sequential optionA(int blocks, int numClasses) {
    return network(blocks, numClasses, CifarResNet::zeroPadding);
  }

  static Sequential optionB(int blocks, int numClasses) {
    return network(blocks, numClasses, CifarResNet::projection);
  }

  /** Makes the shortcut of a block that changes the size. */
  private interface ShortcutFactory {
    Block create(int channels, int stride);
  }

  private static Sequential network(int blocks, int numClasses, ShortcutFactory shortcuts) {
    return Sequential.of(
        named("conv1", conv(16, 3, 1)),
        named("bn1", batchNorm2d()),
        named("relu", relu()),
        named("layer1", stage(16, 1, blocks, shortcuts)),
        named("layer2", stage(32, 2, blocks, shortcuts)),
        named("layer3", stage(64, 2, blocks, shortcuts)),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named(
            "linear",
            linear(numClasses).initializeWeight(ParameterInitialization.kaimingNormalByFanIn())));
  }

  private static Sequential stage(int channels, int stride, int depth, ShortcutFactory shortcuts) {
    return ResNet.stage(
        (width, step, index) ->
            block(width, step, step > 1 ? shortcuts.create(width, step) : Sequential.of()),
        depth,
        channels,
        stride);
  }

  private static Residual block(int channels, int stride, Block shortcut) {
    return residual(
            Sequential.of(
                named("conv1", conv(channels, 3, stride)),
                named("bn1", batchNorm2d()),
                named("relu1", relu()),
                named("conv2", conv(channels, 3, 1)),
                named("bn2", batchNorm2d())),
            shortcut)
        .activation(named("relu2", relu()));
  }

  private static Block zeroPadding(int channels, int stride) {
    return Block.of(new ZeroPadShortcut(channels, stride));
  }

  private static Block projection(int channels, int stride) {
    return Sequential.of(conv(channels, 1, stride), batchNorm2d());
  }

  private static Conv2d.Builder conv(int channels, int kernelSize, int stride) {
    return conv2d(channels, kernelSize)
        .stride(stride)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanIn());
  }
}
