package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
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
import org.convoy.nn.shape.ChannelShuffle;
import org.convoy.nn.shape.ChannelSlice;

/**
 * ShuffleNetV2: Ma et al. 2018, "ShuffleNet V2: practical guidelines for efficient CNN architecture
 * design", https://arxiv.org/abs/1807.11164, as torchvision builds it, with PyTorch's own
 * initialization. 2,278,604 parameters at 1000 classes with width 1.
 */
final class ShuffleNetV2 {
  private static final int FIRST_CHANNELS = 24;
  private static final int[] DEPTHS = {4, 8, 4};

  private ShuffleNetV2() {}

  /** A row of the paper's table 5: channels of the stages 2, 3, 4 and of the last convolution. */
  static IntFunction<Sequential> network(int stage2, int stage3, int stage4, int last) {
    return numClasses ->
        Sequential.of(
            named("conv1", activated(conv2d(FIRST_CHANNELS, 3).stride(2).padding(1))),
            named("maxpool", maxPool2d(3).stride(2).padding(1)),
            named("stage2", stage(FIRST_CHANNELS, stage2, DEPTHS[0])),
            named("stage3", stage(stage2, stage3, DEPTHS[1])),
            named("stage4", stage(stage3, stage4, DEPTHS[2])),
            named("conv5", activated(conv2d(last, 1))),
            named("avgpool", adaptiveAvgPool2d(1)),
            named("flatten", flatten()),
            named("fc", linear(numClasses)));
  }

  private static Sequential stage(int inChannels, int channels, int depth) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(downsampling(inChannels, channels / 2));
    for (int i = 1; i < depth; i++) {
      blocks.add(unit(channels / 2));
    }

    return new Sequential(blocks);
  }

  /** The paper's figure 3 (d). */
  private static Block downsampling(int inChannels, int half) {
    return shuffled(
        named(
            "branch1",
            Sequential.of(
                depthwise(inChannels, 2), batchNorm2d(), conv(half, 1), batchNorm2d(), relu())),
        named("branch2", branch(half, 2)));
  }

  /** The paper's figure 3 (c): half of the channels go through. */
  private static Block unit(int half) {
    return shuffled(
        named("first_half", new ChannelSlice(0, half)),
        inline(
            Sequential.of(
                named("second_half", new ChannelSlice(half, half)),
                named("branch2", branch(half, 1)))));
  }

  private static Block shuffled(Block left, Block right) {
    return Sequential.of(
        inline(branches(left, right)), named("channel_shuffle", new ChannelShuffle(2)));
  }

  private static Sequential branch(int half, int stride) {
    return Sequential.of(
        conv(half, 1),
        batchNorm2d(),
        relu(),
        depthwise(half, stride),
        batchNorm2d(),
        conv(half, 1),
        batchNorm2d(),
        relu());
  }

  private static Conv2d.Builder depthwise(int channels, int stride) {
    return conv(channels, 3).stride(stride).padding(1).groups(channels);
  }

  private static Block activated(Conv2d.Builder conv) {
    return Sequential.of(conv.withoutBias(), batchNorm2d(), relu());
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize).withoutBias();
  }
}
