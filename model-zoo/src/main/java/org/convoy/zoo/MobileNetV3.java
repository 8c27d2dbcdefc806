package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.activation.Hardsigmoid;
import org.convoy.nn.activation.Hardswish;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Blocks;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * MobileNetV3: Howard et al. 2019, "Searching for MobileNetV3", https://arxiv.org/abs/1905.02244,
 * as torchvision builds and initializes it. Large has 5,483,032 parameters at 1000 classes, small
 * 2,542,856.
 */
final class MobileNetV3 {
  private static final double EPS = 0.001;
  private static final double MOMENTUM = 0.01;
  private static final int FIRST_CHANNELS = 16;
  private static final int LAST_EXPANSION = 6;
  private static final int SQUEEZE = 4;
  private static final int DIVISOR = 8;
  private static final SqueezeExcitation EXCITATION =
      new SqueezeExcitation(relu(), new Hardsigmoid());

  /** The nonlinearities of the paper's tables. */
  private enum Nonlinearity {
    /** ReLU. */
    RE,
    /** Hard swish. */
    HS;

    ModelItem layer() {
      return this == RE ? relu() : new Hardswish();
    }
  }

  /** Whether a block has a squeeze-excitation. */
  private enum Squeeze {
    SE,
    NO
  }

  /** A row of the paper's tables 1 and 2. */
  private record Row(
      int kernelSize, int hidden, int channels, Squeeze squeeze, Nonlinearity kind, int stride) {}

  private static final List<Row> LARGE =
      List.of(
          new Row(3, 16, 16, Squeeze.NO, Nonlinearity.RE, 1),
          new Row(3, 64, 24, Squeeze.NO, Nonlinearity.RE, 2),
          new Row(3, 72, 24, Squeeze.NO, Nonlinearity.RE, 1),
          new Row(5, 72, 40, Squeeze.SE, Nonlinearity.RE, 2),
          new Row(5, 120, 40, Squeeze.SE, Nonlinearity.RE, 1),
          new Row(5, 120, 40, Squeeze.SE, Nonlinearity.RE, 1),
          new Row(3, 240, 80, Squeeze.NO, Nonlinearity.HS, 2),
          new Row(3, 200, 80, Squeeze.NO, Nonlinearity.HS, 1),
          new Row(3, 184, 80, Squeeze.NO, Nonlinearity.HS, 1),
          new Row(3, 184, 80, Squeeze.NO, Nonlinearity.HS, 1),
          new Row(3, 480, 112, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(3, 672, 112, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(5, 672, 160, Squeeze.SE, Nonlinearity.HS, 2),
          new Row(5, 960, 160, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(5, 960, 160, Squeeze.SE, Nonlinearity.HS, 1));

  private static final List<Row> SMALL =
      List.of(
          new Row(3, 16, 16, Squeeze.SE, Nonlinearity.RE, 2),
          new Row(3, 72, 24, Squeeze.NO, Nonlinearity.RE, 2),
          new Row(3, 88, 24, Squeeze.NO, Nonlinearity.RE, 1),
          new Row(5, 96, 40, Squeeze.SE, Nonlinearity.HS, 2),
          new Row(5, 240, 40, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(5, 240, 40, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(5, 120, 48, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(5, 144, 48, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(5, 288, 96, Squeeze.SE, Nonlinearity.HS, 2),
          new Row(5, 576, 96, Squeeze.SE, Nonlinearity.HS, 1),
          new Row(5, 576, 96, Squeeze.SE, Nonlinearity.HS, 1));

  private MobileNetV3() {}

  static Sequential large(int numClasses) {
    return network(LARGE, 1280, numClasses);
  }

  static Sequential small(int numClasses) {
    return network(SMALL, 1024, numClasses);
  }

  private static Sequential network(List<Row> rows, int features, int numClasses) {
    return Sequential.of(
        named("features", features(rows)),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named(
            "classifier",
            Sequential.of(linear(features), new Hardswish(), dropout(0.2), linear(numClasses))));
  }

  private static Sequential features(List<Row> rows) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(activated(conv(FIRST_CHANNELS, 3).stride(2), Nonlinearity.HS));
    int inChannels = FIRST_CHANNELS;
    for (Row row : rows) {
      Block body = named("block", body(row, inChannels));
      boolean keepsShape = row.stride() == 1 && inChannels == row.channels();
      blocks.add(keepsShape ? residual(body) : Sequential.of(body));
      inChannels = row.channels();
    }

    blocks.add(activated(conv(LAST_EXPANSION * inChannels, 1), Nonlinearity.HS));
    return new Sequential(blocks);
  }

  private static Sequential body(Row row, int inChannels) {
    int hidden = row.hidden();
    List<Block> blocks = new ArrayList<>();
    if (hidden != inChannels) {
      blocks.add(activated(conv(hidden, 1), row.kind()));
    }

    Conv2d.Builder depthwise = conv(hidden, row.kernelSize()).stride(row.stride()).groups(hidden);
    blocks.add(activated(depthwise, row.kind()));
    if (row.squeeze() == Squeeze.SE) {
      int quarter = hidden / SQUEEZE;
      blocks.add(EXCITATION.of(hidden, divisible(quarter, DIVISOR)));
    }

    blocks.add(Sequential.of(conv(row.channels(), 1), norm()));
    return new Sequential(blocks);
  }

  private static Block activated(Conv2d.Builder conv, Nonlinearity kind) {
    return Sequential.of(conv, norm(), kind.layer());
  }

  /**
   * The nearest positive multiple of a number of channels, or the next one if that is more than a
   * tenth less.
   */
  static int divisible(double channels, int divisor) {
    int nearest = Math.max(divisor, (int) (channels + divisor / 2.0) / divisor * divisor);
    return nearest < 0.9 * channels ? nearest + divisor : nearest;
  }

  private static BatchNorm2d norm() {
    return new BatchNorm2d(EPS, MOMENTUM);
  }

  private static Linear.Builder linear(int outFeatures) {
    return Blocks.linear(outFeatures)
        .initializeWeight(ParameterInitialization.normal(0.01))
        .initializeBias(ParameterInitialization.constant(0));
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut());
  }
}
