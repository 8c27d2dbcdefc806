package org.convoy.zoo;

import java.util.regex.Pattern;
import org.convoy.nn.model.InputShape;

/**
 * What a network of the zoo was made for, where nobody says otherwise.
 *
 * @param numClasses of the data
 * @param input shape of an image
 */
public record UsualData(int numClasses, InputShape input) {
  private static final UsualData IMAGENET = new UsualData(1000, new InputShape(3, 224, 224));
  private static final UsualData CIFAR_10 = new UsualData(10, new InputShape(3, 32, 32));
  private static final UsualData MNIST = new UsualData(10, new InputShape(1, 28, 28));
  private static final Pattern FOR_CIFAR =
      Pattern.compile("resnet(20|32|44|56|110)(_b)?|.*cifar.*");

  /** MNIST, CIFAR-10 or, of all others, ImageNet in the size of the published weights. */
  public static UsualData of(String network) {
    if (network.equals("lenet5")) {
      return MNIST;
    }

    if (FOR_CIFAR.matcher(network).matches()) {
      return CIFAR_10;
    }

    return PublishedWeights.of(network)
        .map(weights -> new UsualData(1000, new InputShape(3, weights.side(), weights.side())))
        .orElse(IMAGENET);
  }
}
