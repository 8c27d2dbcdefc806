package org.convoy.nn.model;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.dropout;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.parameter.ParameterInitialization;

/** A model that is a class: some of everything. */
public final class SmallNet implements ModelFactory {
  @Override
  public Sequential create(int numClasses, InputShape input) {
    return Sequential.of(
        conv2d(16, 3).padding(1),
        batchNorm2d(),
        relu(),
        residual(
                Sequential.of(
                    conv2d(24, 3).padding(1).stride(2).withoutBias(),
                    batchNorm2d(),
                    relu(),
                    conv2d(24, 3).padding(1).groups(2)),
                Sequential.of(conv2d(24, 1).stride(2).withoutBias(), batchNorm2d()))
            .activation(relu()),
        named(
            "inception",
            branches(
                conv2d(5, 1),
                Sequential.of(Conv2d.builder(7, 1, 3).padding(0, 1), relu()),
                named("pool", maxPool2d(3).stride(1).padding(1)))),
        named(
            "head",
            Sequential.of(
                adaptiveAvgPool2d(2),
                flatten(),
                linear(32)
                    .initializeWeight(ParameterInitialization.kaimingNormalByFanIn())
                    .initializeBias(ParameterInitialization.constant(0)),
                relu(),
                dropout(0.25),
                linear(numClasses))));
  }
}
