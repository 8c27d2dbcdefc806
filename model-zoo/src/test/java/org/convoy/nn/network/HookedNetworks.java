package org.convoy.nn.network;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.Block.Residual;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.shape.ZeroPadShortcut;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Small networks whose layers are watched. */
final class HookedNetworks {
  private HookedNetworks() {}

  /** That of src/test/python/golden_hooks.py. */
  static ComputationGraphConfiguration residualNetwork() {
    return Sequential.of(
            named("conv1", conv2d(8, 3).padding(1).withoutBias()),
            named("bn1", batchNorm2d()),
            named("relu", relu()),
            named("layer1", Sequential.of(block(8, 1, Sequential.of()))),
            named("layer2", Sequential.of(block(16, 2, Block.of(new ZeroPadShortcut(16, 2))))),
            named("avgpool", adaptiveAvgPool2d(1)),
            named("flatten", flatten()),
            named("linear", linear(5)))
        .configuration(5, new InputShape(3, 8, 8));
  }

  private static Residual block(int channels, int stride, Block shortcut) {
    return residual(
            Sequential.of(
                named("conv1", conv2d(channels, 3).stride(stride).padding(1).withoutBias()),
                named("bn1", batchNorm2d()),
                named("relu1", relu()),
                named("conv2", conv2d(channels, 3).padding(1).withoutBias()),
                named("bn2", batchNorm2d())),
            shortcut)
        .activation(named("relu2", relu()));
  }

  /** One output goes to four branches, another to a dropout. */
  static ComputationGraphConfiguration branchingNetwork() {
    ModelItem branch = conv2d(3, 3).padding(1);
    return Sequential.of(
            conv2d(4, 3),
            relu(),
            branches(branch, conv2d(2, 1), conv2d(3, 5).padding(2), Sequential.of()),
            batchNorm2d(),
            dropout(0.3),
            flatten(),
            linear(5))
        .configuration(5, new InputShape(3, 12, 12));
  }
}
