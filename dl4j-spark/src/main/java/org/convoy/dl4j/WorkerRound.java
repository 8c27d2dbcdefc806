package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * One worker's part of one round, as a Spark task: takes the common state, trains on its examples,
 * gives its replica's state. A pure function of its inputs.
 */
record WorkerRound(
    ReplicaSpec spec,
    ExampleLayout layout,
    Broadcast<byte[]> start,
    StepNumber firstStep,
    Settings settings,
    int workers)
    implements Function2<Integer, Iterator<byte[]>, Iterator<byte[]>> {
  WorkerRound {
    requireNonNull(spec, "spec is null");
    requireNonNull(layout, "layout is null");
    requireNonNull(start, "start is null");
    requireNonNull(firstStep, "firstStep is null");
    requireNonNull(settings, "settings is null");
  }

  @Override
  public Iterator<byte[]> call(Integer partition, Iterator<byte[]> rows) {
    int worker = partition % workers;
    WorkerResult result = ReplicaPool.with(spec, replica -> train(replica, worker, rows));
    return List.of(result.toBytes()).iterator();
  }

  private WorkerResult train(Replica replica, int worker, Iterator<byte[]> rows) {
    FlatState.load(start.value(), replica);
    long examples = 0;
    double scoreSum = 0;
    for (int step = 0; rows.hasNext(); step++) {
      List<byte[]> batch = next(rows);
      StepNumber number = firstStep.plus(step);
      long seed = number.seed(settings.seed(), worker);
      scoreSum += batch.size() * replica.step(batch, layout, number, seed);
      examples += batch.size();
    }

    return new WorkerResult(
        worker, examples, scoreSum, FlatState.of(replica.parameters(), replica.updaterState()));
  }

  private List<byte[]> next(Iterator<byte[]> rows) {
    List<byte[]> batch = new ArrayList<>(settings.batchSize());
    while (rows.hasNext() && batch.size() < settings.batchSize()) {
      batch.add(rows.next());
    }

    return batch;
  }
}
