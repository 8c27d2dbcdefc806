package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;

import org.convoy.nn.model.Sequential;

/**
 * LeNet-5 with ReLU and max pooling, as it is commonly trained today; the layout is LeCun et al.
 * 1998, "Gradient-based learning applied to document recognition",
 * http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf. 61,706 parameters for 28 x 28 gray images and
 * 10 classes.
 */
final class LeNet5 {
  private LeNet5() {}

  static Sequential lenet5(int numClasses) {
    return Sequential.of(
        named("conv1", conv2d(6, 5).padding(2)),
        named("relu1", relu()),
        named("pool1", maxPool2d(2)),
        named("conv2", conv2d(16, 5)),
        named("relu2", relu()),
        named("pool2", maxPool2d(2)),
        named("flatten", flatten()),
        named("fc1", linear(120)),
        named("relu3", relu()),
        named("fc2", linear(84)),
        named("relu4", relu()),
        named("fc3", linear(numClasses)));
  }
}
