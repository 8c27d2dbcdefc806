package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Iterator;
import org.convoy.data.Sample;
import org.convoy.replica.Replica;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;
import org.convoy.strategy.WorkerReport;

/**
 * One worker's part of one round, as a Spark task: takes the synchronised model, trains its samples
 * of the round, brings back what the strategy needs of its replica. A pure function of its inputs.
 */
public record TrainTask(
    ReplicaSpec spec, RoundTraining training, RoundStart start, RoundSteps steps, int workers)
    implements Serializable {
  public TrainTask {
    requireNonNull(spec, "spec is null");
    requireNonNull(training, "training is null");
    requireNonNull(start, "start is null");
    requireNonNull(steps, "steps is null");
  }

  /**
   * Trains the samples of one partition; the caller closes what comes back.
   *
   * @param partition round × workers + worker
   */
  public TrainedReplica train(int partition, Iterator<Sample> samples) {
    int worker = partition % workers;
    ReplicaPool.Loan<ReplicaSpec, Replica> loan = ReplicaPool.lend(spec);
    try {
      long began = System.nanoTime();
      start.load(loan.replica(), worker);
      WorkerReport report = training.train(loan.replica(), steps, worker, samples, began);
      return new TrainedReplica(loan, training.output(), report, start);
    } catch (Throwable e) { // Spark's own are checked ones, which no interface declares.
      loan.discard(e);
      throw e;
    }
  }
}
