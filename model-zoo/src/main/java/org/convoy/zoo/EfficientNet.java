package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.residual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.convoy.nn.activation.SiLU;
import org.convoy.nn.activation.Sigmoid;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dropout.StochasticDepth;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * EfficientNet: Tan and Le 2019, "EfficientNet: rethinking model scaling for convolutional neural
 * networks", https://arxiv.org/abs/1905.11946, and 2021, "EfficientNetV2: smaller models and faster
 * training", https://arxiv.org/abs/2104.00298, as torchvision builds and initializes them, with
 * stochastic depth. B0 has 5,288,548 parameters at 1000 classes, V2-S 21,458,488.
 */
record EfficientNet(List<Stage> stages, int lastChannels, double dropoutShare, BatchNorm2d norm) {
  private static final double LAST_STOCHASTIC_DEPTH = 0.2;
  private static final int SQUEEZE = 4;
  private static final int DIVISOR = 8;
  private static final SqueezeExcitation EXCITATION =
      new SqueezeExcitation(new SiLU(), new Sigmoid());
  private static final BatchNorm2d NORM = new BatchNorm2d();

  /** Of B5 to B7. */
  private static final BatchNorm2d SLOW_NORM = new BatchNorm2d(0.001, 0.01);

  /** Of V2. */
  private static final BatchNorm2d NORM_V2 = new BatchNorm2d(0.001, 0.1);

  private enum Kind {
    /** With a depthwise convolution and a squeeze-excitation. */
    MB_CONV,
    /** With one plain convolution in place of the first two. */
    FUSED
  }

  /** A row of the papers' tables: as many blocks, the first of them with the stride. */
  private record Stage(
      Kind kind, int expansion, int kernelSize, int stride, int in, int channels, int blocks) {
    Stage(int expansion, int kernelSize, int stride, int in, int channels, int blocks) {
      this(Kind.MB_CONV, expansion, kernelSize, stride, in, channels, blocks);
    }

    static Stage fused(int expansion, int stride, int in, int channels, int blocks) {
      return new Stage(Kind.FUSED, expansion, 3, stride, in, channels, blocks);
    }

    Stage scaled(double width, double depth) {
      return new Stage(
          expansion,
          kernelSize,
          stride,
          MobileNetV3.divisible(in * width, DIVISOR),
          MobileNetV3.divisible(channels * width, DIVISOR),
          (int) Math.ceil(blocks * depth));
    }
  }

  private static final List<Stage> B0 =
      List.of(
          new Stage(1, 3, 1, 32, 16, 1),
          new Stage(6, 3, 2, 16, 24, 2),
          new Stage(6, 5, 2, 24, 40, 2),
          new Stage(6, 3, 2, 40, 80, 3),
          new Stage(6, 5, 1, 80, 112, 3),
          new Stage(6, 5, 2, 112, 192, 4),
          new Stage(6, 3, 1, 192, 320, 1));

  private static final List<Stage> V2_S =
      List.of(
          Stage.fused(1, 1, 24, 24, 2),
          Stage.fused(4, 2, 24, 48, 4),
          Stage.fused(4, 2, 48, 64, 4),
          new Stage(4, 3, 2, 64, 128, 6),
          new Stage(6, 3, 1, 128, 160, 9),
          new Stage(6, 3, 2, 160, 256, 15));

  private static final List<Stage> V2_M =
      List.of(
          Stage.fused(1, 1, 24, 24, 3),
          Stage.fused(4, 2, 24, 48, 5),
          Stage.fused(4, 2, 48, 80, 5),
          new Stage(4, 3, 2, 80, 160, 7),
          new Stage(6, 3, 1, 160, 176, 14),
          new Stage(6, 3, 2, 176, 304, 18),
          new Stage(6, 3, 1, 304, 512, 5));

  private static final List<Stage> V2_L =
      List.of(
          Stage.fused(1, 1, 32, 32, 4),
          Stage.fused(4, 2, 32, 64, 7),
          Stage.fused(4, 2, 64, 96, 7),
          new Stage(4, 3, 2, 96, 192, 10),
          new Stage(6, 3, 1, 192, 224, 19),
          new Stage(6, 3, 2, 224, 384, 25),
          new Stage(6, 3, 1, 384, 640, 7));

