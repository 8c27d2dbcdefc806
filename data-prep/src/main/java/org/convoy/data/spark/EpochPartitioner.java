package org.convoy.data.spark;

import org.apache.spark.Partitioner;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.Slot;

/** Sends a position of an epoch's order to partition round × workers + worker. */
final class EpochPartitioner extends Partitioner {
  private final EpochPlan plan;

  EpochPartitioner(EpochPlan plan) {
    this.plan = plan;
  }

  @Override
  public int numPartitions() {
    return Math.multiplyExact(plan.rounds().count(), plan.workers());
  }

  @Override
  public int getPartition(Object position) {
    Slot slot = plan.slot((Integer) position);
    return slot.round() * plan.workers() + slot.worker();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EpochPartitioner partitioner && plan.equals(partitioner.plan);
  }

  @Override
  public int hashCode() {
    return plan.hashCode();
  }
}
