package org.convoy.nn.kernel.onednn.plan;

import java.nio.FloatBuffer;
import java.util.List;

/** Moves values between the planes of two row-major tensors, from or to given positions. */
public final class PlaneCopy implements Step {
  /**
   * For each position of a channel's plane a position of another plane, both counted row by row; -1
   * for none. Planes may be volumes.
   */
  public interface Indices {
    /** The indices of this plane; of all planes if they are the same. */
    int[] ofPlane(int plane);
  }

  private enum Kind {
    /** {@code to[i] = from[index[i]]}, zero where there is no index. */
    GATHER,
    /** {@code to[index[i]] = from[i]}, zero elsewhere; the last of several stays. */
    SCATTER,
    /** {@code to[index[i]] += from[i]}, from zero. */
    SCATTER_ADD
  }

  private final Kind kind;
  private final Indices indices;
  private final int planes;
  private final Tensor from;
  private final Tensor to;
  private FloatBuffer source;
  private FloatBuffer target;

  private PlaneCopy(Kind kind, Indices indices, Tensor from, Tensor to) {
    this.kind = kind;
    this.indices = indices;
    this.planes = Math.toIntExact(from.layout().dimensions()[0] * from.layout().dimensions()[1]);
    this.from = from;
    this.to = to;
  }

  /** Records the reading of the indices' positions; {@code to} has one value for each index. */
  public static Tensor gather(PlanBuilder plan, Indices indices, Tensor from, Layout to) {
    return record(plan, Kind.GATHER, indices, from, to);
  }

  /** Records the writing to the indices' positions; {@code from} has one value for each index. */
  public static Tensor scatter(PlanBuilder plan, Indices indices, Tensor from, Layout to) {
    return record(plan, Kind.SCATTER, indices, from, to);
  }

  /** As {@link #scatter}, but values for one place add up: the gradient of {@link #gather}. */
  public static Tensor scatterAdd(PlanBuilder plan, Indices indices, Tensor from, Layout to) {
    return record(plan, Kind.SCATTER_ADD, indices, from, to);
  }

  private static Tensor record(
      PlanBuilder plan, Kind kind, Indices indices, Tensor from, Layout layout) {
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
