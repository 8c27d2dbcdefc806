package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.BatchWriter;
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
    implements FlatMapFunction<Iterator<Sample>, Tally> {
  EvaluatePartition {
    requireNonNull(spec, "spec is null");
    requireNonNull(writer, "writer is null");
    requireNonNull(policy, "policy is null");
    requireNonNull(model, "model is null");
  }

  @Override
  public Iterator<Tally> call(Iterator<Sample> samples) {
    Tally tally = ReplicaPool.with(spec, replica -> evaluate(replica, samples));
    return List.of(tally).iterator();
  }

  private Tally evaluate(Replica replica, Iterator<Sample> samples) {
    model.load(replica, TaskContext.getPartitionId());
    Tally tally = Tally.EMPTY;
    try (BatchFeed feed =
        TaskFeed.open(samples, batchSize, writer, policy, replica.imageElements())) {
      while (feed.hasNext()) {
        TaskFeed.endIfCancelled();
        int[] labels = feed.next(replica::input).labels();
        tally = labels.length == 0 ? tally : tally.plus(replica.evaluate(labels));
      }

      tally = tally.with(BadImages.of(feed.badImages()));
    }

    return tally;
  }
}
