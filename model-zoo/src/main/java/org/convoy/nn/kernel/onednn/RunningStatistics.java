package org.convoy.nn.kernel.onednn;

import java.nio.FloatBuffer;

/** Moves running statistics towards those of the batch. */
final class RunningStatistics implements Step {
  private final Tensor batch;
  private final Tensor running;
  private final double momentum;
  private final double scale;
  private FloatBuffer batchValues;
  private FloatBuffer runningValues;

  /** {@code running = (1 - momentum) * running + momentum * scale * batch}. */
  RunningStatistics(Tensor batch, Tensor running, double momentum, double scale) {
    this.batch = batch;
    this.running = running;
    this.momentum = momentum;
    this.scale = scale;
  }

  @Override
  public void bind(PlanMemory memory) {
    batchValues = memory.floats(batch);
    runningValues = memory.floats(running);
  }

  @Override
  public void run(long seed) {
    for (int i = 0; i < batchValues.capacity(); i++) {
      double moved = (1 - momentum) * runningValues.get(i) + momentum * scale * batchValues.get(i);
      runningValues.put(i, (float) moved);
    }
  }
}
