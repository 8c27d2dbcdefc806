package org.convoy.nn.optimizer;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.nn.kernel.BufferLimit;
import org.convoy.nn.optimizer.Regularization.Stretch;
import org.convoy.nn.optimizer.Regularization.Treatment;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Range;
import org.convoy.nn.parameter.ParameterLayout.Segment;

/**
 * An optimizer after the penalties and the clipping of gradients, in this order, as a PyTorch
 * program has them: the penalties are part of the loss that is differentiated, clipping comes after
 * the backward pass, weight decay within the optimizer. One pass over the vectors, whatever groups
 * there are; clipping by norm reads the gradients once more, before it.
 *
 * @param optimizer of all parameters that are in no group
 */
record RegularizedOptimizer(
    ElementwiseOptimizer optimizer,
    List<ParameterGroup> groups,
    Regularization regularization,
    Clipping clipping)
    implements Optimizer {
  RegularizedOptimizer {
    requireNonNull(optimizer, "optimizer is null");
    groups = List.copyOf(groups);
    ParameterGroup.checkDisjoint(groups);
    requireNonNull(regularization, "regularization is null");
    requireNonNull(clipping, "clipping is null");
  }

  @Override
  public int stateSize(int parameterCount) {
    int vectors = rules().stream().mapToInt(ElementwiseOptimizer::stateVectors).max().orElse(0);
    int scalars = rules().stream().mapToInt(ElementwiseOptimizer::stateScalars).sum();
    return BufferLimit.checkVector(
        "The optimizer's state", (long) vectors * parameterCount + scalars);
  }

  @Override
  public void step(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      ParameterLayout layout,
      StepContext context) {
    List<ElementwiseOptimizer> rules = rules();
    List<Stretch> stretches = stretches(layout, rules);
    Blocks blocks = new Blocks(parameters, gradients, state, layout.size(), rules);
    float scale =
        clipping.kind() == Clipping.Kind.NORM ? clipping.scale(blocks.gradientNorm(stretches)) : 1;
    float limit =
        clipping.kind() == Clipping.Kind.VALUE ? (float) clipping.limit() : Float.POSITIVE_INFINITY;
    blocks.update(stretches, new Blocks.Limits(scale, limit), contexts(context));
  }

  /** The optimizer, then those of the groups. */
  private List<ElementwiseOptimizer> rules() {
    return groups.isEmpty()
        ? List.of(optimizer)
        : Stream.concat(Stream.of(optimizer), groups.stream().map(ParameterGroup::optimizer))
            .toList();
  }

  private List<StepContext> contexts(StepContext context) {
    List<StepContext> contexts = new ArrayList<>(List.of(context));
    groups.forEach(group -> contexts.add(context.withScaledRate(group.learningRateScale())));
    return contexts;
  }

  /** The trainable parameters in order; neighbours are joined where they are treated alike. */
  private List<Stretch> stretches(ParameterLayout layout, List<ElementwiseOptimizer> rules) {
    if (groups.isEmpty() && regularization.equals(Regularization.NONE)) {
      Treatment treatment = new Treatment(0, 0, 0, (float) optimizer.weightDecay());
      return layout.trainable().stream().map(range -> new Stretch(range, treatment)).toList();
    }

    List<Stretch> stretches = new ArrayList<>();
    for (Segment segment : layout.segments()) {
      if (layout.isTrainable(segment)) {
        add(stretches, segment, treatment(segment, rules));
      }
    }

    return List.copyOf(stretches);
  }

  private Treatment treatment(Segment segment, List<ElementwiseOptimizer> rules) {
    int rule = ruleOf(segment);
    return regularization.treatment(segment.role(), rule, rules.get(rule).weightDecay());
  }

  private static void add(List<Stretch> stretches, Segment segment, Treatment treatment) {
    Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
    if (last != null
        && last.treatment().equals(treatment)
        && last.range().offset() + last.range().length() == segment.offset()) {
      int length = last.range().length() + segment.length();
      stretches.set(
          stretches.size() - 1, new Stretch(new Range(last.range().offset(), length), treatment));
    } else {
      stretches.add(new Stretch(new Range(segment.offset(), segment.length()), treatment));
    }
  }

  private int ruleOf(Segment segment) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).names().contains(segment.name())) {
        return i + 1;
      }
    }

    return 0;
  }
}
