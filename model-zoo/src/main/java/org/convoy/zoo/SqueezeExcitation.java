package org.convoy.zoo;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.inline;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.product;

import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.model.Block.Branches;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.parameter.ParameterInitialization;

/**
 * Weighs the channels by what all pixels show: Hu et al. 2017, "Squeeze-and-excitation networks",
 * https://arxiv.org/abs/1709.01507, figure 2, with the names of torchvision's module. Weights are
 * initialized as the other convolutions of the networks that have it.
 *
 * @param activation between the two convolutions
 * @param gate gives the factors
 */
record SqueezeExcitation(ModelItem activation, ModelItem gate) {
  Branches of(int channels, int squeezed) {
    return product(
        Sequential.of(),
        inline(
            Sequential.of(
                named("avgpool", adaptiveAvgPool2d(1)),
                named("fc1", conv1x1(squeezed)),
                named("activation", activation),
                named("fc2", conv1x1(channels)),
                named("scale_activation", gate))));
  }

  private static Conv2d.Builder conv1x1(int channels) {
    return conv2d(channels, 1)
        .initializeWeight(ParameterInitialization.kaimingNormalByFanOut())
        .initializeBias(ParameterInitialization.constant(0));
  }
}
