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
    NETWORKS.put("resnet50", ResNet::resnet50);
    NETWORKS.put("resnet101", ResNet::resnet101);
    NETWORKS.put("resnet152", ResNet::resnet152);
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
   * @throws IllegalArgumentException naming the nearest or all known names
   */
  public static void checkName(String name) {
    if (name == null || !(NETWORKS.containsKey(name) || isClass(name))) {
      throw new IllegalArgumentException(
          "Unknown network \"" + name + "\"; " + nearest(name) + "known are " + names());
    }
  }

  private static String nearest(String name) {
    return name == null
        ? ""
        : NearestName.of(name, names()).map(known -> "did you mean " + known + "? ").orElse("");
  }
}
