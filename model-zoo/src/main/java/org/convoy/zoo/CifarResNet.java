package org.convoy.zoo;

import org.convoy.nn.layer.AdaptiveAvgPool2d;
import org.convoy.nn.layer.BatchNorm2d;
import org.convoy.nn.layer.Conv2d;
import org.convoy.nn.layer.Flatten;
import org.convoy.nn.layer.Linear;
import org.convoy.nn.layer.ParameterInitialization;
import org.convoy.nn.layer.ReLU;
import org.convoy.nn.layer.ZeroPadShortcut;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Residual networks for CIFAR-10: He et al. 2015, "Deep residual learning for image recognition",
 * https://arxiv.org/abs/1512.03385, section 4.2, with shortcuts without parameters (option A).
 * Names and initialization are those of https://github.com/akamaster/pytorch_resnet_cifar10.
 * ResNet-20 has 269,722 parameters at 10 classes.
 */
final class CifarResNet {
  static final String RESNET20 = "resnet20";

  private CifarResNet() {}

  static ComputationGraphConfiguration resnet20(Architecture architecture) {
    return configuration(architecture, 3);
  }

  /** The network of 6 * blocks + 2 layers. */
  private static ComputationGraphConfiguration configuration(
      Architecture architecture, int blocks) {
    GraphBuilder graph =
        new GraphBuilder()
            .add("conv1", conv3x3(16, 1))
            .add("bn1", new BatchNorm2d())
            .add("relu", new ReLU());
    addStage(graph, "layer1", 16, 1, blocks);
    addStage(graph, "layer2", 32, 2, blocks);
    addStage(graph, "layer3", 64, 2, blocks);
    return graph
        .add("avgpool", AdaptiveAvgPool2d.of(1))
        .add("flatten", new Flatten())
        .add(
            "linear",
            Linear.builder(architecture.numClasses())
                .initializeWeight(ParameterInitialization.kaimingNormalByFanIn())
                .build())
        .build(architecture);
  }

  private static void addStage(
      GraphBuilder graph, String name, int channels, int stride, int blocks) {
    for (int block = 0; block < blocks; block++) {
      addBlock(graph, name + "." + block, channels, block == 0 ? stride : 1);
    }
  }

  private static void addBlock(GraphBuilder graph, String name, int channels, int stride) {
    BasicBlock.addTo(
        graph,
        name,
        conv3x3(channels, stride),
        conv3x3(channels, 1),
        shortcut -> addShortcut(shortcut, name, channels, stride));
  }

  private static void addShortcut(GraphBuilder shortcut, String name, int channels, int stride) {
    if (stride > 1) {
      shortcut.add(name + ".shortcut", new ZeroPadShortcut(channels, stride));
    }
  }

  private static Conv2d conv3x3(int channels, int stride) {
    return Conv2d.builder(channels, 3)
        .stride(stride)
        .padding(1)
        .withoutBias()
        .initializeWeight(ParameterInitialization.kaimingNormalByFanIn())
        .build();
  }
}
