package org.convoy.strategy;

import org.convoy.state.ModelState;

/**
 * How the vectors of a round travel, as arithmetic on them. In half precision, the driver keeps the
 * state in full; what the workers start from is the state rounded, and what they bring back is how
 * far they moved from there, rounded. The driver adds the mean of that to the full state. So what
 * the rounding of the start takes away is never lost: it stays in the driver's state, from one
 * round to the next and in checkpoints. What the rounding of a worker's move takes away, at most
 * 2^-11 of each value, is lost.
 */
public enum Precision {
  /** Single precision, as it is. */
  FULL {
    @Override
    public ModelState start(ModelState state) {
      return state;
    }

    @Override
    public ModelState result(ModelState start, ModelState shared) {
      return shared;
    }

    @Override
    public ModelState end(ModelState state, ModelState mean) {
      return mean;
    }
  },
  /** Half precision; see {@link HalfPrecision}. */
  HALF {
    @Override
    public ModelState start(ModelState state) {
      ModelState start = new ModelState(state.parameters().clone(), state.optimizerState().clone());
      HalfPrecision.round(start.parameters());
      HalfPrecision.round(start.optimizerState());
      return start;
    }

    @Override
    public ModelState result(ModelState start, ModelState shared) {
      ModelState moves =
          new ModelState(
              difference(shared.parameters(), start.parameters()),
              difference(shared.optimizerState(), start.optimizerState()));
      HalfPrecision.round(moves.parameters());
      HalfPrecision.round(moves.optimizerState());
      return moves;
    }

    @Override
    public ModelState end(ModelState state, ModelState mean) {
      return new ModelState(
          sum(mean.parameters(), state.parameters()),
          sum(mean.optimizerState(), state.optimizerState()));
    }
  };

  /** What the workers of a round start from, given the driver's state. */
  public abstract ModelState start(ModelState state);

  /**
   * What a worker brings back.
   *
   * @param start of {@link #start}
   * @param shared its state after the round; vectors that it does not share are empty
   */
  public abstract ModelState result(ModelState start, ModelState shared);

  /**
   * The mean of the workers' states.
   *
   * @param state the driver's before the round
   * @param mean of the {@link #result results}; given away
   */
  public abstract ModelState end(ModelState state, ModelState mean);

  private static float[] difference(float[] end, float[] start) {
    float[] difference = new float[end.length];
    for (int i = 0; i < end.length; i++) {
      difference[i] = end[i] - start[i];
    }

    return difference;
  }

  /** Turns moves into where they lead. */
  private static float[] sum(float[] move, float[] start) {
    for (int i = 0; i < move.length; i++) {
      move[i] = start[i] + move[i];
    }

    return move;
  }
}
