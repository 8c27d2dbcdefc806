package org.convoy.zoo;

import java.util.function.Consumer;
import org.convoy.nn.layer.BatchNorm2d;
import org.convoy.nn.layer.Conv2d;
import org.convoy.nn.layer.ReLU;

/** The residual block of two convolutions of He et al. 2015, figure 5, left. */
final class BasicBlock {
  private BasicBlock() {}

  static void addTo(
      GraphBuilder graph,
      String name,
      Conv2d first,
      Conv2d second,
      Consumer<GraphBuilder> shortcut) {
    graph
        .addResidual(
            name + ".add",
            branch ->
                branch
                    .add(name + ".conv1", first)
                    .add(name + ".bn1", new BatchNorm2d())
                    .add(name + ".relu1", new ReLU())
                    .add(name + ".conv2", second)
                    .add(name + ".bn2", new BatchNorm2d()),
            shortcut)
        .add(name + ".relu2", new ReLU());
  }
}
