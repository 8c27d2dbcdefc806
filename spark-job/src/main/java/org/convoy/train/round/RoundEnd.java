package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.replica.DriverModel;
import org.convoy.state.ModelState;
import org.convoy.strategy.StateSlices.Span;
import org.convoy.strategy.Strategy.Round;

/** The end of a round, as a strategy sees it. */
public record RoundEnd(DriverModel model, RoundSteps steps) implements Round {
  public RoundEnd {
    requireNonNull(model, "model is null");
    requireNonNull(steps, "steps is null");
  }

  @Override
  public double learningRate() {
    return steps.learningRates().get(0);
  }

  @Override
  public List<Span> trainable() {
    return model.layout().trainable().stream()
        .map(range -> new Span(range.offset(), range.length()))
        .toList();
  }

  @Override
  public ModelState update(ModelState before, float[] gradients) {
    float[] updated = before.parameters().clone();
    for (ParameterLayout.Segment segment : model.layout().segments()) {
      if (!segment.role().isTrainable()) {
        int offset = segment.offset();
        System.arraycopy(gradients, offset, updated, offset, segment.length());
      }
    }

    float[] optimizerState = before.optimizerState().clone();
    model
        .spec()
        .optimizer()
        .step(
            FloatBuffer.wrap(updated),
            FloatBuffer.wrap(gradients),
            FloatBuffer.wrap(optimizerState),
            model.layout(),
            steps.context(0, model.config().seed(), 0));
    return new ModelState(updated, optimizerState);
  }
}
