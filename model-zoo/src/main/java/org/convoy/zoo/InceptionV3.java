package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.auxiliary;
import static org.convoy.nn.model.Blocks.avgPool2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.inline;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;

import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Block.Branches;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.pool.AvgPool2d;

/**
 * Inception v3: Szegedy et al. 2015, "Rethinking the Inception architecture for computer vision",
 * https://arxiv.org/abs/1512.00567, as torchvision builds and initializes it. 23,834,568 parameters
 * at 1000 classes, 27,161,264 with the auxiliary classifier; images of at least 75 x 75 pixels,
 * with the auxiliary classifier 299 x 299, for which it was made.
 */
final class InceptionV3 {
  private static final double EPS = 0.001;
  private static final double MOMENTUM = 0.1;
  private static final double DEVIATION = 0.1;
  private static final double AUXILIARY_WEIGHT = 0.4;

  private InceptionV3() {}

  static Sequential inceptionV3(int numClasses) {
    return network(numClasses, Sequential.of());
  }

  /** With the classifier beside it that the paper trains it with; its loss has the usual weight. */
  static Sequential withAuxiliaryClassifier(int numClasses) {
    return network(numClasses, auxiliary(AUXILIARY_WEIGHT, classifier(numClasses)));
  }

  /**
   * The network.
   *
   * @param side what is beside it; an empty Sequential is nothing
   */
  private static Sequential network(int numClasses, Block side) {
    return Sequential.of(
        named("Conv2d_1a_3x3", convolution(conv2d(32, 3).stride(2))),
        named("Conv2d_2a_3x3", convolution(conv2d(32, 3))),
        named("Conv2d_2b_3x3", convolution(conv2d(64, 3).padding(1))),
        named("maxpool1", maxPool2d(3).stride(2)),
        named("Conv2d_3b_1x1", conv1x1(80)),
        named("Conv2d_4a_3x3", convolution(conv2d(192, 3))),
        named("maxpool2", maxPool2d(3).stride(2)),
        named("Mixed_5b", inceptionA(32)),
        named("Mixed_5c", inceptionA(64)),
        named("Mixed_5d", inceptionA(64)),
        named("Mixed_6a", inceptionB()),
        named("Mixed_6b", inceptionC(128)),
        named("Mixed_6c", inceptionC(160)),
        named("Mixed_6d", inceptionC(160)),
        named("Mixed_6e", inceptionC(192)),
        named("AuxLogits", side),
        named("Mixed_7a", inceptionD()),
        named("Mixed_7b", inceptionE()),
        named("Mixed_7c", inceptionE()),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("dropout", dropout(0.5)),
        named("flatten", flatten()),
        named("fc", linear(numClasses).initializeWeight(initialization(DEVIATION))));
  }

  /** The paper's figure 5. */
  private static Branches inceptionA(int poolChannels) {
    return branches(
        named("branch1x1", conv1x1(64)),
        chain(named("branch5x5_1", conv1x1(48)), named("branch5x5_2", square(64, 5))),
        chain(
            named("branch3x3dbl_1", conv1x1(64)),
            named("branch3x3dbl_2", square(96, 3)),
            named("branch3x3dbl_3", square(96, 3))),
        pooled(poolChannels));
  }

  /** The paper's figure 10. */
  private static Branches inceptionB() {
    return branches(
        named("branch3x3", convolution(conv2d(384, 3).stride(2))),
        chain(
            named("branch3x3dbl_1", conv1x1(64)),
            named("branch3x3dbl_2", square(96, 3)),
            named("branch3x3dbl_3", convolution(conv2d(96, 3).stride(2)))),
        named("max_pool", maxPool2d(3).stride(2)));
  }

  /** The paper's figure 6. */
  private static Branches inceptionC(int channels) {
    return branches(
        named("branch1x1", conv1x1(192)),
        chain(
            named("branch7x7_1", conv1x1(channels)),
            named("branch7x7_2", row(channels, 7)),
            named("branch7x7_3", column(192, 7))),
        chain(
            named("branch7x7dbl_1", conv1x1(channels)),
            named("branch7x7dbl_2", column(channels, 7)),
            named("branch7x7dbl_3", row(channels, 7)),
            named("branch7x7dbl_4", column(channels, 7)),
            named("branch7x7dbl_5", row(192, 7))),
        pooled(192));
  }

  private static Branches inceptionD() {
    return branches(
        chain(
            named("branch3x3_1", conv1x1(192)),
            named("branch3x3_2", convolution(conv2d(320, 3).stride(2)))),
        chain(
            named("branch7x7x3_1", conv1x1(192)),
            named("branch7x7x3_2", row(192, 7)),
            named("branch7x7x3_3", column(192, 7)),
            named("branch7x7x3_4", convolution(conv2d(192, 3).stride(2)))),
        named("max_pool", maxPool2d(3).stride(2)));
  }

  /** The paper's figure 7. */
  private static Branches inceptionE() {
    return branches(
        named("branch1x1", conv1x1(320)),
        chain(
            named("branch3x3_1", conv1x1(384)),
            named(
                "branch3x3_2",
                inline(
                    branches(
                        named("branch3x3_2a", row(384, 3)),
                        named("branch3x3_2b", column(384, 3)))))),
        chain(
            named("branch3x3dbl_1", conv1x1(448)),
            named("branch3x3dbl_2", square(384, 3)),
            named(
                "branch3x3dbl_3",
                inline(
                    branches(
                        named("branch3x3dbl_3a", row(384, 3)),
                        named("branch3x3dbl_3b", column(384, 3)))))),
        pooled(192));
  }

  /** torchvision's InceptionAux. */
  private static Sequential classifier(int numClasses) {
    return Sequential.of(
        named("pool", avgPool2d(5).stride(3)),
        named("conv0", conv1x1(128)),
        named("conv1", convolution(conv2d(768, 5), 0.01)),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named("fc", linear(numClasses).initializeWeight(initialization(0.001))));
  }

  private static Block chain(ModelItem... convolutions) {
    return inline(Sequential.of(convolutions));
  }

  private static Block pooled(int channels) {
    AvgPool2d.Builder pool = avgPool2d(3).stride(1).padding(1);
    return chain(named("avg_pool", pool), named("branch_pool", conv1x1(channels)));
  }

  private static Block conv1x1(int channels) {
    return convolution(conv2d(channels, 1));
  }

  private static Block square(int channels, int kernelSize) {
    return convolution(conv2d(channels, kernelSize).padding(kernelSize / 2));
  }

  private static Block row(int channels, int width) {
    return convolution(Conv2d.builder(channels, 1, width).padding(0, width / 2));
  }

  private static Block column(int channels, int height) {
    return convolution(Conv2d.builder(channels, height, 1).padding(height / 2, 0));
  }

  private static Block convolution(Conv2d.Builder conv) {
    return convolution(conv, DEVIATION);
  }

  private static Block convolution(Conv2d.Builder conv, double deviation) {
    return Sequential.of(
        named("conv", conv.withoutBias().initializeWeight(initialization(deviation))),
        named("bn", new BatchNorm2d(EPS, MOMENTUM)),
        named("relu", relu()));
  }

  /** torchvision truncates at 20 standard deviations and more, which never happens. */
  private static ParameterInitialization initialization(double deviation) {
    return ParameterInitialization.normal(deviation);
  }
}
