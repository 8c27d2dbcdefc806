package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.convoy.golden.GoldenArguments;
import org.convoy.golden.GoldenCase;
import org.convoy.nn.golden.LayerCase;
import org.convoy.nn.layer.CrossEntropyOutput;
import org.convoy.nn.layer.Linear;
import org.convoy.nn.optimizer.Clipping;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Regularization;
import org.convoy.nn.optimizer.Regularization.Decayed;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestGoldenRegularization {
  private static final double TOLERANCE = 1e-5;

  static List<GoldenCase> cases() {
    return GoldenCase.discover("regularization");
  }

  /** A step of plain SGD at learning rate 1 takes the whole gradient from the parameters. */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void gradientsOfThePenalizedLoss(GoldenCase golden) {
    assertThat(golden.op()).isEqualTo("LinearCrossEntropyL1L2");
    GoldenArguments arguments = new GoldenArguments(golden);
    arguments.ignore("note");
    Regularization regularization =
        new Regularization(arguments.number("l1", 0), arguments.number("l2", 0), Decayed.ALL);
    assertThat(arguments.unread()).as("arguments that were ignored").isEmpty();

    LayerCase values = new LayerCase(golden);
    float[] weight = values.values("param.weight");
    float[] bias = values.values("param.bias");
    float[] before = Arrays.copyOf(weight, weight.length + bias.length);
    System.arraycopy(bias, 0, before, weight.length, bias.length);
    try (Network network = Network.create(linear(values.shape("param.weight")))) {
      network.setParameters(before);
      double loss = step(network, values, Sgd.plain().with(regularization, Clipping.NONE));
      float[] gradients = difference(before, network.parameters());

      assertThat(loss + penalty(regularization, weight))
          .isCloseTo(values.values("loss")[0], within(TOLERANCE));
      values.assertClose("grad.param.weight", Arrays.copyOf(gradients, weight.length), TOLERANCE);
      values.assertClose(
          "grad.param.bias",
          Arrays.copyOfRange(gradients, weight.length, gradients.length),
          TOLERANCE);
    }
  }

  private static double step(Network network, LayerCase values, Optimizer optimizer) {
    int[] labels = values.integers("target");
    network.input(labels.length).put(values.values("input"));
    try (OptimizerState state = OptimizerState.create(optimizer, network.layout())) {
      return network.trainStep(labels, optimizer, state, new StepContext(0, 1, 0)).lossSum()
          / labels.length;
    }
  }

  private static double penalty(Regularization regularization, float[] weight) {
    double penalty = 0;
    for (float value : weight) {
      penalty += regularization.l1() * Math.abs(value) + regularization.l2() * value * value;
    }

    return penalty;
  }

  private static float[] difference(float[] before, float[] after) {
    float[] difference = new float[before.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = before[i] - after[i];
    }

    return difference;
  }

  private static ComputationGraphConfiguration linear(long[] shape) {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .addLayer("fc", Linear.of(Math.toIntExact(shape[0])), "input")
        .addLayer("loss", new CrossEntropyOutput(), "fc")
        .setOutputs("loss")
        .setInputTypes(InputType.feedForward(shape[1]))
        .build();
  }
}
