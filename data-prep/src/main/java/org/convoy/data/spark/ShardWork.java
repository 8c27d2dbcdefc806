package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convoy.data.prepare.PrepareFolder;
import org.convoy.data.prepare.PreparePlan;
import org.convoy.data.prepare.ShardTask;

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
