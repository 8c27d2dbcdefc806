package org.convoy.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.convoy.golden.GoldenArguments;
import org.convoy.golden.GoldenCase;
import org.convoy.nn.golden.LayerCase;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.layer.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestGoldenOptimizers {
  private static final double TOLERANCE = 1e-5;

  static List<GoldenCase> cases() {
    return GoldenCase.discover("optimizers");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void parametersAfterEveryStep(GoldenCase golden) {
    GoldenArguments arguments = new GoldenArguments(golden);
    arguments.ignore("foreach", "capturable", "differentiable", "fused");
    Optimizer rule = optimizer(golden.op(), arguments);
    Optimizer optimizer = arguments.flag("maximize") ? new Maximizing(rule) : rule;
    double learningRate = learningRate(golden.op(), arguments);
    float[] trace = trace(golden, optimizer, learningRate);

    assertThat(arguments.unread()).as("arguments that were ignored").isEmpty();
    new LayerCase(golden).assertClose("params", trace, TOLERANCE);
  }

  private static float[] trace(GoldenCase golden, Optimizer optimizer, double learningRate) {
    float[] initial = golden.tensor("param.initial").floats();
    float[] gradients = golden.tensor("grads").floats();
    ParameterLayout layout = Vectors.layout(initial.length, Role.WEIGHT);
    FloatBuffer parameters = Vectors.buffer(initial);
    float[] trace = new float[gradients.length];
    try (OptimizerState state = OptimizerState.create(optimizer, layout)) {
      for (int step = 0; step < gradients.length / initial.length; step++) {
        int start = step * initial.length;
        FloatBuffer gradient =
            Vectors.buffer(Arrays.copyOfRange(gradients, start, start + initial.length));
        StepContext context = new StepContext(step, learningRate, 0);
        optimizer.step(parameters, gradient, state.buffer(), layout, context);
        parameters.get(0, trace, start, initial.length);
      }
    }

    return trace;
  }

  private static double learningRate(String op, GoldenArguments arguments) {
    return switch (op) {
      case "Adam", "AdamW" -> arguments.number("lr", 1e-3);
      case "NAdam" -> arguments.number("lr", 2e-3);
      case "Adagrad", "RMSprop" -> arguments.number("lr", 1e-2);
      case "Adadelta" -> arguments.number("lr", 1);
      default -> arguments.number("lr");
    };
  }

  private static Optimizer optimizer(String op, GoldenArguments arguments) {
    double weightDecay = arguments.number("weight_decay", op.equals("AdamW") ? 1e-2 : 0);
    return switch (op) {
      case "SGD" ->
          new Sgd(
              arguments.number("momentum", 0),
              arguments.number("dampening", 0),
              weightDecay,
              arguments.flag("nesterov"));
      case "Adam" ->
          new Adam(
              beta(arguments, 0),
              beta(arguments, 1),
              arguments.number("eps", 1e-8),
              weightDecay,
              arguments.flag("amsgrad"));
      case "AdamW" ->
          new AdamW(
              beta(arguments, 0),
              beta(arguments, 1),
              arguments.number("eps", 1e-8),
              weightDecay,
              arguments.flag("amsgrad"));
      case "NAdam" ->
          new NAdam(
              beta(arguments, 0),
              beta(arguments, 1),
              arguments.number("eps", 1e-8),
              weightDecay,
              arguments.number("momentum_decay", 4e-3));
      case "Adagrad" ->
          new Adagrad(
              arguments.number("lr_decay", 0),
              weightDecay,
              arguments.number("initial_accumulator_value", 0),
              arguments.number("eps", 1e-10));
      case "Adadelta" ->
          new Adadelta(arguments.number("rho", 0.9), arguments.number("eps", 1e-6), weightDecay);
      case "RMSprop" ->
          new RmsProp(
              arguments.number("alpha", 0.99),
              arguments.number("eps", 1e-8),
              weightDecay,
              arguments.number("momentum", 0),
              arguments.flag("centered"));
      default -> throw new IllegalArgumentException("unknown optimizer " + op);
    };
  }

  private static double beta(GoldenArguments arguments, int index) {
    return arguments.numbers("betas", List.of(0.9, 0.999)).get(index);
  }
}
