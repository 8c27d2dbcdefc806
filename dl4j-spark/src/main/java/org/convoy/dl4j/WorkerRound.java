package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.convoy.dl4j.Replica.StepNumber;
import org.convoy.replica.ReplicaPool;
import org.convoy.state.Tally;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;

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
  private static final int HEADER = Integer.BYTES + Long.BYTES + Double.BYTES;
  private static final ReplicaPool<ReplicaSpec, Replica> REPLICAS =
      ReplicaPool.onCpu(ReplicaSpec::create, Replica::close);

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
    byte[] result = REPLICAS.lendTo(spec, replica -> train(replica, worker, rows));
    return List.of(result).iterator();
  }

  /** What it brings back: the worker, its examples, the sum of their scores, the state. */
  private byte[] train(Replica replica, int worker, Iterator<byte[]> rows) {
    FlatState.load(start.value(), replica.network());
    long examples = 0;
    double scoreSum = 0;
    for (int step = 0; rows.hasNext(); step++) {
      List<byte[]> batch = next(rows);
      StepNumber number = firstStep.plus(step);
      long seed = number.seed(settings.seed(), worker);
      scoreSum += batch.size() * replica.step(batch, layout, number, seed);
      examples += batch.size();
    }

    byte[] result = FlatState.toBytes(HEADER, replica.network());
    ByteBuffer.wrap(result).putInt(worker).putLong(examples).putDouble(scoreSum);
    return result;
  }

  private List<byte[]> next(Iterator<byte[]> rows) {
    List<byte[]> batch = new ArrayList<>(settings.batchSize());
    while (rows.hasNext() && batch.size() < settings.batchSize()) {
      batch.add(rows.next());
    }

    return batch;
  }

  /** What a task brought back, of a network of so many parameters. */
  static RoundResult result(byte[] bytes, int parameters) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    int worker = header.getInt();
    long examples = header.getLong();
    Tally tally = new Tally(examples, header.getDouble(), examples, 0);
    return RoundResult.of(
        new WorkerReport(worker, tally, Double.NaN, WorkerTime.NONE),
        FlatState.ofBytes(bytes, HEADER, parameters));
  }
}
