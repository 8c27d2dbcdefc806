package org.convoy.card;

import java.util.List;
import org.convoy.zoo.Architecture;

/** Which other libraries have a network with the same names of tensors. */
enum PeerNetwork {
  /** timm's and torchvision's names are the same. */
  TIMM,
  /** torchvision's; timm has no such network, or has other names for its tensors. */
  TORCHVISION,
  NONE;

  private static final List<String> OF_TIMM =
      List.of("resnet18", "resnet34", "resnet50", "resnet101", "resnet152");
  private static final List<String> OF_TORCHVISION =
      List.of(
          "alexnet",
          "googlenet",
          "googlenet_aux",
          "mobilenet_v2",
          "vgg11",
          "vgg11_bn",
          "vgg13",
          "vgg13_bn",
          "vgg16",
          "vgg16_bn",
          "vgg19",
          "vgg19_bn");

  static PeerNetwork of(Architecture network) {
    if (OF_TIMM.contains(network.name())) {
      return TIMM;
    }

    return OF_TORCHVISION.contains(network.name()) ? TORCHVISION : NONE;
  }

  /** The call that makes it in torchvision. */
  static String torchvision(Architecture network) {
    String auxiliary =
        network.name().startsWith("googlenet")
            ? ", aux_logits=%s, init_weights=False"
                .formatted(network.name().endsWith("_aux") ? "True" : "False")
            : "";
    return "torchvision.models.%s(num_classes=%d%s)"
        .formatted(network.name().replace("_aux", ""), network.numClasses(), auxiliary);
  }
}
