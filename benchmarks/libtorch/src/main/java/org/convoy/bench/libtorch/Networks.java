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
