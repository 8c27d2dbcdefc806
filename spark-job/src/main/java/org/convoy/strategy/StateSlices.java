package org.convoy.strategy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.convoy.state.ModelState;

/**
 * Equal slices of a state: the n-th of them has the n-th part of each of its vectors, so that what
 * is done to vectors element by element is done to slices one at a time, with the same bytes. They
 * begin at whole blocks of {@link HalfPrecision}.
 *
 * @param count how many there are, at least 1
 */
public record StateSlices(int count) implements Serializable {
  /** One that is all of the state. */
  public static final StateSlices WHOLE = new StateSlices(1);

  /** A stretch of a flat vector, in elements. */
  public record Span(int offset, int length) {}

  /**
   * Slices of about so many elements each.
   *
   * @param length elements of all vectors together
   */
  public static StateSlices of(long length, int elements) {
    return new StateSlices((int) Math.max(1, (length + elements - 1) / elements));
  }

  /** Where a slice of a vector of this length lies. */
  public Span span(int length, int slice) {
    int from = start(length, slice);
    return new Span(from, start(length, slice + 1) - from);
  }

  private int start(int length, int slice) {
    long blocks = ((long) length + HalfPrecision.BLOCK - 1) / HalfPrecision.BLOCK;
    return (int) Math.min(length, blocks * slice / count * HalfPrecision.BLOCK);
  }

  /** A slice of a vector: a copy, but for the only one, which is the vector itself. */
  public float[] cut(float[] vector, int slice) {
    Span span = span(vector.length, slice);
    return count == 1
        ? vector
        : Arrays.copyOfRange(vector, span.offset(), span.offset() + span.length());
  }

  /** A slice of both vectors. */
  public ModelState cut(ModelState state, int slice) {
    return new ModelState(cut(state.parameters(), slice), cut(state.optimizerState(), slice));
  }

  /** Puts a slice's values into the whole. */
  public void put(float[] values, int slice, float[] whole) {
    System.arraycopy(values, 0, whole, span(whole.length, slice).offset(), values.length);
  }

  /** Puts a slice of a round's result into the whole one, all but its reports. */
  public void put(RoundResult part, int slice, RoundResult whole) {
    put(part.shared().parameters(), slice, whole.shared().parameters());
    put(part.shared().optimizerState(), slice, whole.shared().optimizerState());
    List<float[]> own = whole.localOptimizerStates();
    for (int worker = 0; worker < own.size(); worker++) {
      put(part.localOptimizerStates().get(worker), slice, own.get(worker));
    }
  }
}
