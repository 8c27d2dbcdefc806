package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.convoy.replica.Replica;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.WorkerReport;

/**
 * A replica after its worker's round, lent until its result was taken, slice by slice: a copy of
 * all of it need not be made.
 */
public final class TrainedReplica implements AutoCloseable {
  private final ReplicaPool.Loan<ReplicaSpec, Replica> loan;
  private final Output output;
  private final WorkerReport report;
  private final RoundStart start;
  private final AtomicBoolean isReturned = new AtomicBoolean();

  public TrainedReplica(
      ReplicaPool.Loan<ReplicaSpec, Replica> loan,
      Output output,
      WorkerReport report,
      RoundStart start) {
    this.loan = requireNonNull(loan, "loan is null");
    this.output = requireNonNull(output, "output is null");
    this.report = requireNonNull(report, "report is null");
    this.start = requireNonNull(start, "start is null");
  }

  /** What the worker brings back, or a slice of it. */
  public RoundResult result(StateSlices slices, int slice) {
    return start.answer(loan.replica().result(output, report, slices, slice), slices, slice);
  }

  /** Gives the replica back when the task has ended, or discards it when the task failed. */
  public void closeAfter(TaskContext task) {
    discardIfFailed(task);
    task.addTaskCompletionListener(
        context -> { // A block: Spark's Scala variant of this method takes what gives a value.
          close();
        });
  }

  /** Discards the replica when the task fails before it was given back. */
  public void discardIfFailed(TaskContext task) {
    task.addTaskFailureListener(
        (context, failure) -> {
          if (isReturned.compareAndSet(false, true)) {
            loan.discard(failure);
          }
        });
  }

  @Override
  public void close() {
    if (isReturned.compareAndSet(false, true)) {
      loan.giveBack();
    }
  }
}
