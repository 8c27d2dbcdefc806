package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.inline;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;
import static org.convoy.nn.model.Blocks.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.convoy.nn.activation.Sigmoid;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * RegNet X, and Y with squeeze-excitation: Radosavovic et al. 2020, "Designing network design
 * spaces", https://arxiv.org/abs/2003.13678, as torchvision builds and initializes them. Y-400MF
 * has 4,344,144 parameters at 1000 classes. Y-128GF has more than a vector of Convoy's holds.
 *
 * @param depth number of blocks
 * @param first width of the paper's line, w_0
 * @param slope of the line, w_a
 * @param step between the widths of stages, as a factor, w_m
 * @param groupWidth channels of a convolution's group
 */
record RegNet(Kind kind, int depth, int first, double slope, double step, int groupWidth) {
  private static final int STEM_CHANNELS = 32;
  private static final int DIVISOR = 8;
  private static final double SQUEEZE = 0.25;
  private static final SqueezeExcitation EXCITATION = new SqueezeExcitation(relu(), new Sigmoid());

  private enum Kind {
    X,
    /** With squeeze-excitation. */
    Y
  }

  /** By torchvision's names, with the parameters of the paper's appendix. */
  static final Map<String, IntFunction<Sequential>> NETWORKS =
      Map.ofEntries(
          Map.entry("regnet_x_400mf", x(22, 24, 24.48, 2.54, 16)),
          Map.entry("regnet_x_800mf", x(16, 56, 35.73, 2.28, 16)),
          Map.entry("regnet_x_1_6gf", x(18, 80, 34.01, 2.25, 24)),
          Map.entry("regnet_x_3_2gf", x(25, 88, 26.31, 2.25, 48)),
          Map.entry("regnet_x_8gf", x(23, 80, 49.56, 2.88, 120)),
          Map.entry("regnet_x_16gf", x(22, 216, 55.59, 2.1, 128)),
          Map.entry("regnet_x_32gf", x(23, 320, 69.86, 2.0, 168)),
          Map.entry("regnet_y_400mf", y(16, 48, 27.89, 2.09, 8)),
          Map.entry("regnet_y_800mf", y(14, 56, 38.84, 2.4, 16)),
          Map.entry("regnet_y_1_6gf", y(27, 48, 20.71, 2.65, 24)),
          Map.entry("regnet_y_3_2gf", y(21, 80, 42.63, 2.66, 24)),
          Map.entry("regnet_y_8gf", y(17, 192, 76.82, 2.19, 56)),
          Map.entry("regnet_y_16gf", y(18, 200, 106.23, 2.48, 112)),
          Map.entry("regnet_y_32gf", y(20, 232, 115.89, 2.53, 232)));

  private static IntFunction<Sequential> x(
      int depth, int first, double slope, double step, int groupWidth) {
    return new RegNet(Kind.X, depth, first, slope, step, groupWidth)::network;
  }

  private static IntFunction<Sequential> y(
      int depth, int first, double slope, double step, int groupWidth) {
    return new RegNet(Kind.Y, depth, first, slope, step, groupWidth)::network;
  }

  /** Neighbouring blocks of one width. */
  private record Stage(int width, int groups, int depth) {}

  private Sequential network(int numClasses) {
    return Sequential.of(
        named("stem", activated(conv(STEM_CHANNELS, 3).stride(2))),
        named("trunk_output", trunk()),
        named("avgpool", adaptiveAvgPool2d(1)),
        named("flatten", flatten()),
        named(
            "fc",
            linear(numClasses)
                .initializeWeight(ParameterInitialization.normal(0.01))
                .initializeBias(ParameterInitialization.constant(0))));
  }

  /** The paper's equations 2 to 4: the line's widths, rounded to powers of the step. */
  private int width(int block) {
    double onLine = first + slope * block;
    double power = Math.rint(Math.log(onLine / first) / Math.log(step));
    return (int) Math.rint(first * Math.pow(step, power) / DIVISOR) * DIVISOR;
  }

  private List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    int start = 0;
    for (int block = 1; block <= depth; block++) {
      if (block == depth || width(block) != width(start)) {
        int width = width(start);
        int ofGroup = Math.min(groupWidth, width);
        int divisible = MobileNetV3.divisible(width, ofGroup);
        stages.add(new Stage(divisible, divisible / ofGroup, block - start));
        start = block;
      }
    }

    return stages;
  }

  private Sequential trunk() {
    List<Block> blocks = new ArrayList<>();
    int in = STEM_CHANNELS;
    List<Stage> stages = stages();
    for (int i = 1; i <= stages.size(); i++) {
      Stage stage = stages.get(i - 1);
      List<Block> ofStage = new ArrayList<>();
      for (int j = 0; j < stage.depth(); j++) {
        ofStage.add(named("block%d-%d".formatted(i, j), block(stage, in, j)));
        in = stage.width();
      }

      blocks.add(named("block" + i, new Sequential(ofStage)));
    }

    return new Sequential(blocks);
  }

  /** The first block of a stage halves the size; its shortcut comes first in the state dict. */
  private Block block(Stage stage, int in, int index) {
    Block body = named("f", bottleneck(stage, in, index == 0 ? 2 : 1));
    Block activation = named("activation", relu());
    if (index > 0) {
      return residual(body).activation(activation);
    }

    Block projection =
        named("proj", Sequential.of(conv(stage.width(), 1).stride(2), batchNorm2d()));
    return Sequential.of(named("sum", inline(sum(projection, body))), activation);
  }

  private Sequential bottleneck(Stage stage, int in, int stride) {
    int width = stage.width();
    List<Block> blocks = new ArrayList<>();
    blocks.add(named("a", activated(conv(width, 1))));
    blocks.add(named("b", activated(conv(width, 3).stride(stride).groups(stage.groups()))));
    if (kind == Kind.Y) {
      blocks.add(named("se", EXCITATION.of(width, (int) Math.rint(SQUEEZE * in))));
    }

    blocks.add(named("c", Sequential.of(conv(width, 1), batchNorm2d())));
    return new Sequential(blocks);
  }

  private static Sequential activated(Conv2d.Builder conv) {
    return Sequential.of(conv, batchNorm2d(), relu());
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut());
  }
}
