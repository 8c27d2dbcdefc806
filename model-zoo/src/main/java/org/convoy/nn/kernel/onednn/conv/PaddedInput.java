package org.convoy.nn.kernel.onednn.conv;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PlaneCopy;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.ConvolutionAxis;
import org.convoy.nn.op.ConvolutionGeometry;
import org.convoy.nn.op.PaddingMode;

/** The output of a node with padding of any mode around it. */
final class PaddedInput implements ConvolutionInput {
  /** Batch and channels come before the axes that are padded. */
  private static final int FIRST_AXIS = 2;

  private final PlanBuilder plan;
  private final int node;
  private final String layer;
  private final Layout plain;
  private final Layout padded;
  private final PlaneCopy.Indices sources;
  private final List<Tensor> tensors = new ArrayList<>();

  PaddedInput(PlanBuilder plan, int node, String layer, ConvolutionGeometry geometry) {
    this.plan = plan;
    this.node = node;
    this.layer = layer;
    this.plain = Layout.plain(plan.scope(), plan.dimensions(node));
    this.padded = Layout.plain(plan.scope(), padded(geometry.axes(), plain.dimensions()));
    int[] indices = sources(geometry, plain.dimensions(), padded.dimensions());
    this.sources = plane -> indices;
  }

  private static long[] padded(List<ConvolutionAxis> axes, long[] dimensions) {
    long[] padded = dimensions.clone();
    for (int i = FIRST_AXIS; i < padded.length; i++) {
      padded[i] = axes.get(i - FIRST_AXIS).paddedLength(Math.toIntExact(dimensions[i]));
    }

    return padded;
  }

  /** For each position of a padded plane the one of the plane whose value it has. */
  private static int[] sources(ConvolutionGeometry geometry, long[] plain, long[] padded) {
    int[] sources = {0};
    for (int i = FIRST_AXIS; i < plain.length; i++) {
      int length = Math.toIntExact(plain[i]);
      int paddedLength = Math.toIntExact(padded[i]);
      int before = geometry.axes().get(i - FIRST_AXIS).padding();
      int[] extended = new int[Math.multiplyExact(sources.length, paddedLength)];
      for (int k = 0; k < extended.length; k++) {
        int outer = sources[k / paddedLength];
        int inner = geometry.paddingMode().source(k % paddedLength - before, length);
        boolean isZero = outer == PaddingMode.NOWHERE || inner == PaddingMode.NOWHERE;
        extended[k] = isZero ? PaddingMode.NOWHERE : outer * length + inner;
      }

      sources = extended;
    }

    return sources;
  }

  @Override
  public long[] dimensions() {
    return padded.dimensions();
  }

  @Override
  public Tensor tensor(Layout layout) {
    if (tensors.isEmpty()) {
      tensors.add(PlaneCopy.gather(plan, sources, plan.output(node, plain), padded));
    }

    for (Tensor present : tensors) {
      if (present.layout().sharesBytesWith(layout)) {
        return new Tensor(present.buffer(), layout);
      }
    }

    Tensor reordered = plan.converted(layer, tensors.get(0), layout);
    tensors.add(reordered);
    return reordered;
  }

  @Override
  public void contribute(Tensor gradient) {
    Tensor given = plan.converted(layer, gradient, padded);
    plan.contribute(node, PlaneCopy.scatterAdd(plan, sources, given, plain));
  }
}
