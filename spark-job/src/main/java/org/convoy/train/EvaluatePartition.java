package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.Batch;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.metric.Evaluation;
import org.convoy.metric.EvaluationCounter;
import org.convoy.replica.Replica;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;
import org.convoy.replica.TaskFeed;
import org.convoy.state.BadImages;
import org.convoy.state.Tally;
import org.convoy.train.round.RoundStart;

/** One partition's part of an evaluation, as a Spark task. */
record EvaluatePartition(
    ReplicaSpec spec, BatchWriter writer, BadImagePolicy policy, RoundStart model, int batchSize)
    implements FlatMapFunction<Iterator<Sample>, Evaluation> {
  EvaluatePartition {
    requireNonNull(spec, "spec is null");
    requireNonNull(writer, "writer is null");
    requireNonNull(policy, "policy is null");
    requireNonNull(model, "model is null");
  }

  @Override
  public Iterator<Evaluation> call(Iterator<Sample> samples) {
    Evaluation evaluation = ReplicaPool.with(spec, replica -> evaluate(replica, samples));
    return List.of(evaluation).iterator();
  }

  private Evaluation evaluate(Replica replica, Iterator<Sample> samples) {
    model.load(replica, TaskContext.getPartitionId());
    EvaluationCounter counter = new EvaluationCounter();
    Tally tally = Tally.EMPTY;
    try (BatchFeed feed =
        TaskFeed.open(samples, batchSize, writer, policy, replica.imageElements())) {
      while (feed.hasNext()) {
        TaskFeed.endIfCancelled();
        Batch batch = feed.next(replica::input);
        tally = batch.ids().length == 0 ? tally : tally.plus(replica.evaluate(batch, counter));
      }

      tally = tally.with(BadImages.of(feed.badImages()));
    }

    return counter.with(tally);
  }
}
