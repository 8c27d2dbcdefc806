package org.convoy.nn.kernel.onednn.plan;

import java.nio.FloatBuffer;
import java.util.List;

/** Writes the same values in every run, for nothing in the arena outlives one. */
public final class Constant implements Step {
  private final Tensor target;
  private final float[] values;
  private FloatBuffer memory;

  private Constant(Tensor target, float[] values) {
    this.target = target;
    this.values = values;
  }

  /** Records the step; gives the tensor. */
  public static Tensor record(PlanBuilder plan, Layout layout, float[] values) {
    Tensor target = plan.recorder().newTensor(layout);
    record(plan, target, values);
    return target;
  }

  /** Records the writing of the values into this tensor. */
  public static void record(PlanBuilder plan, Tensor target, float[] values) {
    plan.recorder().add(new Constant(target, values), List.of(target));
  }

  @Override
  public void bind(PlanMemory regions) {
    memory = regions.floats(target);
  }

  @Override
  public void run(long seed) {
    memory.put(0, values);
  }
}
