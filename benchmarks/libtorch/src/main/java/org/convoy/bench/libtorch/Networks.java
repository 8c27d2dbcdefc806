package org.convoy.bench.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.bench.BenchmarkCase;

/** The networks of the benchmark as libtorch layers. */
final class Networks {
  /** Output channels of VGG-11's convolutions; zero stands for a max pooling. */
  private static final int[] VGG11 = {64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0};

  /** MobileNetV2's stages: expansion, channels, blocks, stride of the first. */
  private static final int[][] MOBILENET_V2 = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private final LayerFactory layers;

  Networks(LayerFactory layers) {
    this.layers = layers;
  }

  Layer build(BenchmarkCase benchmarkCase) {
    return switch (benchmarkCase) {
      case LENET5 -> lenet5();
      case RESNET20 -> resnet20();
      case VGG11_BN -> vgg11();
      case RESNET18 -> resnet18();
      case RESNET50 -> resnet50();
      case MOBILENET_V2 -> mobilenetV2();
      default ->
          throw new UnsupportedOperationException(
              "Not written for libtorch: " + benchmarkCase.caseName());
    };
  }

  private Layer lenet5() {
    return Layer.sequence(
        layers.biasedConvolution(1, 6, 5, 2),
        LayerFactory.relu(),
        LayerFactory.maxPool(2, 2, 0),
        layers.biasedConvolution(6, 16, 5, 0),
        LayerFactory.relu(),
        LayerFactory.maxPool(2, 2, 0),
        LayerFactory.flatten(),
        layers.linear(400, 120),
        LayerFactory.relu(),
        layers.linear(120, 84),
        LayerFactory.relu(),
        layers.linear(84, BenchmarkCase.CLASSES));
  }

  private Layer vgg11() {
    List<Layer> features = new ArrayList<>();
    int inputs = 3;

    for (int outputs : VGG11) {
      if (outputs == 0) {
        features.add(LayerFactory.maxPool(2, 2, 0));
      } else {
        features.add(layers.biasedConvolution(inputs, outputs, 3, 1));
        features.add(layers.batchNorm(outputs));
        features.add(LayerFactory.relu());
        inputs = outputs;
      }
    }

    features.add(LayerFactory.flatten());
    features.add(layers.linear(512, BenchmarkCase.CLASSES));
    return Layer.sequence(features.toArray(Layer[]::new));
  }

  private Layer resnet20() {
    return Layer.sequence(
        layers.convolution(3, 16, 3, 1, 1),
        layers.batchNorm(16),
        LayerFactory.relu(),
        stage(16, 16, 3, Networks::identity),
        stage(16, 32, 3, Networks.padded(8)),
        stage(32, 64, 3, Networks.padded(16)),
        LayerFactory.globalAveragePool(),
        LayerFactory.flatten(),
        layers.linear(64, BenchmarkCase.CLASSES));
  }

  private Layer resnet18() {
    return Layer.sequence(
        layers.convolution(3, 64, 7, 2, 3),
        layers.batchNorm(64),
        LayerFactory.relu(),
        LayerFactory.maxPool(3, 2, 1),
        stage(64, 64, 2, Networks::identity),
        stage(64, 128, 2, projection(64, 128)),
        stage(128, 256, 2, projection(128, 256)),
        stage(256, 512, 2, projection(256, 512)),
        LayerFactory.globalAveragePool(),
        LayerFactory.flatten(),
        layers.linear(512, BenchmarkCase.CLASSES));
  }

  /** Returns residual blocks, of which the first has the given shortcut. */
  private Layer stage(int inputs, int outputs, int blocks, Layer firstShortcut) {
    Layer[] stage = new Layer[blocks];
    stage[0] = block(inputs, outputs, firstShortcut);

    for (int i = 1; i < blocks; i++) {
      stage[i] = block(outputs, outputs, Networks::identity);
    }

    return Layer.sequence(stage);
  }

  private Layer block(int inputs, int outputs, Layer shortcut) {
    Layer residual =
        Layer.sequence(
            layers.convolution(inputs, outputs, 3, outputs / inputs, 1),
            layers.batchNorm(outputs),
            LayerFactory.relu(),
            layers.convolution(outputs, outputs, 3, 1, 1),
            layers.batchNorm(outputs));
    return input -> residual.forward(input).add_(shortcut.forward(input)).relu_();
  }

