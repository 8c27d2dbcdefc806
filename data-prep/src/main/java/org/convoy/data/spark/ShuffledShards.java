package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.common.RandomKey;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.prepare.PreparePlan;
import org.convoy.data.prepare.Shard;
import org.convoy.data.prepare.Shard.ShardSummary;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.convoy.data.sampler.RoundLengths;
import org.convoy.data.spark.PrepareJob.ShardWork;

/**
 * Makes shards that hold the samples of each split in a random order: as an epoch of one worker
 * that has a round for each shard.
 *
 * @param seed of the order
 */
record ShuffledShards(JavaSparkContext context, ShardWork work, long seed) {
  /** Sets this use of a seed apart from others. */
  private static final long PURPOSE = 0x7072657061726564L; // "prepared"

  ShuffledShards {
    requireNonNull(context, "context is null");
    requireNonNull(work, "work is null");
  }

  /**
   * Makes those shards that the folder does not hold yet. Where all of a split are there, its
   * samples are not read.
   *
   * @return what is in each shard of the plan, in order
   */
  List<ShardSummary> make() {
    List<ShardSummary> all = new ArrayList<>();

    for (Split split : work.plan().options().splits()) {
      List<Shard> shards = work.plan().shards(split);
      SortedMap<Integer, ShardSummary> summaries = finished(shards);
      List<Shard> missing =
          shards.stream().filter(shard -> !summaries.containsKey(shard.index())).toList();
      List<ShardSummary> made = missing.isEmpty() ? List.of() : make(split, missing);
      IntStream.range(0, made.size())
          .forEach(i -> summaries.put(missing.get(i).index(), made.get(i)));
      all.addAll(summaries.values());
    }

    return all;
  }

  /** What is in the shards that are finished, by index. */
  private SortedMap<Integer, ShardSummary> finished(List<Shard> shards) {
    ShardWork tasks = work;
    List<Integer> indexes = shards.stream().map(Shard::index).toList();
    SortedMap<Integer, ShardSummary> finished = new TreeMap<>();

    if (!shards.isEmpty()) {
      Split split = shards.get(0).split();
      List<String> found =
          context
              .parallelize(indexes, indexes.size())
              .map(index -> finished(tasks, split, index))
              .collect();
      IntStream.range(0, found.size())
          .filter(i -> !found.get(i).isEmpty())
          .forEach(i -> finished.put(indexes.get(i), ShardSummary.parse(found.get(i))));
    }

    return finished;
  }

  /** A summary, or nothing. */
  private static String finished(ShardWork work, Split split, int index) {
    return work.folder()
        .finished(work.plan().shards(split).get(index))
        .map(ShardSummary::toJson)
        .orElse("");
  }

  private List<ShardSummary> make(Split split, List<Shard> missing) {
    ShardWork tasks = work;
    ImageDataset source = work.plan().sources().get(split);
    int readers = Math.min(source.size(), PrepareJob.TASKS_PER_SLOT * context.defaultParallelism());

    try (SampleRdd read = SampleRdd.read(context, source, readers);
        ShuffledEpoch order = ShuffledEpoch.of(read.samples(), plan(split), source.sampleBytes())) {
      List<String>[] summaries =
          order
              .samples()
              .mapPartitionsWithIndex((index, samples) -> make(tasks, split, index, samples), true)
              .collectPartitions(missing.stream().mapToInt(Shard::index).toArray());
      return Arrays.stream(summaries).flatMap(List::stream).map(ShardSummary::parse).toList();
    }
  }

  private static Iterator<String> make(
      ShardWork work, Split split, int index, Iterator<Sample> samples) {
    Shard shard = work.plan().shards(split).get(index);
    return List.of(work.task().run(shard, samples).toJson()).iterator();
  }

  private EpochPlan plan(Split split) {
    PreparePlan prepared = work.plan();
    List<Integer> sizes = prepared.shards(split).stream().map(Shard::size).toList();
    return new EpochPlan(
        RandomKey.mix(PURPOSE, seed),
        0,
        prepared.sources().get(split).size(),
        1,
        1,
        RoundLengths.of(sizes),
        LastStep.KEEP);
  }
}
