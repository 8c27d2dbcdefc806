package org.convoy.zoo;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.convoy.common.NearestName;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.model.ModelClass;
import org.convoy.nn.model.Sequential;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** The networks that can be asked for by name. */
public final class ModelZoo {
  /** Each makes the network for a number of classes. */
  private static final SortedMap<String, IntFunction<Sequential>> NETWORKS = new TreeMap<>();

  static {
    NETWORKS.put("lenet5", LeNet5::lenet5);
    NETWORKS.put("alexnet", AlexNet::alexnet);
    NETWORKS.put("googlenet", GoogLeNet::googlenet);
    NETWORKS.put("googlenet_aux", GoogLeNet::withAuxiliaryClassifiers);
    NETWORKS.put("mobilenet_v2", MobileNetV2::mobilenetV2);
    NETWORKS.put("speedrun_cifar", SpeedrunNet::speedrunCifar);
    NETWORKS.put("resnet18", ResNet::resnet18);
    NETWORKS.put("resnet34", ResNet::resnet34);
    NETWORKS.put("resnet50", ResNet.bottlenecks(1, 64, 3, 4, 6, 3));
    NETWORKS.put("resnet101", ResNet.bottlenecks(1, 64, 3, 4, 23, 3));
    NETWORKS.put("resnet152", ResNet.bottlenecks(1, 64, 3, 8, 36, 3));
    NETWORKS.put("resnext50_32x4d", ResNet.bottlenecks(32, 4, 3, 4, 6, 3));
    NETWORKS.put("resnext101_32x8d", ResNet.bottlenecks(32, 8, 3, 4, 23, 3));
    NETWORKS.put("resnext101_64x4d", ResNet.bottlenecks(64, 4, 3, 4, 23, 3));
    NETWORKS.put("wide_resnet50_2", ResNet.bottlenecks(1, 128, 3, 4, 6, 3));
    NETWORKS.put("wide_resnet101_2", ResNet.bottlenecks(1, 128, 3, 4, 23, 3));
    NETWORKS.put("densenet121", DenseNet.network(32, 64, 6, 12, 24, 16));
    NETWORKS.put("densenet161", DenseNet.network(48, 96, 6, 12, 36, 24));
    NETWORKS.put("densenet169", DenseNet.network(32, 64, 6, 12, 32, 32));
    NETWORKS.put("densenet201", DenseNet.network(32, 64, 6, 12, 48, 32));
    NETWORKS.put("squeezenet1_0", SqueezeNet::squeezenet10);
    NETWORKS.put("squeezenet1_1", SqueezeNet::squeezenet11);
    NETWORKS.put("mnasnet0_5", MnasNet.network(0.5));
    NETWORKS.put("mnasnet0_75", MnasNet.network(0.75));
    NETWORKS.put("mnasnet1_0", MnasNet.network(1));
    NETWORKS.put("mnasnet1_3", MnasNet.network(1.3));
    NETWORKS.put("mobilenet_v3_large", MobileNetV3::large);
    NETWORKS.put("mobilenet_v3_small", MobileNetV3::small);
    NETWORKS.put("shufflenet_v2_x0_5", ShuffleNetV2.network(48, 96, 192, 1024));
    NETWORKS.put("shufflenet_v2_x1_0", ShuffleNetV2.network(116, 232, 464, 1024));
    NETWORKS.put("shufflenet_v2_x1_5", ShuffleNetV2.network(176, 352, 704, 1024));
    NETWORKS.put("shufflenet_v2_x2_0", ShuffleNetV2.network(244, 488, 976, 2048));
    NETWORKS.put("inception_v3", InceptionV3::inceptionV3);
    NETWORKS.put("inception_v3_aux", InceptionV3::withAuxiliaryClassifier);
    NETWORKS.putAll(EfficientNet.NETWORKS);
    NETWORKS.putAll(ConvNeXt.NETWORKS);
    NETWORKS.putAll(RegNet.NETWORKS);
    NETWORKS.put("vgg11", Vgg.plain(1, 1, 2, 2, 2));
    NETWORKS.put("vgg11_bn", Vgg.normalized(1, 1, 2, 2, 2));
    NETWORKS.put("vgg11_bn_cifar", Vgg::vgg11BnCifar);
    NETWORKS.put("vgg13", Vgg.plain(2, 2, 2, 2, 2));
    NETWORKS.put("vgg13_bn", Vgg.normalized(2, 2, 2, 2, 2));
    NETWORKS.put("vgg16", Vgg.plain(2, 2, 3, 3, 3));
    NETWORKS.put("vgg16_bn", Vgg.normalized(2, 2, 3, 3, 3));
    NETWORKS.put("vgg19", Vgg.plain(2, 2, 4, 4, 4));
    NETWORKS.put("vgg19_bn", Vgg.normalized(2, 2, 4, 4, 4));
    for (int blocks : new int[] {3, 5, 7, 9, 18}) {
      String name = "resnet" + (6 * blocks + 2);
      NETWORKS.put(name, numClasses -> CifarResNet.optionA(blocks, numClasses));
      NETWORKS.put(name + "_b", numClasses -> CifarResNet.optionB(blocks, numClasses));
    }
  }

  private ModelZoo() {}

  /**
   * The network's description.
   *
   * @throws IllegalArgumentException if it is a class that cannot be loaded or takes no such input
   */
  public static Sequential model(Architecture architecture) {
    if (!architecture.layers().isEmpty()) {
      return architecture.layers().model();
    }

    if (isClass(architecture.name())) {
      return ModelClass.load(architecture.name())
          .create(architecture.numClasses(), architecture.input());
    }

    return NETWORKS.get(architecture.name()).apply(architecture.numClasses());
  }

  /** True of names with a dot, which are those of classes. */
  private static boolean isClass(String name) {
    return name.contains(".");
  }

  /**
   * The configuration of this network.
   *
   * @throws IllegalArgumentException if the network cannot take an input of this size, or as {@link
   *     #model}
   */
  public static ComputationGraphConfiguration configuration(Architecture architecture) {
    return configuration(architecture, new CrossEntropyOutput());
  }

  /**
   * As {@link #configuration(Architecture)}, trained on another loss than plain cross-entropy.
   *
   * @param loss is copied
   */
  public static ComputationGraphConfiguration configuration(
      Architecture architecture, LossOutput loss) {
    return model(architecture).configuration(architecture.numClasses(), architecture.input(), loss);
  }

  /** All names, sorted. */
  public static List<String> names() {
    return List.copyOf(NETWORKS.keySet());
  }

  /**
   * Fails if there is no network of this name; whether there is a class of this name shows when the
   * network is made.
   *
   * @throws IllegalArgumentException naming the nearest, if one is near
   */
  public static void checkName(String name) {
    if (name == null || !(NETWORKS.containsKey(name) || isClass(name))) {
      throw new IllegalArgumentException(
          "Unknown network \"%s\"; %s\"convoy models\" lists all".formatted(name, nearest(name)));
    }
  }

  private static String nearest(String name) {
    return name == null
        ? ""
        : NearestName.of(name, names()).map(known -> "did you mean " + known + "? ").orElse("");
  }
}
