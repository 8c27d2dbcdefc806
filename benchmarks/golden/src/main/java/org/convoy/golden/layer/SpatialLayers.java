package org.convoy.golden.layer;

import java.util.List;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.conv.Conv3d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.AvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.pool.MaxUnpool2d;
import org.convoy.nn.shape.Flatten;

/** Makes layers that work on images and volumes, and linear ones, by PyTorch's arguments. */
final class SpatialLayers {
  private SpatialLayers() {}

  static Conv2d conv2d(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    int[] kernel = arguments.axes("kernel_size", weightAxes(golden, 2));
    int[] stride = arguments.axes("stride", 1, 1);
    int[] dilation = arguments.axes("dilation", 1, 1);
    Conv2d.Builder builder =
        Conv2d.builder(outputs(golden, "out_channels"), kernel[0], kernel[1])
            .stride(stride[0], stride[1])
            .dilation(dilation[0], dilation[1])
            .groups(arguments.integer("groups", 1))
            .paddingMode(PaddingMode.of(arguments.text("padding_mode", "zeros")));
    if (arguments.has("in_channels")) {
      builder.inChannels(arguments.integer("in_channels"));
    }

    if (arguments.is("padding", "same")) {
      builder.paddingSame();
    } else if (!arguments.is("padding", "valid")) {
      int[] padding = arguments.axes("padding", 0, 0);
      builder.padding(padding[0], padding[1]);
    }

    return arguments.flag("bias", true) ? builder.build() : builder.withoutBias().build();
  }

  static Conv3d conv3d(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    int[] kernel = arguments.axes("kernel_size", weightAxes(golden, 3));
    int[] stride = arguments.axes("stride", 1, 1, 1);
    int[] dilation = arguments.axes("dilation", 1, 1, 1);
    Conv3d.Builder builder =
        Conv3d.builder(outputs(golden, "out_channels"), kernel[0], kernel[1], kernel[2])
            .stride(stride[0], stride[1], stride[2])
            .dilation(dilation[0], dilation[1], dilation[2])
            .groups(arguments.integer("groups", 1))
            .paddingMode(PaddingMode.of(arguments.text("padding_mode", "zeros")));
    if (arguments.has("in_channels")) {
      builder.inChannels(arguments.integer("in_channels"));
    }

    if (arguments.is("padding", "same")) {
      builder.paddingSame();
    } else if (!arguments.is("padding", "valid")) {
      int[] padding = arguments.axes("padding", 0, 0, 0);
      builder.padding(padding[0], padding[1], padding[2]);
    }

    return arguments.flag("bias", true) ? builder.build() : builder.withoutBias().build();
  }

  static Linear linear(GoldenCase golden) {
    Linear.Builder builder =
        Linear.builder(outputs(golden, "out_features"))
            .inFeatures(
                golden
                    .arguments()
                    .integer("in_features", golden.dimensions("param.weight").get(1)));

    return golden.arguments().flag("bias", true) ? builder.build() : builder.withoutBias().build();
  }

  /** Where an argument is not given, the weight tells. */
  private static int outputs(GoldenCase golden, String argument) {
    return golden.arguments().has(argument)
        ? golden.arguments().integer(argument)
        : golden.dimensions("param.weight").get(0);
  }

  private static int[] weightAxes(GoldenCase golden, int axes) {
    int[] kernel = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      kernel[axis] = golden.dimensions("param.weight").get(axis + 2);
    }

    return kernel;
  }

  static Flatten flatten(GoldenCase golden) {
    return Flatten.of(
        golden.arguments().integer("start_dim", 1), golden.arguments().integer("end_dim", -1));
  }

  static MaxPool2d maxPool2d(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    MaxPool2d.Builder builder = unpooled(arguments);
    int[] dilation = arguments.axes("dilation", 1, 1);
    builder.dilation(dilation[0], dilation[1]);
    return arguments.flag("ceil_mode", false) ? builder.ceilMode().build() : builder.build();
  }

  /** The pooling that an unpooling undoes: with the same windows, and indices. */
  static MaxPool2d.Builder unpooled(GoldenArguments arguments) {
    int[] kernel = arguments.axes("kernel_size", 1, 1);
    int[] stride = arguments.axes("stride", kernel);
    int[] padding = arguments.axes("padding", 0, 0);
    return MaxPool2d.builder(kernel[0], kernel[1])
        .stride(stride[0], stride[1])
        .padding(padding[0], padding[1])
        .returnIndices();
  }

  static MaxUnpool2d maxUnpool2d(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    int[] kernel = arguments.axes("kernel_size", 1, 1);
    int[] stride = arguments.axes("stride", kernel);
    int[] padding = arguments.axes("padding", 0, 0);
    MaxUnpool2d.Builder builder =
        MaxUnpool2d.builder(kernel[0], kernel[1])
            .stride(stride[0], stride[1])
            .padding(padding[0], padding[1]);
    if (arguments.has("output_size")) {
      List<Integer> size = arguments.integers("output_size");
      builder.outputSize(size.get(size.size() - 2), size.get(size.size() - 1));
    }

    return builder.build();
  }

  static AvgPool2d avgPool2d(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    int[] kernel = arguments.axes("kernel_size", 1, 1);
    int[] stride = arguments.axes("stride", kernel);
    int[] padding = arguments.axes("padding", 0, 0);
    AvgPool2d.Builder builder =
        AvgPool2d.builder(kernel[0], kernel[1])
            .stride(stride[0], stride[1])
            .padding(padding[0], padding[1]);
    if (arguments.has("divisor_override")) {
      builder.divisorOverride(arguments.integer("divisor_override"));
    }

    if (!arguments.flag("count_include_pad", true)) {
      builder.countWithoutPadding();
    }

    return arguments.flag("ceil_mode", false) ? builder.ceilMode().build() : builder.build();
  }

  static AdaptiveAvgPool2d adaptiveAvgPool2d(GoldenCase golden) {
    int[] size = golden.arguments().axes("output_size", 0, 0);
    return AdaptiveAvgPool2d.ofSizes(size[0], size[1]);
  }
}
