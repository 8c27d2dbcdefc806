package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convoy.data.prepare.PrepareFolder;
import org.convoy.data.prepare.PrepareOptions.ShardOrder;
import org.convoy.data.prepare.PreparePlan;
import org.convoy.data.prepare.Shard;
import org.convoy.data.prepare.Shard.ShardSummary;
import org.convoy.data.prepare.ShardTask;

/** Makes the shards of a plan. */
public final class PrepareJob {
  // Enough for slots to end at about the same time; few, since each may read an archive from its
  // start to the first sample it needs.
  static final int TASKS_PER_SLOT = 2;

  private PrepareJob() {}

  /**
   * Makes those shards that the folder does not hold yet: in one Spark job in the order of the
   * source; in a shuffle of each split in a random order.
   *
   * @return what is in each, in order
   */
  public static List<ShardSummary> run(
      JavaSparkContext context, PreparePlan plan, PrepareFolder folder) {
    ShardWork work =
        new ShardWork(
            context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
            context.broadcast(new Shared<>(plan)),
            folder.location());

    try {
      return plan.options().order() instanceof ShardOrder.Shuffled shuffled
          ? new ShuffledShards(context, work, shuffled.seed()).make()
          : make(context, work);
    } finally {
      work.free();
    }
  }

  private static List<ShardSummary> make(JavaSparkContext context, ShardWork work) {
    int tasks =
        Math.min(work.plan().shards().size(), TASKS_PER_SLOT * context.defaultParallelism());
    return context
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .flatMap(task -> make(work, task, tasks).iterator())
        .setName("shards of " + work.location())
        .collect()
        .stream()
        .map(ShardSummary::parse)
        .toList();
  }

  private static List<String> make(ShardWork work, int task, int tasks) {
    List<ShardSummary> made = work.task().run(share(work.plan().shards(), task, tasks));
    return made.stream().map(ShardSummary::toJson).toList();
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

  /** What the tasks that make shards are given: what to make of what, and where. */
  record ShardWork(
      Broadcast<SerializableConfiguration> hadoop,
      Broadcast<Shared<PreparePlan>> shared,
      String location)
      implements Serializable {
    ShardWork {
      requireNonNull(hadoop, "hadoop is null");
      requireNonNull(shared, "shared is null");
      requireNonNull(location, "location is null");
    }

    PreparePlan plan() {
      return shared.value().value();
    }

    PrepareFolder folder() {
      return PrepareFolder.at(hadoop.value().value(), location);
    }

    ShardTask task() {
      return new ShardTask(hadoop.value().value(), plan(), folder());
    }

    void free() {
      KeptBlocks.free(shared);
      KeptBlocks.free(hadoop);
    }
  }
}
