package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;
import org.convoy.metric.Histogram;

/**
 * How gradients were spread in one round of each epoch, in the last step of the first worker, by
 * the tensors' names.
 */
public final class GradientSample
    extends AccumulatorV2<Map<String, Histogram>, Map<String, Histogram>> {
  private static final long serialVersionUID = 1;

  /** The first step of the round that is wanted. */
  private long step;

  private LinkedHashMap<String, Histogram> histograms;

  public GradientSample() {
    this(-1, Map.of());
  }

  private GradientSample(long step, Map<String, Histogram> histograms) {
    this.step = step;
    this.histograms = new LinkedHashMap<>(histograms);
  }

  /** Wants those of the round that begins with this step, and no others. */
  public void want(long firstStep) {
    step = firstStep;
    reset();
  }

  boolean wants(RoundSteps steps, int worker) {
    return worker == 0 && steps.firstStep() == step;
  }

  @Override
  public boolean isZero() {
    return histograms.isEmpty();
  }

  @Override
  public GradientSample copy() {
    return new GradientSample(step, histograms);
  }

  @Override
  public void reset() {
    histograms = new LinkedHashMap<>();
  }

  @Override
  public void add(Map<String, Histogram> sampled) {
    histograms = new LinkedHashMap<>(requireNonNull(sampled, "sampled is null"));
  }

  /** A task that is tried again has the same. */
  @Override
  public void merge(AccumulatorV2<Map<String, Histogram>, Map<String, Histogram>> other) {
    if (!other.isZero()) {
      add(other.value());
    }
  }

  @Override
  public Map<String, Histogram> value() {
    return histograms;
  }
}
