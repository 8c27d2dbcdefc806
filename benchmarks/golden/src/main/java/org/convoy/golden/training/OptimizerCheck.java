package org.convoy.golden.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.Floats;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.layer.ParameterLayout.Segment;
import org.convoy.nn.layer.Role;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.StepContext;

/** Parameters after each of a row of steps with given gradients. */
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
    ParameterLayout layout = layoutOf(initial.length);
    FloatBuffer parameters = buffer(initial);
    float[] trace = new float[gradients.length];
    try (OptimizerState state = OptimizerState.create(optimizer, layout)) {
      for (int step = 0; step < gradients.length / initial.length; step++) {
        int start = step * initial.length;
        FloatBuffer gradient = buffer(Arrays.copyOfRange(gradients, start, start + initial.length));
        StepContext context = new StepContext(step, learningRate, 0);
        optimizer.step(parameters, gradient, state.buffer(), layout, context);
        parameters.get(0, trace, start, initial.length);
      }
    }

    comparison.values("params", Floats.widen(trace), TOLERANCE);
  }

  private static ParameterLayout layoutOf(int length) {
    return new ParameterLayout(
        List.of(new Segment("layer.weight", 0, length, List.of(length), Role.WEIGHT)));
  }

  private static FloatBuffer buffer(float... values) {
    return ByteBuffer.allocateDirect(values.length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(0, values);
  }
}
