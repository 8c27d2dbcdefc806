package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.init.FanMode;
import org.convoy.nn.init.Nonlinearity;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * MNASNet-B1: Tan et al. 2018, "MnasNet: platform-aware neural architecture search for mobile",
 * https://arxiv.org/abs/1807.11626, as torchvision builds and initializes it. 4,383,312 parameters
 * at 1000 classes with the channels of the paper.
 */
final class MnasNet {
  private static final double EPS = 1e-5;
  private static final double MOMENTUM = 1 - 0.9997;
  private static final int DIVISOR = 8;
  private static final int LAST_CHANNELS = 1280;

  /** A row of the paper's figure 7: as many blocks, the first of them with the stride. */
  private record Stage(int channels, int kernelSize, int stride, int expansion, int blocks) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(24, 3, 2, 3, 3),
          new Stage(40, 5, 2, 3, 3),
          new Stage(80, 5, 2, 6, 3),
          new Stage(96, 3, 1, 6, 2),
          new Stage(192, 5, 2, 6, 4),
          new Stage(320, 3, 1, 6, 1));

  private MnasNet() {}

  /** With so many times the channels. */
  static IntFunction<Sequential> network(double width) {
    return numClasses ->
        Sequential.of(
            named("layers", layers(width)),
            named("avgpool", adaptiveAvgPool2d(1)),
            named("flatten", flatten()),
            named(
                "classifier",
                Sequential.of(
                    dropout(0.2),
                    linear(numClasses)
                        .initializeWeight(
                            ParameterInitialization.kaimingUniform(
                                FanMode.FAN_OUT, Nonlinearity.SIGMOID.gain()))
                        .initializeBias(ParameterInitialization.constant(0)))));
  }

  private static Sequential layers(double width) {
    int first = channels(32, width);
    int inChannels = channels(16, width);
    List<Block> layers = new ArrayList<>();
    addAll(layers, conv(first, 3).stride(2), norm(), relu());
    addAll(layers, conv(first, 3).groups(first), norm(), relu(), conv(inChannels, 1), norm());
    for (Stage stage : STAGES) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < stage.blocks(); i++) {
        int outChannels = channels(stage.channels(), width);
        Sequential body =
            invertedBottleneck(stage, inChannels, outChannels, i == 0 ? stage.stride() : 1);
        Block layersOfBlock = named("layers", body);
        blocks.add(i == 0 ? Sequential.of(layersOfBlock) : residual(layersOfBlock));
        inChannels = outChannels;
      }

      layers.add(new Sequential(blocks));
    }

    addAll(layers, conv(LAST_CHANNELS, 1), norm(), relu());
    return new Sequential(layers);
  }

  private static void addAll(List<Block> layers, ModelItem... items) {
    layers.addAll(Sequential.of(items).blocks());
  }

  private static Sequential invertedBottleneck(
      Stage stage, int inChannels, int outChannels, int stride) {
    int hidden = inChannels * stage.expansion();
    return Sequential.of(
        conv(hidden, 1),
        norm(),
        relu(),
        conv(hidden, stage.kernelSize()).stride(stride).groups(hidden),
        norm(),
        relu(),
        conv(outChannels, 1),
        norm());
  }

  private static int channels(int channels, double width) {
    return MobileNetV3.divisible(channels * width, DIVISOR);
  }

  private static BatchNorm2d norm() {
    return new BatchNorm2d(EPS, MOMENTUM);
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut());
  }
}
