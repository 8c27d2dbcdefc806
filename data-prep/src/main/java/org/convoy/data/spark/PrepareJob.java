package org.convoy.data.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convoy.data.prepare.PrepareFolder;
import org.convoy.data.prepare.PreparePlan;
import org.convoy.data.prepare.Shard;
import org.convoy.data.prepare.ShardSummary;
import org.convoy.data.prepare.ShardTask;
import org.convoy.data.prepare.SummaryJson;

/** Makes the shards of a plan, in one Spark job. */
public final class PrepareJob {
  // Enough for slots to end at about the same time; few, since each may read an archive from its
  // start to the first sample it needs.
  private static final int TASKS_PER_SLOT = 2;

  private PrepareJob() {}

  /**
   * Makes those shards that the folder does not hold yet.
   *
   * @return what is in each, in order
   */
  public static List<ShardSummary> run(
      JavaSparkContext context, PreparePlan plan, PrepareFolder folder) {
    int tasks = Math.min(plan.shards().size(), TASKS_PER_SLOT * context.defaultParallelism());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    Broadcast<Shared<PreparePlan>> shared = context.broadcast(new Shared<>(plan));
    String location = folder.location();

    try {
      List<String> summaries =
          context
              .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
              .flatMap(
                  task ->
                      make(hadoop.value(), shared.value().value(), location, task, tasks)
                          .iterator())
              .setName("shards of " + location)
              .collect();
      return summaries.stream().map(SummaryJson::parseShard).toList();
    } finally {
      KeptBlocks.free(shared);
      KeptBlocks.free(hadoop);
    }
  }

  private static List<String> make(
      SerializableConfiguration hadoop, PreparePlan plan, String location, int task, int tasks) {
    PrepareFolder folder = PrepareFolder.at(hadoop.value(), location);
    List<ShardSummary> made =
        new ShardTask(hadoop.value(), plan, folder).run(share(plan.shards(), task, tasks));
    return made.stream().map(SummaryJson::render).toList();
  }

  /** Consecutive shards that hold about the same number of samples as other tasks' shares. */
  private static List<Shard> share(List<Shard> shards, int task, int tasks) {
    long all = shards.stream().mapToLong(Shard::size).sum();
    List<Shard> share = new ArrayList<>();
    long before = 0;

    for (Shard shard : shards) {
      if ((before + shard.size() / 2) * tasks / all == task) {
        share.add(shard);
      }

      before += shard.size();
    }

    return share;
  }
}
