package org.convoy.nn.kernel.onednn.plan;

/** One thing that a plan does each time it runs. */
public interface Step {
  void run(long seed);

  /** Tells where the regions are now. */
  void bind(PlanMemory memory);
}
