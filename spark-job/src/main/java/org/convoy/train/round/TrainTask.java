package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.kernel.KernelTime;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.replica.BatchMixing;
import org.convoy.replica.Replica;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;
import org.convoy.replica.TaskFeed;
import org.convoy.state.BadImages;
import org.convoy.state.Tally;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;

/**
 * One worker's part of one round, as a Spark task: takes the synchronised model, trains its samples
 * of the round batch by batch, brings back what the strategy needs of its replica. A pure function
 * of its inputs.
 *
 * @param profile where the time of its steps goes is added here; null where nobody asked
 */
public record TrainTask(
    ReplicaSpec spec,
    Output output,
    BatchWriter writer,
    BadImagePolicy policy,
    BatchMixing mixing,
    RoundStart start,
    RoundSteps steps,
    int workers,
    int batchSize,
    long seed,
    ProfileAccumulator profile)
    implements Serializable {
  public TrainTask {
    requireNonNull(spec, "spec is null");
    requireNonNull(output, "output is null");
    requireNonNull(writer, "writer is null");
    requireNonNull(policy, "policy is null");
    requireNonNull(mixing, "mixing is null");
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
      WorkerReport report = train(loan.replica(), worker, samples);
      return new TrainedReplica(loan, output, report, start);
    } catch (Throwable e) { // Spark's own are checked ones, which no interface declares.
      loan.discard(e);
      throw e;
    }
  }

  private WorkerReport train(Replica replica, int worker, Iterator<Sample> samples) {
    long began = System.nanoTime();
    start.load(replica, worker);
    Tally tally = Tally.EMPTY;
    double gradientNorms = 0;
    int count = 0;
    long dataNanos = 0;
    long trainNanos = 0;
    if (profile != null) {
      replica.startProfile();
    }

    try (BatchFeed feed =
        TaskFeed.open(samples, batchSize, writer, policy, replica.imageElements())) {
      for (; feed.hasNext(); count++) {
        TaskFeed.endIfCancelled();
        long asked = System.nanoTime();
        BatchFeed.Batch batch = feed.next(replica::input);
        long given = System.nanoTime();
        StepContext context = steps.context(count, seed, worker);
        Targets targets = mixing.mix(batch.images(), batch.labels(), context.seed());
        tally = tally.plus(replica.step(output, targets, context));
        gradientNorms += replica.gradientNorm();
        long trained = System.nanoTime();
        dataNanos += given - asked;
        trainNanos += trained - given;
        WorkerMetrics.OF_PROCESS.trained(batch.labels().length, given - asked, trained - given);
      }

      tally = tally.with(BadImages.of(feed.badImages()));
    }

    if (profile != null) {
      profile.add(replica.takeProfile().plus(waiting(dataNanos)));
    }

    BlockManagerId process = SparkEnv.get().blockManager().blockManagerId();
    WorkerTime time =
        new WorkerTime(
            process.executorId(),
            process.host(),
            began,
            System.nanoTime(),
            dataNanos / 1e9,
            trainNanos / 1e9);
    return new WorkerReport(worker, tally, gradientNorms / count, time);
  }

  private static KernelProfile waiting(long nanos) {
    String precision = Precision.F32.settingName();
    KernelTime data = new KernelTime("data", "wait", "java", precision, nanos / 1e9, 0);
    return new KernelProfile(0, List.of(data), Map.of());
  }
}
