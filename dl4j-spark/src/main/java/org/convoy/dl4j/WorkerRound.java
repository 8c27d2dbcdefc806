package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.convoy.dl4j.Replica.StepNumber;
import org.convoy.state.ModelState;
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

  /**
   * What a worker brings back from a round.
   *
   * @param worker 0 … N-1
   * @param examples that it trained on
   * @param scoreSum of its steps' scores, each times its examples
   * @param state of its replica
   */
  record WorkerResult(int worker, long examples, double scoreSum, ModelState state) {
    private static final int HEADER = 3 * Integer.BYTES + Long.BYTES + Double.BYTES;

    byte[] toBytes() {
      int parameters = state.parameters().length;
      int rest = state.optimizerState().length;
      int floats = Math.addExact(parameters, rest);
      byte[] bytes = new byte[Math.addExact(HEADER, Math.multiplyExact(floats, Float.BYTES))];
      ByteBuffer.wrap(bytes)
          .putInt(worker)
          .putLong(examples)
          .putDouble(scoreSum)
          .putInt(parameters)
          .putInt(rest);
      FlatState.view(bytes, HEADER, parameters).put(state.parameters());
      FlatState.view(bytes, HEADER + parameters * Float.BYTES, rest).put(state.optimizerState());
      return bytes;
    }

    static WorkerResult ofBytes(byte[] bytes) {
      ByteBuffer header = ByteBuffer.wrap(bytes);
      int worker = header.getInt();
      long examples = header.getLong();
      double scoreSum = header.getDouble();
      int parameters = header.getInt();
      int rest = header.getInt();
      ModelState state =
          new ModelState(
              FlatState.copy(bytes, HEADER, parameters),
              FlatState.copy(bytes, HEADER + parameters * Float.BYTES, rest));
      return new WorkerResult(worker, examples, scoreSum, state);
    }

    /** As the synchronisation takes it. */
    RoundResult toRoundResult() {
      Tally tally = new Tally(examples, scoreSum, examples, 0);
      return RoundResult.of(new WorkerReport(worker, tally, Double.NaN, WorkerTime.NONE), state);
    }
  }
}
