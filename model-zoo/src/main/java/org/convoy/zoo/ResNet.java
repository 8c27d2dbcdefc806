package org.convoy.zoo;

import org.convoy.nn.layer.AdaptiveAvgPool2d;
import org.convoy.nn.layer.BatchNorm2d;
import org.convoy.nn.layer.Conv2d;
import org.convoy.nn.layer.Flatten;
import org.convoy.nn.layer.Linear;
import org.convoy.nn.layer.MaxPool2d;
import org.convoy.nn.layer.ParameterInitialization;
import org.convoy.nn.layer.ReLU;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Residual networks for ImageNet: He et al. 2015, "Deep residual learning for image recognition",
 * https://arxiv.org/abs/1512.03385, with projection shortcuts (option B), as torchvision builds and
 * initializes them. ResNet-18 has 11,689,512 parameters at 1000 classes.
 */
final class ResNet {
  static final String RESNET18 = "resnet18";

  private ResNet() {}

  static ComputationGraphConfiguration resnet18(Architecture architecture) {
    GraphBuilder graph =
        new GraphBuilder()
            .add("conv1", conv(64, 7, 2))
            .add("bn1", new BatchNorm2d())
            .add("relu", new ReLU())
            .add("maxpool", MaxPool2d.builder(3).stride(2).padding(1).build());
    addStage(graph, "layer1", 64, 1);
    addStage(graph, "layer2", 128, 2);
    addStage(graph, "layer3", 256, 2);
    addStage(graph, "layer4", 512, 2);
    return graph
        .add("avgpool", AdaptiveAvgPool2d.of(1))
        .add("flatten", new Flatten())
        .add("fc", Linear.of(architecture.numClasses()))
        .build(architecture);
  }

  private static void addStage(GraphBuilder graph, String name, int channels, int stride) {
    addBlock(graph, name + ".0", channels, stride);
    addBlock(graph, name + ".1", channels, 1);
  }

  private static void addBlock(GraphBuilder graph, String name, int channels, int stride) {
    BasicBlock.addTo(
        graph,
        name,
        conv(channels, 3, stride),
        conv(channels, 3, 1),
        shortcut -> addShortcut(shortcut, name, channels, stride));
  }

  private static void addShortcut(GraphBuilder shortcut, String name, int channels, int stride) {
    if (stride > 1) {
      shortcut
          .add(name + ".downsample.0", conv(channels, 1, stride))
          .add(name + ".downsample.1", new BatchNorm2d());
    }
  }

  private static Conv2d conv(int channels, int kernelSize, int stride) {
    return Conv2d.builder(channels, kernelSize)
        .stride(stride)
        .padding(kernelSize / 2)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut())
        .build();
  }
}
