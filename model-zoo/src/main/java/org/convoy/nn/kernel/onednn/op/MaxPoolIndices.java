package org.convoy.nn.kernel.onednn.op;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.kernel.onednn.plan.PlaneCopy;
import org.convoy.nn.kernel.onednn.plan.Step;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;

/** Finds the maxima of max pooling: the first of equals, and NaN before all, as PyTorch. */
final class MaxPoolIndices implements Step, PlaneCopy.Indices {
  private final Pooling2d geometry;
  private final Tensor input;
  private final Size2d inputSize;
  private final Size2d outputSize;
  private final int[][] indices;
  private FloatBuffer values;

  private MaxPoolIndices(Pooling2d geometry, Tensor input, Size2d inputSize) {
    this.geometry = geometry;
    this.input = input;
    this.inputSize = inputSize;
    this.outputSize = geometry.outputSize(inputSize);
    long[] dimensions = input.layout().dimensions();
    this.indices = new int[Math.toIntExact(dimensions[0] * dimensions[1])][outputSize.area()];
  }

  /** Records the search in the input of this node of max pooling. */
  static MaxPoolIndices record(PlanBuilder plan, int node, Pooling2d geometry) {
    int from = plan.inputOf(node);
    Tensor input = plan.output(from, Layout.plain(plan.scope(), plan.dimensions(from)));
    MaxPoolIndices search = new MaxPoolIndices(geometry, input, plan.imageSize(from));
    plan.recorder().add(search, List.of(input));
    return search;
  }

  @Override
  public int[] ofPlane(int plane) {
    return indices[plane];
  }

  @Override
  public void bind(PlanMemory memory) {
    values = memory.floats(input);
  }

  @Override
  public void run(long seed) {
    for (int plane = 0; plane < indices.length; plane++) {
      FloatBuffer pixels = values.slice(plane * inputSize.area(), inputSize.area());
      for (int window = 0; window < outputSize.area(); window++) {
        indices[plane][window] = find(pixels, window);
      }
    }
  }

  private int find(FloatBuffer pixels, int window) {
    int top = inside(top(window), geometry.dilation().height());
    int left = inside(left(window), geometry.dilation().width());
    int bottom = end(top(window), geometry.kernel().height(), geometry.dilation().height());
    int right = end(left(window), geometry.kernel().width(), geometry.dilation().width());
    int found = top * inputSize.width() + left;
    float maximum = Float.NEGATIVE_INFINITY;
    for (int row = top;
        row < Math.min(bottom, inputSize.height());
        row += geometry.dilation().height()) {
      for (int column = left;
          column < Math.min(right, inputSize.width());
          column += geometry.dilation().width()) {
        float value = pixels.get(row * inputSize.width() + column);
        if (value > maximum || Float.isNaN(value)) {
          maximum = value;
          found = row * inputSize.width() + column;
        }
      }
    }

    return found;
  }

  private int top(int window) {
    return window / outputSize.width() * geometry.stride().height() - geometry.padding().height();
  }

  private int left(int window) {
    return window % outputSize.width() * geometry.stride().width() - geometry.padding().width();
  }

  private static int inside(int start, int dilation) {
    return start < 0 ? Math.floorMod(start, dilation) : start;
  }

  private static int end(int start, int kernel, int dilation) {
    return start + dilation * (kernel - 1) + 1;
  }
}
