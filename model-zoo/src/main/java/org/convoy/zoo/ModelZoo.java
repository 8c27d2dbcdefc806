package org.convoy.zoo;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** The networks that can be asked for by name. */
public final class ModelZoo {
  private static final SortedMap<String, Function<Architecture, ComputationGraphConfiguration>>
      NETWORKS = new TreeMap<>();

  static {
    NETWORKS.put(LeNet5.NAME, LeNet5::configuration);
    NETWORKS.put(ResNet.RESNET18, ResNet::resnet18);
    NETWORKS.put(CifarResNet.RESNET20, CifarResNet::resnet20);
    NETWORKS.put(Vgg.VGG11_BN, Vgg::vgg11Bn);
    NETWORKS.put(Vgg.VGG11_BN_CIFAR, Vgg::vgg11BnCifar);
  }

  private ModelZoo() {}

  /**
   * The configuration of this network.
   *
   * @throws IllegalArgumentException if the network cannot take an input of this size
   */
  public static ComputationGraphConfiguration configuration(Architecture architecture) {
    return NETWORKS.get(architecture.name()).apply(architecture);
  }

  /** All names, sorted. */
  public static List<String> names() {
    return List.copyOf(NETWORKS.keySet());
  }

  static void checkName(String name) {
    if (name == null || !NETWORKS.containsKey(name)) {
      throw new IllegalArgumentException("Unknown network \"" + name + "\"; known are " + names());
    }
  }
}
