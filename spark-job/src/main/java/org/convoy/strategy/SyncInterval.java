package org.convoy.strategy;

/** How many steps the workers take on their own before they are synchronised. */
@FunctionalInterface
public interface SyncInterval {
  /**
   * The length of a round, at least 1. A pure function.
   *
   * @param step the round's first one, counted from 0 over the whole training
   * @param learningRate of that step, or that of the warm-up's end during the warm-up
   */
  int steps(long step, double learningRate);

  /** The same number of steps, always. */
  static SyncInterval fixed(int every) {
    return (step, learningRate) -> every;
  }

  /**
   * Post-local SGD: rounds of one step at first (Lin et al., <a
   * href="https://arxiv.org/abs/1808.07217">Don't Use Large Mini-Batches, Use Local SGD</a>).
   *
   * @param begin the first step of the longer rounds
   */
  static SyncInterval postLocal(long begin, int every) {
    return (step, learningRate) -> step < begin ? 1 : every;
  }

  /**
   * The quadratic synchronisation rule: max(every, ⌊(coefficient / learning rate)²⌋) steps (Gu et
   * al., <a href="https://arxiv.org/abs/2310.14423">A Quadratic Synchronization Rule for
   * Distributed Deep Learning</a>).
   *
   * @param coefficient α of the paper, above 0
   */
  static SyncInterval quadratic(int every, double coefficient) {
    return (step, learningRate) -> {
      double ratio = coefficient / learningRate;
      return Math.max(every, (int) Math.floor(ratio * ratio));
    };
  }
}
