package org.convoy.train;

import org.convoy.config.ConvoyConfig;
import org.convoy.data.spark.IndexedDataset;
import org.convoy.strategy.Strategy;
import org.convoy.strategy.Strategy.Merging;
import org.convoy.strategy.Strategy.Output;
import org.convoy.train.round.Exchange;
import org.convoy.train.round.RoundJob;
import org.convoy.train.round.SlicedReduction;

/**
 * How many bytes of states, and of the list of samples, the Java heaps of a training hold at once:
 * the one place where copies are counted, beside what a process has with nothing to do. See the
 * table in docs/memory.md.
 *
 * @param driver in the driver
 * @param executor in an executor, whatever its task slots
 * @param slot in an executor for each of its task slots
 * @param spillable what Spark keeps in an executor besides, as far as its part of the heap reaches,
 *     and beyond that on disk
 * @param roundResults what the tasks of a round send to the driver
 * @param state all that the driver keeps from round to round, which is what a checkpoint has
 */
public record HeapNeed(
    long driver, long executor, long slot, long spillable, long roundResults, long state) {
  /** Of Spark and the libraries, with nothing to do. */
  public static final long IDLE = 256L << 20;

  /** Results that Spark's driver takes in at the same time. */
  private static final int RESULT_THREADS = 4;

  /** Of a result or a slice that is sent: its values, its bytes, the bytes in a task's result. */
  private static final int COPIES_TO_SEND = 3;

  /** In which a state comes back from a segment. */
  private static final long PIECE = 4L << 20;

  /** Blocks of a shuffle that a task reads ahead, as Spark's default is. */
  private static final long SHUFFLE_IN_FLIGHT = 48L << 20;

  /**
   * Of a training.
   *
   * @param parameters bytes of one vector of parameters
   * @param optimizer bytes of one optimizer's vector
   * @param tested models that are measured at the end, on test data
   */
  static HeapNeed of(
      ConvoyConfig config, Exchange exchange, long parameters, long optimizer, Tested tested) {
    Counting counting = new Counting(config, exchange, parameters, optimizer);
    return counting.rounds().atLeast(counting.begun()).atLeast(counting.tested(tested));
  }

  /** What is measured on test data when a training is over. */
  enum Tested {
    NOTHING,
    /** The last model, and the best one, which is read beside it. */
    LAST_AND_BEST
  }

  /** The smallest heap of a driver. */
  public long leastDriver() {
    return IDLE + driver;
  }

  /** The smallest heap of an executor with so many task slots. */
  public long leastExecutor(int slots) {
    return IDLE + executor + (slot + IndexedDataset.SLOT_BYTES) * slots;
  }

  /** The same with what the driver, and executors if there are any, know of the samples. */
  HeapNeed with(long listBytes, Exchange exchange) {
    return new HeapNeed(
        driver + listBytes,
        executor + (exchange.isInProcess() ? 0 : listBytes),
        slot,
        spillable,
        roundResults,
        state);
  }

  /** Of as many trainings at the same time; a task slot has one of them. */
  HeapNeed sideBySide(int trainings) {
    return new HeapNeed(
        driver * trainings, executor * trainings, slot, spillable * trainings, roundResults, state);
  }

  private HeapNeed atLeast(long otherDriver) {
    return new HeapNeed(
        Math.max(driver, otherDriver), executor, slot, spillable, roundResults, state);
  }

  /** One training's. */
  private record Counting(ConvoyConfig config, Exchange exchange, long parameters, long optimizer) {
    /** The driver's heap when the first state is made: pretrained weights are given up then. */
    long begun() {
      return state() + (config.model().pretrained().isPresent() ? parameters : 0);
    }

    /** The driver's heap when the best model is sent. */
    long tested(Tested tested) {
      int models = exchange.isInProcess() ? 1 : 2;
      return tested == Tested.NOTHING ? 0 : state() + models * parameters;
    }

    /** The driver's heap while a round runs, or when its mean becomes the next state. */
    HeapNeed rounds() {
      long driver = kept() + Math.max(round(), mean() + own() + made());
      return switch (exchange) {
        case LENT, COPIED -> new HeapNeed(driver, 0, 0, 0, 0, state());
        case WHOLE ->
            new HeapNeed(
                driver, 2 * start(), COPIES_TO_SEND * result(), 0, workers() * result(), state());
        case SLICED ->
            new HeapNeed(
                driver,
                0,
                SHUFFLE_IN_FLIGHT + (workers() + 2 * COPIES_TO_SEND) * slice(),
                2 * start() + result(),
                shared() + own(),
                state());
        case DIRECT ->
            new HeapNeed(
                kept() + round(), 0, owned() + COPIES_TO_SEND * PIECE, 2 * start(), 0, state());
      };
    }

    /** In the driver, beside what it keeps. */
    private long round() {
      return switch (exchange) {
        case LENT -> rounded() + mean() + own();
        case COPIED -> rounded() + workers() * result() + mean();
        case WHOLE -> sent() + workers() * result() + arriving() * result() * 2 + mean();
        case SLICED -> sent() + RESULT_THREADS * COPIES_TO_SEND * slice() + mean() + own();
        case DIRECT -> sent() + remembered() + state() + COPIES_TO_SEND * PIECE;
      };
    }

    /** What a strategy, or the average with what it is taken of, has of a worker's slice. */
    private long owned() {
      boolean goesByIt = strategy().merging() == Merging.CHANGES || config.averagesWeights();
      return ((goesByIt ? parameters : 0) + remembered()) / workers();
    }

    /** By the strategy, and the average, of all of the parameters. */
    private long remembered() {
      int averages = config.averagesWeights() ? 1 : 0;
      return (strategy().memory().size() + averages) * parameters;
    }

    private long workers() {
      return config.workers();
    }

    private Strategy strategy() {
      return config.sync().strategy().toStrategy();
    }

    private Output output() {
      return strategy().output();
    }

    private long elements() {
      return (parameters + optimizer) / Float.BYTES;
    }

    /** The state before a round, and those that wait to be written. */
    private long kept() {
      return (Exchange.isLarge(elements()) ? 1 : 3) * state();
    }

    /** What a round ends with, where that is not written over the state before it. */
    private long mean() {
      return RoundJob.overwritesState(config, exchange, elements()) ? 0 : shared();
    }

    /** What a strategy makes of the mean beside it. */
    private long made() {
      return remembered()
          + (output() == Output.PARAMETERS ? optimizer : 0)
          + (strategy().merging() == Merging.RENEWS ? start() : 0);
    }

    /** What workers in this process start from, if that is not the state itself. */
    private long rounded() {
      return switch (config.sync().compress().precision()) {
        case FULL -> 0;
        case HALF -> output().keepsOptimizer() ? parameters : start();
      };
    }

    private long state() {
      return start() + remembered() + (output().keepsOptimizer() ? own() - optimizer : 0);
    }

    /** What one worker starts from. */
    private long start() {
      return parameters + optimizer;
    }

    private long own() {
      return output().keepsOptimizer() ? workers() * optimizer : 0;
    }

    private long shared() {
      return parameters + (output().sharesOptimizer() ? optimizer : 0);
    }

    /** The broadcasts' bytes. */
    private long sent() {
      long full = output().keepsOptimizer() ? parameters + own() : start();
      return switch (config.sync().compress().precision()) {
        case FULL -> full;
        case HALF -> full / 2;
      };
    }

    private long result() {
      return output().bytes(parameters, optimizer);
    }

    private long arriving() {
      return Math.min(workers(), RESULT_THREADS);
    }

    private long slice() {
      return start() / SlicedReduction.slices(config.workers(), elements()).count();
    }
  }
}
