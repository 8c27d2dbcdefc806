package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convoy.collective.SliceUpdate;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices.Span;
import org.convoy.strategy.Strategy;
import org.convoy.strategy.Strategy.Round;

/**
 * What a strategy makes of the mean, on the slice of it that one worker owns: that worker alone
 * remembers what the strategy does of the slice, and the parameters that the round began with.
 */
final class SliceMerge implements SliceUpdate {
  private static final float[] NONE = {};

  private final Strategy strategy;
  private final List<Span> trainable;
  private final Span slice;
  private final float[] before;
  private final Map<String, float[]> memory = new HashMap<>();
  private double learningRate;

  /**
   * @param trainable stretches of the parameters that are no running statistics
   * @param slice of the parameters
   * @param before its values at the start
   */
  SliceMerge(Strategy strategy, List<Span> trainable, Span slice, float[] before) {
    this.strategy = requireNonNull(strategy, "strategy is null");
    this.trainable = List.copyOf(trainable);
    this.slice = requireNonNull(slice, "slice is null");
    this.before = requireNonNull(before, "before is null");
    strategy.memory().forEach(name -> memory.put(name, new float[slice.length()]));
  }

  /** Takes a piece of what the strategy remembers of the slice. */
  void remember(StatePiece piece) {
    piece.putInto(memory.get(piece.vector()), slice.offset());
  }

  /** What the strategy remembers of the slice, by its names. */
  Stream<StatePiece> pieces() {
    return memory.entrySet().stream()
        .flatMap(entry -> StatePiece.ofSlice(entry.getKey(), slice, entry.getValue()));
  }

  /** Before a round is merged. */
  void begin(double ofFirstStep) {
    learningRate = ofFirstStep;
  }

  @Override
  public void update(int vector, int offset, FloatBuffer mean) {
    int from = offset - slice.offset();
    int to = from + mean.limit();
    float[] values = new float[mean.limit()];
    mean.get(0, values);
    Map<String, float[]> remembered = new HashMap<>();
    memory.forEach((name, all) -> remembered.put(name, Arrays.copyOfRange(all, from, to)));
    SynchronizedState merged =
        strategy.merge(
            new SynchronizedState(
                new ModelState(Arrays.copyOfRange(before, from, to), NONE), List.of(), remembered),
            new RoundResult(new ModelState(values, NONE), List.of(), List.of()),
            new Stretch(offset, mean.limit()));
    float[] parameters = merged.model().parameters();
    mean.put(0, parameters);
    System.arraycopy(parameters, 0, before, from, parameters.length);
    merged
        .memory()
        .forEach((name, after) -> System.arraycopy(after, 0, memory.get(name), from, after.length));
  }

  /** A round as the strategy sees it that is shown a stretch of the parameters. */
  private final class Stretch implements Round {
    private final int offset;
    private final int length;

    Stretch(int offset, int length) {
      this.offset = offset;
      this.length = length;
    }

    @Override
    public double learningRate() {
      return learningRate;
    }

    @Override
    public List<Span> trainable() {
      List<Span> within = new ArrayList<>();
      for (Span span : trainable) {
        int from = Math.max(span.offset(), offset);
        int to = Math.min(span.offset() + span.length(), offset + length);
        if (from < to) {
          within.add(new Span(from - offset, to - from));
        }
      }

      return within;
    }

    @Override
    public ModelState update(ModelState model, float[] gradients) {
      throw new UnsupportedOperationException("an optimizer takes no step on a stretch");
    }
  }
}
