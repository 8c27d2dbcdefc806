package org.convoy.golden.training;

import java.util.Arrays;
import java.util.List;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.Floats;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.golden.reference.KernelLacksOperationException;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.network.Network;
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

/**
 * The gradient of cross-entropy of a linear layer plus penalties of its weight. A step of plain SGD
 * at learning rate 1 takes the whole gradient from the parameters.
 */
final class PenaltyCheck implements Check {
  private static final double TOLERANCE = 1e-4;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    golden.arguments().has("note");
    Regularization regularization =
        new Regularization(
            golden.arguments().number("l1", 0), golden.arguments().number("l2", 0), Decayed.ALL);
    return List.of(
        new Attempt(
            Attempt.ND4J, comparison -> compare(golden, regularization, Backend.ND4J, comparison)),
        new Attempt(
            Attempt.ONEDNN,
            comparison -> compare(golden, regularization, Backend.ONEDNN, comparison)),
        new Attempt(
            Attempt.LIBTORCH,
            comparison -> compare(golden, regularization, Backend.LIBTORCH, comparison)));
  }

  private static void compare(
      GoldenCase golden, Regularization regularization, Backend backend, Comparison comparison) {
    double[] weight = golden.doubles("param.weight");
    double[] bias = golden.has("param.bias") ? golden.doubles("param.bias") : new double[0];
    float[] before = Floats.of(concatenate(weight, bias));
    try (Network network = networkOf(golden, backend)) {
      network.setParameters(before);
      Optimizer optimizer = Sgd.plain().with(regularization, Clipping.NONE);
      double loss = step(network, golden, optimizer) + penalty(regularization, weight);
      comparison.values("loss", new double[] {loss}, TOLERANCE);
      double[] gradients = difference(before, network.parameters());
      comparison.values("grad.param.weight", Arrays.copyOf(gradients, weight.length), TOLERANCE);
      if (golden.has("grad.param.bias")) {
        double[] rest = Arrays.copyOfRange(gradients, weight.length, gradients.length);
        comparison.values("grad.param.bias", rest, TOLERANCE);
      }
    }
  }

  private static Network networkOf(GoldenCase golden, Backend backend) {
    try {
      return Network.create(configurationOf(golden), KernelChoice.of(backend));
    } catch (IllegalStateException e) {
      throw new KernelLacksOperationException(e.getMessage());
    }
  }

  private static ComputationGraphConfiguration configurationOf(GoldenCase golden) {
    List<Integer> shape = golden.dimensions("param.weight");
    Linear layer =
        golden.has("param.bias") ? Linear.of(shape.get(0)) : Linear.withoutBias(shape.get(0));
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .addLayer("fc", layer, "input")
        .addLayer("loss", new CrossEntropyOutput(), "fc")
        .setOutputs("loss")
        .setInputTypes(InputType.feedForward(shape.get(1)))
        .build();
  }

  private static double step(Network network, GoldenCase golden, Optimizer optimizer) {
    int[] labels = golden.integers("target");
    network.input(labels.length).put(golden.floats("input"));
    try (OptimizerState state = OptimizerState.create(optimizer, network.layout())) {
      return network.trainStep(labels, optimizer, state, new StepContext(0, 1, 0)).loss();
    }
  }

  private static double penalty(Regularization regularization, double[] weight) {
    double penalty = 0;
    for (double value : weight) {
      penalty += regularization.l1() * Math.abs(value) + regularization.l2() * value * value;
    }

    return penalty;
  }

  private static double[] concatenate(double[] some, double[] more) {
    double[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static double[] difference(float[] before, float[] after) {
    double[] difference = new double[before.length];
    Arrays.setAll(difference, i -> before[i] - after[i]);
    return difference;
  }
}
