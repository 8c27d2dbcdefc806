package org.convoy.nn.kernel.onednn;

import java.nio.FloatBuffer;

/** Writes a weight [out, in, 1, 1] that copies input channel i to output channel i + shift. */
final class ShiftedIdentity implements Step {
  private final Tensor weight;
  private final int shift;
  private FloatBuffer values;

  ShiftedIdentity(Tensor weight, int shift) {
    this.weight = weight;
    this.shift = shift;
  }

  @Override
  public void bind(PlanMemory memory) {
    values = memory.floats(weight);
  }

  @Override
  public void run(long seed) {
    int in = Math.toIntExact(weight.layout().dimensions()[1]);
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, i / in == i % in + shift ? 1 : 0);
    }
  }
}
