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
  /** The convolutions between one max pooling and the next, for each of five stages. */
  private static final List<Integer> DEPTHS_OF_11 = List.of(1, 1, 2, 2, 2);

  private static final List<Integer> DEPTHS_OF_13 = List.of(2, 2, 2, 2, 2);
  private static final List<Integer> DEPTHS_OF_16 = List.of(2, 2, 3, 3, 3);
  private static final List<Integer> DEPTHS_OF_19 = List.of(2, 2, 4, 4, 4);
  private static final List<Integer> CHANNELS = List.of(64, 128, 256, 512, 512);

  private Vgg() {}

  static Sequential vgg11(int numClasses) {
    return classifier(plain(DEPTHS_OF_11), numClasses);
  }

  static Sequential vgg11Bn(int numClasses) {
    return classifier(normalized(DEPTHS_OF_11), numClasses);
  }

  static Sequential vgg13(int numClasses) {
    return classifier(plain(DEPTHS_OF_13), numClasses);
  }

  static Sequential vgg13Bn(int numClasses) {
    return classifier(normalized(DEPTHS_OF_13), numClasses);
  }

  static Sequential vgg16(int numClasses) {
    return classifier(plain(DEPTHS_OF_16), numClasses);
  }

  static Sequential vgg16Bn(int numClasses) {
    return classifier(normalized(DEPTHS_OF_16), numClasses);
  }

  static Sequential vgg19(int numClasses) {
    return classifier(plain(DEPTHS_OF_19), numClasses);
  }

  static Sequential vgg19Bn(int numClasses) {
    return classifier(normalized(DEPTHS_OF_19), numClasses);
  }

  static Sequential vgg11BnCifar(int numClasses) {
    return Sequential.of(
        named("features", normalized(DEPTHS_OF_11)),
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

  private static Sequential plain(List<Integer> depths) {
    return features(depths, channels -> List.of(conv3x3(channels), relu()));
  }

  private static Sequential normalized(List<Integer> depths) {
    return features(depths, channels -> List.of(conv3x3(channels), batchNorm2d(), relu()));
  }

  /** What stands for one of the paper's convolutions. */
  private interface Convolution {
    List<ModelItem> of(int channels);
  }

  private static Sequential features(List<Integer> depths, Convolution convolution) {
    List<ModelItem> items = new ArrayList<>();
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int i = 0; i < depths.get(stage); i++) {
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
