package org.convoy.dl4j;

import java.nio.ByteBuffer;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.WorkerReport;

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
    FloatBytes.view(bytes, HEADER, parameters).put(state.parameters());
    FloatBytes.view(bytes, HEADER + parameters * Float.BYTES, rest).put(state.optimizerState());
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
            FloatBytes.copy(bytes, HEADER, parameters),
            FloatBytes.copy(bytes, HEADER + parameters * Float.BYTES, rest));
    return new WorkerResult(worker, examples, scoreSum, state);
  }

  /** As the synchronisation takes it. */
  RoundResult toRoundResult() {
    Tally tally = new Tally(examples, scoreSum, examples, 0);
    return RoundResult.of(new WorkerReport(worker, tally, 0, 0), state);
  }
}
