package org.convoy.data.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.Slot;

/** What workers got of an epoch, and what they should have got. */
final class DealtSamples {
  private DealtSamples() {}

  /** The ids of a round, by worker. */
  static List<List<Integer>> collect(Epoch epoch, int round) {
    return Arrays.asList(
        epoch.samples().map(Sample::id).collectPartitions(epoch.partitions(round)));
  }

  /** By partition. */
  static List<List<Sample>> collectAll(JavaRDD<Sample> samples) {
    int[] partitions = IntStream.range(0, samples.getNumPartitions()).toArray();
    return Arrays.asList(samples.collectPartitions(partitions));
  }

  static List<Integer> ids(List<Sample> samples) {
    return samples.stream().map(Sample::id).toList();
  }

  /** By round and worker, straight from the plan. */
  static List<List<Integer>> expected(EpochPlan plan) {
    int[] ids = plan.order().ids();
    List<List<Integer>> partitions = new ArrayList<>();

    for (int round = 0; round < plan.rounds().count(); round++) {
      for (int worker = 0; worker < plan.workers(); worker++) {
        List<Integer> partition = new ArrayList<>();

        for (int offset = 0; offset < plan.samplesInRound(round, worker); offset++) {
          partition.add(ids[plan.position(new Slot(round, worker, offset))]);
        }

        partitions.add(partition);
      }
    }

    return partitions;
  }
}
