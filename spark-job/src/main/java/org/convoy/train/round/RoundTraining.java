package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.IntFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.data.feed.SampleLoader;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.replica.BatchMixing;
import org.convoy.replica.DriverModel;
import org.convoy.replica.Loaders;
import org.convoy.replica.Replica;
import org.convoy.replica.TaskFeed;
import org.convoy.state.BadImages;
import org.convoy.state.Tally;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;

/**
 * What a worker does in the rounds of an epoch, in a Spark task: trains a replica on its samples of
 * a round, batch by batch. A pure function of its inputs.
 *
 * @param accumulate minibatches of a step
 */
public record RoundTraining(
    Output output,
    BatchWriter writer,
    BadImagePolicy policy,
    BatchMixing mixing,
    int batchSize,
    int accumulate,
    long seed,
    Observations observations)
    implements Serializable {
  public RoundTraining {
    requireNonNull(output, "output is null");
    requireNonNull(writer, "writer is null");
    requireNonNull(policy, "policy is null");
    requireNonNull(mixing, "mixing is null");
    requireNonNull(observations, "observations is null");
  }

  /** Of a training, by its epochs. */
  public static IntFunction<RoundTraining> of(DriverModel model) {
    ConvoyConfig config = model.config();
    Output output = config.sync().strategy().toStrategy().output();
    SampleLoader loader = Loaders.training(config, model.description());
    BatchMixing mixing =
        BatchMixing.of(
            config.data().transforms().trainStages().batches(), model.description().architecture());
    return epoch ->
        new RoundTraining(
            output,
            loader.atEpoch(epoch),
            config.data().trainingPolicy(),
            mixing,
            config.batchSize(),
            config.accumulate(),
            config.seed(),
            Observations.NONE);
  }

  /** The same that is watched. */
  public RoundTraining with(Observations other) {
    return new RoundTraining(output, writer, policy, mixing, batchSize, accumulate, seed, other);
  }

  /**
   * Trains a replica that has the state from which the round starts.
   *
   * @param samples of the worker in the round
   * @param startNanos when the round began, by {@link System#nanoTime}
   */
  public WorkerReport train(
      Replica replica, RoundSteps steps, int worker, Iterator<Sample> samples, long startNanos) {
    Tally tally = Tally.EMPTY;
    double gradientNorms = 0;
    int minibatch = 0;
    long dataNanos = 0;
    long trainNanos = 0;
    observations.begin(replica);
    try (BatchFeed feed =
        TaskFeed.open(samples, batchSize, writer, policy, replica.imageElements())) {
      for (; feed.hasNext(); minibatch++) {
        TaskFeed.endIfCancelled();
        long asked = System.nanoTime();
        BatchFeed.Batch batch = feed.next(replica::input);
        long given = System.nanoTime();
        StepContext context = steps.context(minibatch, accumulate, seed, worker);
        Targets targets = mixing.mix(batch.images(), batch.labels(), context.seed());
        if ((minibatch + 1) % accumulate == 0 || !feed.hasNext()) {
          tally = tally.plus(replica.step(output, targets, context));
          gradientNorms += replica.gradientNorm();
        } else {
          tally = tally.plus(replica.accumulate(targets, context));
        }

        long trained = System.nanoTime();
        dataNanos += given - asked;
        trainNanos += trained - given;
        WorkerMetrics.OF_PROCESS.trained(batch.labels().length, given - asked, trained - given);
      }

      tally = tally.with(BadImages.of(feed.badImages()));
    }

    if (minibatch > 0) {
      observations.end(replica, steps, worker, dataNanos);
    }

    BlockManagerId process = SparkEnv.get().blockManager().blockManagerId();
    WorkerTime time =
        new WorkerTime(
            process.executorId(),
            process.host(),
            startNanos,
            System.nanoTime(),
            dataNanos / 1e9,
            trainNanos / 1e9);
    long updates = ((long) minibatch + accumulate - 1) / accumulate;
    return new WorkerReport(worker, tally, gradientNorms / updates, time);
  }
}
