package org.convoy.strategy;

import static java.util.stream.Collectors.toMap;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;

/**
 * How one state is made of N workers' at the end of each round: what they bring back, what becomes
 * of its mean, and what is remembered from round to round. Pure arithmetic on flat vectors: equal
 * arguments give the same bytes.
 */
public interface Strategy extends Serializable {
  /** What the workers make of their batches and bring back. */
  Output output();

  /** What becomes of the mean of a round. */
  Merging merging();

  /**
   * Names of the vectors, as long as the parameters and zero at first, that it remembers from round
   * to round. They are in checkpoints under these names.
   */
  default Set<String> memory() {
    return Set.of();
  }

  /** What the first round starts from, given a fresh model. */
  default SynchronizedState start(ModelState fresh, int workers) {
    boolean keeps = output() == Output.PARAMETERS_AND_OWN_OPTIMIZER;
    return new SynchronizedState(
        keeps ? new ModelState(fresh.parameters(), new float[0]) : fresh,
        keeps ? Collections.nCopies(workers, fresh.optimizerState()) : List.of(),
        memory().stream()
            .collect(toMap(Function.identity(), name -> new float[fresh.parameters().length])));
  }

  /**
   * The state after a round.
   *
   * @param before the state that every worker started the round from; left as it is
   * @param result of the round, given away: its vectors may become those of the new state
   */
  SynchronizedState merge(SynchronizedState before, RoundResult result, Round round);

  /** What the workers of a round make of their batches and bring back. */
  enum Output {
    /** They train; parameters and optimizer state are averaged. */
    STATE,
    /** They train; only parameters are averaged. */
    PARAMETERS,
    /** They train; parameters are averaged, and each optimizer state goes on with its worker. */
    PARAMETERS_AND_OWN_OPTIMIZER,
    /** They compute gradients, which are averaged with the running statistics. */
    GRADIENTS;

    /** Of one worker, going by the bytes of its parameters and of its optimizer's state. */
    public long bytes(long parameters, long optimizer) {
      return switch (this) {
        case STATE, PARAMETERS_AND_OWN_OPTIMIZER -> parameters + optimizer;
        case PARAMETERS, GRADIENTS -> parameters;
      };
    }

    /** Whether what is averaged has the optimizer's vector. */
    public boolean sharesOptimizer() {
      return this == STATE;
    }

    /** Whether each optimizer's vector goes on with its worker. */
    public boolean keepsOptimizer() {
      return this == PARAMETERS_AND_OWN_OPTIMIZER;
    }
  }

  /** What becomes of the mean of a round, which decides what is held beside it. */
  enum Merging {
    /** It is the state after the round, and nobody looks at the one before. */
    REPLACES,
    /** It is changed into the state after the round, going by the one before. */
    CHANGES,
    /** The state after the round is made of new vectors. */
    RENEWS
  }

  /** A round as a strategy sees it, and what the driver can do at its end. */
  interface Round {
    /** The workers' learning rate in its first step. */
    double learningRate();

    /** The stretches of the parameters that are no running statistics. */
    List<StateSlices.Span> trainable();

    /**
     * The model after one step of the optimizer on the driver.
     *
     * @param before parameters, running statistics and optimizer state before it
     * @param gradients at the trainable parameters; the new running statistics elsewhere;
     *     overwritten
     */
    ModelState update(ModelState before, float[] gradients);
  }
}
