package org.convoy.nn.layer;

import org.convoy.nn.golden.LayerCase;
import org.convoy.nn.kernel.PaddingMode;

/** Makes the layers of golden cases that work on images and volumes, by PyTorch's arguments. */
final class GoldenSpatialLayers {
  private GoldenSpatialLayers() {}

  static Conv2d conv2d(LayerCase golden) {
    int[] kernel = golden.pair("kernel_size", 1);
    return configured(
            golden, 2, Conv2d.builder(golden.integer("out_channels", 0), kernel[0], kernel[1]))
        .build();
  }

  static Conv3d conv3d(LayerCase golden) {
    int[] kernel = golden.axes("kernel_size", 1, 1, 1);
    return configured(
            golden,
            3,
            Conv3d.builder(golden.integer("out_channels", 0), kernel[0], kernel[1], kernel[2]))
        .build();
  }

  private static <B extends ConvolutionBuilder<B>> B configured(
      LayerCase golden, int axes, B builder) {
    builder
        .strides(golden.axes("stride", axes == 2 ? new int[] {1, 1} : new int[] {1, 1, 1}))
        .dilations(golden.axes("dilation", axes == 2 ? new int[] {1, 1} : new int[] {1, 1, 1}))
        .groups(golden.integer("groups", 1))
        .paddingMode(PaddingMode.of(golden.text("padding_mode", "zeros")));
    switch (golden.text("padding", "0")) {
      case "same" -> builder.paddingSame();
      case "valid" -> builder.padding(0);
      default -> builder.paddings(golden.axes("padding", new int[axes]));
    }

    return golden.flag("bias", true) ? builder : builder.withoutBias();
  }

  static Flatten flatten(LayerCase golden) {
    return Flatten.of(golden.integer("start_dim", 1), golden.integer("end_dim", -1));
  }

  static MaxPool2d maxPool2d(LayerCase golden) {
    int[] kernel = golden.pair("kernel_size", 1);
    int[] stride = golden.axes("stride", kernel);
    int[] padding = golden.pair("padding", 0);
    int[] dilation = golden.pair("dilation", 1);
    MaxPool2d.Builder builder =
        MaxPool2d.builder(kernel[0], kernel[1])
            .stride(stride[0], stride[1])
            .padding(padding[0], padding[1])
            .dilation(dilation[0], dilation[1]);
    if (golden.flag("return_indices", false)) {
      builder.returnIndices();
    }

    return golden.flag("ceil_mode", false) ? builder.ceilMode().build() : builder.build();
  }

  static MaxUnpool2d maxUnpool2d(LayerCase golden) {
    int[] kernel = golden.pair("kernel_size", 1);
    int[] stride = golden.axes("stride", kernel);
    int[] padding = golden.pair("padding", 0);
    MaxUnpool2d.Builder builder =
        MaxUnpool2d.builder(kernel[0], kernel[1])
            .stride(stride[0], stride[1])
            .padding(padding[0], padding[1]);
    if (golden.hasArgument("output_size")) {
      long[] output = golden.shape("output");
      builder.outputSize((int) output[2], (int) output[3]);
    }

    return builder.build();
  }

  static AvgPool2d avgPool2d(LayerCase golden) {
    int[] kernel = golden.pair("kernel_size", 1);
    int[] stride = golden.axes("stride", kernel);
    int[] padding = golden.pair("padding", 0);
    AvgPool2d.Builder builder =
        AvgPool2d.builder(kernel[0], kernel[1])
            .stride(stride[0], stride[1])
            .padding(padding[0], padding[1]);
    if (golden.hasArgument("divisor_override")) {
      builder.divisorOverride(golden.integer("divisor_override", 1));
    }

    if (!golden.flag("count_include_pad", true)) {
      builder.countWithoutPadding();
    }

    return golden.flag("ceil_mode", false) ? builder.ceilMode().build() : builder.build();
  }

  /** JSON's null reads as 0, which stands for PyTorch's None. */
  static AdaptiveAvgPool2d adaptiveAvgPool2d(LayerCase golden) {
    return AdaptiveAvgPool2d.ofSizes(golden.pair("output_size", 0));
  }
}
