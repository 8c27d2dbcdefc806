package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;

import org.convoy.nn.model.Sequential;

/**
 * AlexNet in the form of Krizhevsky 2014, "One weird trick for parallelizing convolutional neural
 * networks", https://arxiv.org/abs/1404.5997, as torchvision builds and initializes it. 61,100,840
 * parameters at 1000 classes; images of at least 63 x 63 pixels.
 */
final class AlexNet {
  private AlexNet() {}

  static Sequential alexnet(int numClasses) {
    return Sequential.of(
        named("features", features()),
        named("avgpool", adaptiveAvgPool2d(6)),
        named("flatten", flatten()),
        named(
            "classifier",
            Sequential.of(
                dropout(0.5),
                linear(4096),
                relu(),
                dropout(0.5),
                linear(4096),
                relu(),
                linear(numClasses))));
  }

  private static Sequential features() {
    return Sequential.of(
        conv2d(64, 11).stride(4).padding(2),
        relu(),
        maxPool2d(3).stride(2),
        conv2d(192, 5).padding(2),
        relu(),
        maxPool2d(3).stride(2),
        conv2d(384, 3).padding(1),
        relu(),
        conv2d(256, 3).padding(1),
        relu(),
        conv2d(256, 3).padding(1),
        relu(),
        maxPool2d(3).stride(2));
  }
}
