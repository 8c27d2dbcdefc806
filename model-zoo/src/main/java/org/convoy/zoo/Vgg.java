package org.convoy.zoo;

import java.util.List;
import org.convoy.nn.layer.AdaptiveAvgPool2d;
import org.convoy.nn.layer.BatchNorm2d;
import org.convoy.nn.layer.Conv2d;
import org.convoy.nn.layer.Dropout;
import org.convoy.nn.layer.Flatten;
import org.convoy.nn.layer.Linear;
import org.convoy.nn.layer.MaxPool2d;
import org.convoy.nn.layer.ParameterInitialization;
import org.convoy.nn.layer.ReLU;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * VGG with batch normalization: Simonyan and Zisserman 2014, "Very deep convolutional networks for
 * large-scale image recognition", https://arxiv.org/abs/1409.1556, as torchvision builds and
 * initializes it. VGG-11 has 128,812,810 parameters at 10 classes.
 *
 * <p>The form for CIFAR's 32 x 32 images has one linear layer on the last 1 x 1 map in place of the
 * three large ones, and 9,231,114 parameters at 10 classes; a larger image gives it a larger map.
 */
final class Vgg {
  static final String VGG11_BN = "vgg11_bn";
  static final String VGG11_BN_CIFAR = "vgg11_bn_cifar";

  /** Output channels of the convolutions between one max pooling and the next. */
  private static final List<List<Integer>> STAGES_OF_11 =
      List.of(List.of(64), List.of(128), List.of(256, 256), List.of(512, 512), List.of(512, 512));

  private Vgg() {}

  static ComputationGraphConfiguration vgg11Bn(Architecture architecture) {
    GraphBuilder graph = new GraphBuilder();
    addFeatures(graph, STAGES_OF_11);
    return graph
        .add("avgpool", AdaptiveAvgPool2d.of(7))
        .add("flatten", new Flatten())
        .add("classifier.0", linear(4096))
        .add("classifier.1", new ReLU())
        .add("classifier.2", new Dropout(0.5))
        .add("classifier.3", linear(4096))
        .add("classifier.4", new ReLU())
        .add("classifier.5", new Dropout(0.5))
        .add("classifier.6", linear(architecture.numClasses()))
        .build(architecture);
  }

  static ComputationGraphConfiguration vgg11BnCifar(Architecture architecture) {
    GraphBuilder graph = new GraphBuilder();
    addFeatures(graph, STAGES_OF_11);
    return graph
        .add("flatten", new Flatten())
        .add("classifier", linear(architecture.numClasses()))
        .build(architecture);
  }

  private static void addFeatures(GraphBuilder graph, List<List<Integer>> stages) {
    int index = 0;
    for (List<Integer> stage : stages) {
      for (int channels : stage) {
        graph
            .add("features." + index++, conv3x3(channels))
            .add("features." + index++, new BatchNorm2d())
            .add("features." + index++, new ReLU());
      }

      graph.add("features." + index++, MaxPool2d.builder(2).build());
    }
  }

  private static Conv2d conv3x3(int channels) {
    return Conv2d.builder(channels, 3)
        .padding(1)
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut())
        .initializeBias(ParameterInitialization.constant(0))
        .build();
  }

  private static Linear linear(int outFeatures) {
    return Linear.builder(outFeatures)
        .initializeWeight(ParameterInitialization.normal(0.01))
        .initializeBias(ParameterInitialization.constant(0))
        .build();
  }
}