  /** By torchvision's names. */
  static final Map<String, IntFunction<Sequential>> NETWORKS =
      Map.ofEntries(
          Map.entry("efficientnet_b0", scaled(1.0, 1.0, 0.2, NORM)),
          Map.entry("efficientnet_b1", scaled(1.0, 1.1, 0.2, NORM)),
          Map.entry("efficientnet_b2", scaled(1.1, 1.2, 0.3, NORM)),
          Map.entry("efficientnet_b3", scaled(1.2, 1.4, 0.3, NORM)),
          Map.entry("efficientnet_b4", scaled(1.4, 1.8, 0.4, NORM)),
          Map.entry("efficientnet_b5", scaled(1.6, 2.2, 0.4, SLOW_NORM)),
          Map.entry("efficientnet_b6", scaled(1.8, 2.6, 0.5, SLOW_NORM)),
          Map.entry("efficientnet_b7", scaled(2.0, 3.1, 0.5, SLOW_NORM)),
          Map.entry("efficientnet_v2_s", version2(V2_S, 0.2)),
          Map.entry("efficientnet_v2_m", version2(V2_M, 0.3)),
          Map.entry("efficientnet_v2_l", version2(V2_L, 0.4)));

  private static IntFunction<Sequential> scaled(
      double width, double depth, double dropout, BatchNorm2d norm) {
    List<Stage> stages = B0.stream().map(stage -> stage.scaled(width, depth)).toList();
    int lastChannels = 4 * stages.get(stages.size() - 1).channels();
    return new EfficientNet(stages, lastChannels, dropout, norm)::network;
  }

  private static IntFunction<Sequential> version2(List<Stage> stages, double dropout) {
    return new EfficientNet(stages, 1280, dropout, NORM_V2)::network;
  }

  private Sequential network(int numClasses) {
    double bound = 1 / Math.sqrt((double) numClasses);
    return Sequential.of(
        named("features", features()),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named(
            "classifier",
            Sequential.of(
                dropout(dropoutShare),
                linear(numClasses)
                    .initializeWeight(ParameterInitialization.uniform(-bound, bound))
                    .initializeBias(ParameterInitialization.constant(0)))));
  }

  private Sequential features() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(activated(conv(stages.get(0).in(), 3).stride(2)));
    int all = stages.stream().mapToInt(Stage::blocks).sum();
    int done = 0;
    for (Stage stage : stages) {
      List<Block> ofStage = new ArrayList<>();
      for (int i = 0; i < stage.blocks(); i++) {
        ofStage.add(block(stage, i, LAST_STOCHASTIC_DEPTH * done / all));
        done++;
      }

      blocks.add(new Sequential(ofStage));
    }

    blocks.add(activated(conv(lastChannels, 1)));
    return new Sequential(blocks);
  }

  /** The first block of a stage has its stride and may change the channels. */
  private Block block(Stage stage, int index, double stochasticDepth) {
    int in = index == 0 ? stage.in() : stage.channels();
    int stride = index == 0 ? stage.stride() : 1;
    Block body =
        named(
            "block",
            stage.kind() == Kind.FUSED ? fused(stage, in, stride) : mbConv(stage, in, stride));
    boolean keepsShape = stride == 1 && in == stage.channels();
    return keepsShape
        ? residual(
            Sequential.of(body, named("stochastic_depth", new StochasticDepth(stochasticDepth))))
        : Sequential.of(body);
  }

  private Sequential mbConv(Stage stage, int in, int stride) {
    int hidden = in * stage.expansion();
    List<Block> blocks = new ArrayList<>();
    if (hidden != in) {
      blocks.add(activated(conv(hidden, 1)));
    }

    blocks.add(activated(conv(hidden, stage.kernelSize()).stride(stride).groups(hidden)));
    blocks.add(EXCITATION.of(hidden, in / SQUEEZE));
    blocks.add(Sequential.of(conv(stage.channels(), 1), norm));
    return new Sequential(blocks);
  }

  private Sequential fused(Stage stage, int in, int stride) {
    int hidden = in * stage.expansion();
    Conv2d.Builder conv = conv(hidden, stage.kernelSize()).stride(stride);
    return hidden == in
        ? Sequential.of(activated(conv))
        : Sequential.of(activated(conv), Sequential.of(conv(stage.channels(), 1), norm));
  }

  private Block activated(Conv2d.Builder conv) {
    return Sequential.of(conv, norm, new SiLU());
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut());
  }
}