  private Layer resnet50() {
    return Layer.sequence(
        layers.convolution(3, 64, 7, 2, 3),
        layers.batchNorm(64),
        LayerFactory.relu(),
        LayerFactory.maxPool(3, 2, 1),
        bottlenecks(64, 64, 3, 1),
        bottlenecks(256, 128, 4, 2),
        bottlenecks(512, 256, 6, 2),
        bottlenecks(1024, 512, 3, 2),
        LayerFactory.globalAveragePool(),
        LayerFactory.flatten(),
        layers.linear(2048, BenchmarkCase.CLASSES));
  }

  /** Returns bottlenecks with four times as many outputs; the first has the stride. */
  private Layer bottlenecks(long inputs, long width, int blocks, int stride) {
    Layer[] stage = new Layer[blocks];
    Layer shortcut =
        Layer.sequence(
            layers.convolution(inputs, 4 * width, 1, stride, 0), layers.batchNorm(4 * width));
    stage[0] = bottleneck(inputs, width, stride, shortcut);

    for (int i = 1; i < blocks; i++) {
      stage[i] = bottleneck(4 * width, width, 1, Networks::identity);
    }

    return Layer.sequence(stage);
  }

  private Layer bottleneck(long inputs, long width, int stride, Layer shortcut) {
    Layer residual =
        Layer.sequence(
            layers.convolution(inputs, width, 1, 1, 0),
            layers.batchNorm(width),
            LayerFactory.relu(),
            layers.convolution(width, width, 3, stride, 1),
            layers.batchNorm(width),
            LayerFactory.relu(),
            layers.convolution(width, 4 * width, 1, 1, 0),
            layers.batchNorm(4 * width));
    return input -> residual.forward(input).add_(shortcut.forward(input)).relu_();
  }

  private Layer mobilenetV2() {
    List<Layer> features = new ArrayList<>();
    features.add(layers.convolution(3, 32, 3, 2, 1));
    features.add(layers.batchNorm(32));
    features.add(LayerFactory.relu6());
    int inputs = 32;

    for (int[] stage : MOBILENET_V2) {
      for (int i = 0; i < stage[2]; i++) {
        features.add(invertedBottleneck(inputs, stage[0], stage[1], i == 0 ? stage[3] : 1));
        inputs = stage[1];
      }
    }

    features.add(layers.convolution(inputs, 1280, 1, 1, 0));
    features.add(layers.batchNorm(1280));
    features.add(LayerFactory.relu6());
    features.add(LayerFactory.globalAveragePool());
    features.add(LayerFactory.flatten());
    features.add(LayerFactory.dropout(0.2));
    features.add(layers.linear(1280, BenchmarkCase.CLASSES));
    return Layer.sequence(features.toArray(Layer[]::new));
  }

  private Layer invertedBottleneck(int inputs, int expansion, int outputs, int stride) {
    int hidden = inputs * expansion;
    List<Layer> block = new ArrayList<>();

    if (expansion > 1) {
      block.add(layers.convolution(inputs, hidden, 1, 1, 0));
      block.add(layers.batchNorm(hidden));
      block.add(LayerFactory.relu6());
    }

    block.add(layers.depthwiseConvolution(hidden, 3, stride, 1));
    block.add(layers.batchNorm(hidden));
    block.add(LayerFactory.relu6());
    block.add(layers.convolution(hidden, outputs, 1, 1, 0));
    block.add(layers.batchNorm(outputs));
    Layer body = Layer.sequence(block.toArray(Layer[]::new));
    return stride == 1 && inputs == outputs ? input -> input.add(body.forward(input)) : body;
  }

  private static Tensor identity(Tensor input) {
    return input;
  }

  /** Option A of the ResNet paper: every second pixel, new channels on both sides are zero. */
  private static Layer padded(long channels) {
    return input -> torch.constant_pad_nd(everySecondPixel(input), 0, 0, 0, 0, channels, channels);
  }

  private static Tensor everySecondPixel(Tensor input) {
    LongOptional all = new LongOptional();
    return input.slice(2, all, all, 2).slice(3, all, all, 2);
  }

  /** Option B of the ResNet paper: a 1×1 convolution of stride 2 and batch norm. */
  private Layer projection(long inputs, long outputs) {
    return Layer.sequence(layers.convolution(inputs, outputs, 1, 2, 0), layers.batchNorm(outputs));
  }
}
