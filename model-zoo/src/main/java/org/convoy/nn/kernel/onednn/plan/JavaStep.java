package org.convoy.nn.kernel.onednn.plan;

import java.nio.FloatBuffer;
import java.util.List;

/** Arithmetic in Java on the floats of some tensors. */
public final class JavaStep implements Step {
  /** Reads and writes the tensors' floats; the seed is the step's. */
  public interface Body {
    void run(List<FloatBuffer> values, long seed);
  }

  private final Body body;
  private final List<Tensor> tensors;
  private List<FloatBuffer> values;

  private JavaStep(Body body, List<Tensor> tensors) {
    this.body = body;
    this.tensors = tensors;
  }

  /** Records the step in the current pass. */
  public static void record(PlanBuilder plan, Body body, Tensor... tensors) {
    List<Tensor> touched = List.of(tensors);
    plan.recorder().add(new JavaStep(body, touched), touched);
  }

  @Override
  public void bind(PlanMemory memory) {
    values = tensors.stream().map(memory::floats).toList();
  }

  @Override
  public void run(long seed) {
    body.run(values, seed);
  }
}
