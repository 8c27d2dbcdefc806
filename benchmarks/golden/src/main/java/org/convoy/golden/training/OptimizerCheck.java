package org.convoy.golden.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.Floats;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;

/**
 * Parameters after each of a row of steps with given gradients. With an argument "gamma" the
 * learning rates are those of ExponentialLR, stepped after each step.
 */
final class OptimizerCheck implements Check {
  private static final double TOLERANCE = 1e-5;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    Optimizer optimizer = Optimizers.of(golden.op(), golden.arguments());
    double learningRate = Optimizers.learningRate(golden.op(), golden.arguments());
    return List.of(Attempt.of(comparison -> compare(golden, optimizer, learningRate, comparison)));
  }

  private static void compare(
      GoldenCase golden, Optimizer optimizer, double learningRate, Comparison comparison) {
    float[] initial = golden.floats("param.initial");
    float[] gradients = golden.floats("grads");
    if (initial.length == 0 || gradients.length % initial.length != 0) {
      throw new IllegalArgumentException(
          "grads must have a value for each parameter at each step, they are "
              + golden.tensor("grads"));
    }

    ParameterLayout layout = layoutOf(golden, initial.length);
    double gamma = golden.arguments().number("gamma", 1);
    FloatBuffer parameters = buffer(initial);
    float[] trace = new float[gradients.length];
    try (OptimizerState state = OptimizerState.create(optimizer, layout)) {
      for (int step = 0; step < gradients.length / initial.length; step++) {
        int start = step * initial.length;
        FloatBuffer gradient = buffer(Arrays.copyOfRange(gradients, start, start + initial.length));
        StepContext context = new StepContext(step, learningRate * Math.pow(gamma, step), 0);
        optimizer.step(parameters, gradient, state.buffer(), layout, context);
        parameters.get(0, trace, start, initial.length);
      }
    }

    comparison.values("params", Floats.widen(trace), TOLERANCE);
  }

  /** The groups' parameters, then those that are in none. */
  private static ParameterLayout layoutOf(GoldenCase golden, int length) {
    List<Segment> segments = new ArrayList<>();
    int offset = 0;
    for (JsonNode group : golden.arguments().objects(Optimizers.GROUPS)) {
      int own = group.path("length").intValue();
      segments.add(segment(Optimizers.groupName(segments.size()), offset, own));
      offset += own;
    }

    if (offset > length) {
      throw new IllegalArgumentException(
          "the groups have " + offset + " parameters, the case has " + length);
    }

    segments.add(segment("rest.weight", offset, length - offset));
    return new ParameterLayout(segments);
  }

  private static Segment segment(String name, int offset, int length) {
    return new Segment(name, offset, length, List.of(length), Role.WEIGHT);
  }

  private static FloatBuffer buffer(float... values) {
    return ByteBuffer.allocateDirect(values.length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(0, values);
  }
}
