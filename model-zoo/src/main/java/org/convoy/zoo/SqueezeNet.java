package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.inline;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;

import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.init.FanMode;
import org.convoy.nn.init.Nonlinearity;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.pool.MaxPool2d;

/**
 * SqueezeNet: Iandola et al. 2016, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters
 * and < 0.5 MB model size", https://arxiv.org/abs/1602.07360, as torchvision builds and initializes
 * it. Version 1.0 has 1,248,424 parameters at 1000 classes, 1.1 1,235,496; images of at least 17 x
 * 17 pixels.
 */
final class SqueezeNet {
  private SqueezeNet() {}

  static Sequential squeezenet10(int numClasses) {
    return network(
        Sequential.of(
            conv(96, 7).stride(2),
            relu(),
            halving(),
            fire(16, 64),
            fire(16, 64),
            fire(32, 128),
            halving(),
            fire(32, 128),
            fire(48, 192),
            fire(48, 192),
            fire(64, 256),
            halving(),
            fire(64, 256)),
        numClasses);
  }

  static Sequential squeezenet11(int numClasses) {
    return network(
        Sequential.of(
            conv(64, 3).stride(2),
            relu(),
            halving(),
            fire(16, 64),
            fire(16, 64),
            halving(),
            fire(32, 128),
            fire(32, 128),
            halving(),
            fire(48, 192),
            fire(48, 192),
            fire(64, 256),
            fire(64, 256)),
        numClasses);
  }

  private static Sequential network(Sequential features, int numClasses) {
    return Sequential.of(
        named("features", features),
        named(
            "classifier",
            Sequential.of(
                dropout(0.5),
                conv(numClasses, 1).initializeWeight(ParameterInitialization.normal(0.01)),
                relu(),
                adaptiveAvgPool2d(1))),
        named("flatten", flatten()));
  }

  /** The paper's figure 1: fewer channels, then as many of 1 x 1 as of 3 x 3 kernels. */
  private static Sequential fire(int squeezed, int expanded) {
    return Sequential.of(
        named("squeeze", conv(squeezed, 1)),
        named("squeeze_activation", relu()),
        inline(
            branches(
                inline(
                    Sequential.of(
                        named("expand1x1", conv(expanded, 1)),
                        named("expand1x1_activation", relu()))),
                inline(
                    Sequential.of(
                        named("expand3x3", conv(expanded, 3).padding(1)),
                        named("expand3x3_activation", relu()))))));
  }

  private static Conv2d.Builder conv(int channels, int kernelSize) {
    return conv2d(channels, kernelSize)
        .initializeWeight(
            ParameterInitialization.kaimingUniform(FanMode.FAN_IN, Nonlinearity.RELU.gain()))
        .initializeBias(ParameterInitialization.constant(0));
  }

  private static MaxPool2d.Builder halving() {
    return maxPool2d(3).stride(2).ceilMode();
  }
}
