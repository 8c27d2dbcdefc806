package org.convoy.train.segment;

import java.util.List;
import org.apache.spark.Partition;

/**
 * A worker's part of a segment.
 *
 * @param index the worker
 * @param rounds its partitions of the epoch, one a round
 */
record SegmentPartition(int index, List<Partition> rounds) implements Partition {
  SegmentPartition {
    rounds = List.copyOf(rounds);
  }
}
