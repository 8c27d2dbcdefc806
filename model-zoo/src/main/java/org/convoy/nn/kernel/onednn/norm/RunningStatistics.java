package org.convoy.nn.kernel.onednn.norm;

import java.nio.FloatBuffer;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.kernel.onednn.plan.Step;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** Moves running statistics towards those of the batch. */
final class RunningStatistics implements Step {
  private final Tensor batch;
  private final Tensor running;
  private final Tensor count;
  private final double fixedMomentum;
  private final double scale;
  private FloatBuffer batchValues;
  private FloatBuffer runningValues;
  private FloatBuffer countValue;

  private RunningStatistics(
      Tensor batch, Tensor running, Tensor count, double fixedMomentum, double scale) {
    this.batch = batch;
    this.running = running;
    this.count = count;
    this.fixedMomentum = fixedMomentum;
    this.scale = scale;
  }

  /** {@code running = (1 - momentum) * running + momentum * scale * batch}. */
  static RunningStatistics moving(Tensor batch, Tensor running, double momentum, double scale) {
    return new RunningStatistics(batch, running, null, momentum, scale);
  }

  /** As {@link #moving} with the momentum {@code 1 / count}. */
  static RunningStatistics averaging(Tensor batch, Tensor running, Tensor count, double scale) {
    return new RunningStatistics(batch, running, count, 0, scale);
  }

  @Override
  public void bind(PlanMemory memory) {
    batchValues = memory.floats(batch);
    runningValues = memory.floats(running);
    countValue = count == null ? null : memory.floats(count);
  }

  @Override
  public void run(long seed) {
    double momentum = countValue == null ? fixedMomentum : 1 / (double) countValue.get(0);
    for (int i = 0; i < batchValues.capacity(); i++) {
      double moved = (1 - momentum) * runningValues.get(i) + momentum * scale * batchValues.get(i);
      runningValues.put(i, (float) moved);
    }
  }
}
