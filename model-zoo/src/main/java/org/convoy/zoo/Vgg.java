package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.model.Blocks;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * VGG without and with batch normalization: Simonyan and Zisserman 2014, "Very deep convolutional
 * networks for large-scale image recognition", https://arxiv.org/abs/1409.1556, as torchvision
 * builds and initializes it. VGG-11 with batch normalization has 132,868,840 parameters at 1000
 * classes.
 *
 * <p>The form for CIFAR's 32 x 32 images has one linear layer on the last 1 x 1 map in place of the
 * three large ones, and 9,231,114 parameters at 10 classes; a larger image gives it a larger map.
 */
final class Vgg {
  private static final List<Integer> CHANNELS = List.of(64, 128, 256, 512, 512);

  private Vgg() {}

  /**
   * Networks without normalization.
   *
   * @param depths the convolutions between one max pooling and the next, for each of five stages
   */
  static IntFunction<Sequential> plain(int... depths) {
    return numClasses ->
        classifier(features(channels -> List.of(conv3x3(channels), relu()), depths), numClasses);
  }

  /** With batch normalization. */
  static IntFunction<Sequential> normalized(int... depths) {
    return numClasses -> classifier(normalizedFeatures(depths), numClasses);
  }

  static Sequential vgg11BnCifar(int numClasses) {
    return Sequential.of(
        named("features", normalizedFeatures(1, 1, 2, 2, 2)),
        named("flatten", flatten()),
        named("classifier", linear(numClasses)));
  }

  private static Sequential classifier(Sequential features, int numClasses) {
    return Sequential.of(
        named("features", features),
        named("avgpool", adaptiveAvgPool2d(7)),
        named("flatten", flatten()),
        named(
            "classifier",
            Sequential.of(
                linear(4096),
                relu(),
                dropout(0.5),
                linear(4096),
                relu(),
                dropout(0.5),
                linear(numClasses))));
  }

  private static Sequential normalizedFeatures(int... depths) {
    return features(channels -> List.of(conv3x3(channels), batchNorm2d(), relu()), depths);
  }

  /** What stands for one of the paper's convolutions. */
  private interface Convolution {
    List<ModelItem> of(int channels);
  }

  private static Sequential features(Convolution convolution, int... depths) {
    List<ModelItem> items = new ArrayList<>();
    for (int stage = 0; stage < depths.length; stage++) {
      for (int i = 0; i < depths[stage]; i++) {
        items.addAll(convolution.of(CHANNELS.get(stage)));
      }

      items.add(maxPool2d(2));
    }

    return Sequential.of(items.toArray(new ModelItem[0]));
  }

  private static ModelItem conv3x3(int channels) {
    return conv2d(channels, 3)
        .padding(1)
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut())
        .initializeBias(ParameterInitialization.constant(0));
  }

  private static Linear.Builder linear(int outFeatures) {
    return Blocks.linear(outFeatures)
        .initializeWeight(ParameterInitialization.normal(0.01))
        .initializeBias(ParameterInitialization.constant(0));
  }
}
