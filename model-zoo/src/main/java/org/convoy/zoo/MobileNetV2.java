package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.residual;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.activation.ReLU6;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * MobileNetV2 of width 1: Sandler et al. 2018, "MobileNetV2: inverted residuals and linear
 * bottlenecks", https://arxiv.org/abs/1801.04381, as torchvision builds and initializes it.
 * 3,504,872 parameters at 1000 classes.
 */
final class MobileNetV2 {
  private static final int FIRST_CHANNELS = 32;
  private static final int LAST_CHANNELS = 1280;

  /** A row of the paper's table 2: as many blocks, the first of them with the stride. */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private MobileNetV2() {}

  static Sequential mobilenetV2(int numClasses) {
    return Sequential.of(
        named("features", features()),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named(
            "classifier",
            Sequential.of(
                dropout(0.2),
                linear(numClasses)
                    .initializeWeight(ParameterInitialization.normal(0.01))
                    .initializeBias(ParameterInitialization.constant(0)))));
  }

  private static Sequential features() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(activated(conv(FIRST_CHANNELS, 3).stride(2)));
    int inChannels = FIRST_CHANNELS;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.blocks(); i++) {
        blocks.add(block(stage, inChannels, i == 0 ? stage.stride() : 1));
        inChannels = stage.channels();
      }
    }

    blocks.add(activated(conv(LAST_CHANNELS, 1)));
    return new Sequential(blocks);
  }

  private static Block block(Stage stage, int inChannels, int stride) {
    Block body = named("conv", invertedBottleneck(stage, inChannels, stride));
    boolean keepsShape = stride == 1 && inChannels == stage.channels();
    return keepsShape ? residual(body) : Sequential.of(body);
  }

  private static Sequential invertedBottleneck(Stage stage, int inChannels, int stride) {
    int hidden = inChannels * stage.expansion();
    List<Block> blocks = new ArrayList<>();
    if (stage.expansion() > 1) {
      blocks.add(activated(conv(hidden, 1)));
    }

    blocks.add(activated(conv(hidden, 3).stride(stride).groups(hidden)));
    blocks.add(Block.of(conv(stage.channels(), 1)));
    blocks.add(Block.of(batchNorm2d()));
    return new Sequential(blocks);
  }

  private static Block activated(Conv2d.Builder conv) {
    return Sequential.of(conv, batchNorm2d(), new ReLU6());
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut());
  }
}
