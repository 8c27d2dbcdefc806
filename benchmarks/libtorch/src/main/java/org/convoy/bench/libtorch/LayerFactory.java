package org.convoy.bench.libtorch;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Makes libtorch's layers and registers those with parameters in one module. */
final class LayerFactory {
  private static final long[] NO_DILATION = {1, 1};

  private final Module module;
  private int registered;

  LayerFactory(Module module) {
    this.module = module;
  }

  /** Returns a square convolution without bias. */
  Layer convolution(long inputs, long outputs, long kernelSize, long stride, long padding) {
    Conv2dOptions options = options(inputs, outputs, kernelSize, stride, padding);
    options.bias().put(false);
    return registered(options);
  }

  /** Returns a square convolution of each channel by itself, without bias. */
  Layer depthwiseConvolution(long channels, long kernelSize, long stride, long padding) {
    Conv2dOptions options = options(channels, channels, kernelSize, stride, padding);
    options.groups().put(channels);
    options.bias().put(false);
    return registered(options);
  }

  /** Returns a square convolution of stride 1 with bias. */
  Layer biasedConvolution(long inputs, long outputs, long kernelSize, long padding) {
    return registered(options(inputs, outputs, kernelSize, 1, padding));
  }

  Layer batchNorm(long channels) {
    BatchNorm2dImpl batchNorm = new BatchNorm2dImpl(new BatchNormOptions(channels));
    return module.register_module(nextName(), batchNorm)::forward;
  }

  Layer linear(long inputs, long outputs) {
    return module.register_module(nextName(), new LinearImpl(inputs, outputs))::forward;
  }

  static Layer relu() {
    return Tensor::relu_;
  }

  static Layer relu6() {
    return torch::relu6_;
  }

  static Layer dropout(double probability) {
    return input -> torch.dropout(input, probability, true);
  }

  static Layer maxPool(long kernelSize, long stride, long padding) {
    long[] kernel = {kernelSize, kernelSize};
    long[] strides = {stride, stride};
    long[] paddings = {padding, padding};
    return input -> torch.max_pool2d(input, kernel, strides, paddings, NO_DILATION, false);
  }

  static Layer globalAveragePool() {
    return input -> torch.adaptive_avg_pool2d(input, 1, 1);
  }

  static Layer flatten() {
    return input -> input.flatten(1, -1);
  }

  private static Conv2dOptions options(
      long inputs, long outputs, long kernelSize, long stride, long padding) {
    Conv2dOptions options =
        new Conv2dOptions(inputs, outputs, new LongPointer(kernelSize, kernelSize));
    // Both sides at once: the pointer that JavaCPP hands out has capacity for one.
    options.stride().put(new long[] {stride, stride}, 0, 2);
    options.padding().put(new LongPointer(padding, padding));
    return options;
  }

  private Layer registered(Conv2dOptions options) {
    return module.register_module(nextName(), new Conv2dImpl(options))::forward;
  }

  private String nextName() {
    return "layer" + registered++;
  }
}
