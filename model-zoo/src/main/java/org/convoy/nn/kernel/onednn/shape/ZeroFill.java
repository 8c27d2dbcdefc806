package org.convoy.nn.kernel.onednn.shape;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.kernel.onednn.plan.Step;
import org.convoy.nn.kernel.onednn.plan.Tensor;

/** Writes zeros, by the machine's own means. */
final class ZeroFill implements Step {
  private final Tensor target;
  private Pointer memory;

  private ZeroFill(Tensor target) {
    this.target = target;
  }

  /** Records the step. */
  static void record(PlanBuilder plan, Tensor target) {
    plan.recorder().add(new ZeroFill(target), List.of(target));
  }

  @Override
  public void bind(PlanMemory regions) {
    memory = regions.address(target.buffer());
  }

  @Override
  public void run(long seed) {
    Pointer.memset(memory, 0, target.layout().bytes());
  }
}
