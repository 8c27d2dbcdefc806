package org.convoy.nn.kernel.onednn;

import java.nio.FloatBuffer;
import java.util.List;

/** Moves values between the planes of two row-major tensors, from or to given positions. */
final class PlaneCopy implements Step {
  private enum Kind {
    /** {@code to[i] = from[index[i]]}, zero where there is no index. */
    GATHER,
    /** {@code to[index[i]] = from[i]}, zero elsewhere; the last of several stays. */
    SCATTER,
    /** {@code to[index[i]] += from[i]}, from zero. */
    SCATTER_ADD
  }

  private final Kind kind;
  private final PlaneIndices indices;
  private final int planes;
  private final Tensor from;
  private final Tensor to;
  private FloatBuffer source;
  private FloatBuffer target;

  private PlaneCopy(Kind kind, PlaneIndices indices, Tensor from, Tensor to) {
    this.kind = kind;
    this.indices = indices;
    this.planes = Math.toIntExact(from.layout().dimensions()[0] * from.layout().dimensions()[1]);
    this.from = from;
    this.to = to;
  }

  /** Records the reading of the indices' positions; {@code to} has one value for each index. */
  static Tensor gather(PlanBuilder plan, PlaneIndices indices, Tensor from, Layout to) {
    return record(plan, Kind.GATHER, indices, from, to);
  }

  /** Records the writing to the indices' positions; {@code from} has one value for each index. */
  static Tensor scatter(PlanBuilder plan, PlaneIndices indices, Tensor from, Layout to) {
    return record(plan, Kind.SCATTER, indices, from, to);
  }

  /** As {@link #scatter}, but values for one place add up: the gradient of {@link #gather}. */
  static Tensor scatterAdd(PlanBuilder plan, PlaneIndices indices, Tensor from, Layout to) {
    return record(plan, Kind.SCATTER_ADD, indices, from, to);
  }

  private static Tensor record(
      PlanBuilder plan, Kind kind, PlaneIndices indices, Tensor from, Layout layout) {
    Tensor to = plan.recorder().newTensor(layout);
    plan.recorder().add(new PlaneCopy(kind, indices, from, to), List.of(from, to));
    return to;
  }

  @Override
  public void bind(PlanMemory memory) {
    source = memory.floats(from);
    target = memory.floats(to);
  }

  @Override
  public void run(long seed) {
    int sourceArea = source.capacity() / planes;
    int targetArea = target.capacity() / planes;
    for (int plane = 0; plane < planes; plane++) {
      int[] places = indices.ofPlane(plane);
      FloatBuffer read = source.slice(plane * sourceArea, sourceArea);
      FloatBuffer written = target.slice(plane * targetArea, targetArea);
      switch (kind) {
        case GATHER -> gather(places, read, written);
        case SCATTER -> scatter(places, read, written);
        case SCATTER_ADD -> scatterAdd(places, read, written);
      }
    }
  }

  private static void gather(int[] places, FloatBuffer read, FloatBuffer written) {
    for (int i = 0; i < places.length; i++) {
      written.put(i, places[i] < 0 ? 0 : read.get(places[i]));
    }
  }

  private static void scatter(int[] places, FloatBuffer read, FloatBuffer written) {
    clear(written);
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0) {
        written.put(places[i], read.get(i));
      }
    }
  }

  private static void scatterAdd(int[] places, FloatBuffer read, FloatBuffer written) {
    clear(written);
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0) {
        written.put(places[i], written.get(places[i]) + read.get(i));
      }
    }
  }

  private static void clear(FloatBuffer values) {
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, 0);
    }
  }
}
