package org.convoy.zoo;

import org.convoy.nn.layer.Conv2d;
import org.convoy.nn.layer.Flatten;
import org.convoy.nn.layer.Linear;
import org.convoy.nn.layer.MaxPool2d;
import org.convoy.nn.layer.ReLU;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * LeNet-5 with ReLU and max pooling, as it is commonly trained today; the layout is LeCun et al.
 * 1998, "Gradient-based learning applied to document recognition". 61,706 parameters for 28 x 28
 * gray images and 10 classes.
 */
final class LeNet5 {
  static final String NAME = "lenet5";

  private LeNet5() {}

  static ComputationGraphConfiguration configuration(Architecture architecture) {
    return new GraphBuilder()
        .add("conv1", Conv2d.builder(6, 5).padding(2).build())
        .add("relu1", new ReLU())
        .add("pool1", MaxPool2d.builder(2).build())
        .add("conv2", Conv2d.builder(16, 5).build())
        .add("relu2", new ReLU())
        .add("pool2", MaxPool2d.builder(2).build())
        .add("flatten", new Flatten())
        .add("fc1", Linear.of(120))
        .add("relu3", new ReLU())
        .add("fc2", Linear.of(84))
        .add("relu4", new ReLU())
        .add("fc3", Linear.of(architecture.numClasses()))
        .build(architecture);
  }
}
