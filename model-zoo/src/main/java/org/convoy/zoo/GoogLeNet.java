package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.auxiliary;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;

import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Block.Branches;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.pool.MaxPool2d;

/**
 * GoogLeNet (Inception v1) with batch normalization: Szegedy et al. 2014, "Going deeper with
 * convolutions", https://arxiv.org/abs/1409.4842, as torchvision builds and initializes it; that
 * is, with a 3 x 3 kernel where the paper has 5 x 5. 6,624,904 parameters at 1000 classes,
 * 13,004,888 with the auxiliary classifiers.
 */
final class GoogLeNet {
  private static final double EPS = 0.001;
  private static final double MOMENTUM = 0.1;

  private static final double AUXILIARY_WEIGHT = 0.3;

  private GoogLeNet() {}

  static Sequential googlenet(int numClasses) {
    return network(numClasses, Sequential.of());
  }

  /** With the two classifiers that the paper trains it with. */
  static Sequential withAuxiliaryClassifiers(int numClasses) {
    return network(numClasses, auxiliary(AUXILIARY_WEIGHT, classifier(numClasses)));
  }

  /**
   * The network.
   *
   * @param side what is beside it at two places; an empty Sequential is nothing
   */
  private static Sequential network(int numClasses, Block side) {
    return Sequential.of(
        named("conv1", convolution(conv2d(64, 7).stride(2).padding(3))),
        named("maxpool1", halving(3)),
        named("conv2", conv1x1(64)),
        named("conv3", conv3x3(192)),
        named("maxpool2", halving(3)),
        named("inception3a", inception(64, 96, 128, 16, 32, 32)),
        named("inception3b", inception(128, 128, 192, 32, 96, 64)),
        named("maxpool3", halving(3)),
        named("inception4a", inception(192, 96, 208, 16, 48, 64)),
        named("aux1", side),
        named("inception4b", inception(160, 112, 224, 24, 64, 64)),
        named("inception4c", inception(128, 128, 256, 24, 64, 64)),
        named("inception4d", inception(112, 144, 288, 32, 64, 64)),
        named("aux2", side),
        named("inception4e", inception(256, 160, 320, 32, 128, 128)),
        named("maxpool4", halving(2)),
        named("inception5a", inception(256, 160, 320, 32, 128, 128)),
        named("inception5b", inception(384, 192, 384, 48, 128, 128)),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named("dropout", dropout(0.2)),
        named("fc", linear(numClasses).initializeWeight(initialization())));
  }

  /**
   * The module of the paper's figure 2b.
   *
   * @param ones channels of the 1 x 1 branch
   * @param reduced2 channels of the 1 x 1 convolution before the threes of the second branch
   * @param reduced3 likewise, of the third branch
   * @param projected channels after the pooling branch
   */
  private static Branches inception(
      int ones, int reduced2, int threes2, int reduced3, int threes3, int projected) {
    return branches(
        named("branch1", conv1x1(ones)),
        named("branch2", Sequential.of(conv1x1(reduced2), conv3x3(threes2))),
        named("branch3", Sequential.of(conv1x1(reduced3), conv3x3(threes3))),
        named(
            "branch4",
            Sequential.of(maxPool2d(3).stride(1).padding(1).ceilMode(), conv1x1(projected))));
  }

  /** torchvision's InceptionAux. */
  private static Sequential classifier(int numClasses) {
    return Sequential.of(
        named("avgpool", adaptiveAvgPool2d(4)),
        named("conv", conv1x1(128)),
        named("flatten", flatten()),
        named("fc1", linear(1024).initializeWeight(initialization())),
        named("relu", relu()),
        named("dropout", dropout(0.7)),
        named("fc2", linear(numClasses).initializeWeight(initialization())));
  }

  private static Block conv1x1(int channels) {
    return convolution(conv2d(channels, 1));
  }

  private static Block conv3x3(int channels) {
    return convolution(conv2d(channels, 3).padding(1));
  }

  private static Block convolution(Conv2d.Builder conv) {
    return Sequential.of(
        named("conv", conv.withoutBias().initializeWeight(initialization())),
        named("bn", new BatchNorm2d(EPS, MOMENTUM)),
        named("relu", relu()));
  }

  /** torchvision truncates at 200 standard deviations, which never happens. */
  private static ParameterInitialization initialization() {
    return ParameterInitialization.normal(0.01);
  }

  private static MaxPool2d.Builder halving(int kernelSize) {
    return maxPool2d(kernelSize).stride(2).ceilMode();
  }
}
