package org.convoy.nn.kernel.onednn;

import java.util.Arrays;
import org.convoy.nn.kernel.Convolution2d;

/**
 * A convolution's weight gradient on small images: for every pair of an output and an input pixel
 * that a kernel position joins, the product of their channels, summed over the batch. Direct
 * convolution spends most of its time on the padding there.
 */
final class PixelwiseWeightGradient {
  private static final int MOST_PIXELS = 16;
  private static final int FEWEST_CHANNELS = 128;
  private static final int SMALLEST_BATCH = 16;
  private static final String PASS = "backward weights";

  private final PlanBuilder plan;
  private final int node;
  private final Convolution2d geometry;
  private final long[] in;
  private final long[] out;

  PixelwiseWeightGradient(PlanBuilder plan, int node, Convolution2d geometry) {
    this.plan = plan;
    this.node = node;
    this.geometry = geometry;
    this.in = plan.dimensions(plan.inputOf(node));
    this.out = plan.dimensions(node);
  }

  /** True where this is faster than direct convolution, as measured. */
  static boolean suits(Convolution2d geometry, long[] in, long[] out) {
    return geometry.groups() == 1
        && geometry.kernel().area() > 1
        && out[2] * out[3] <= MOST_PIXELS
        && Math.min(in[1], out[1]) >= FEWEST_CHANNELS
        && in[0] >= SMALLEST_BATCH;
  }

  void record(Tensor outputGradient, boolean hasBias) {
    Buffer input = plan.output(plan.inputOf(node), Format.NHWC.layout(plan.scope(), in)).buffer();
    Buffer gradient =
        plan.converted(plan.name(node), outputGradient, Format.NHWC.layout(plan.scope(), out))
            .buffer();
    recordWeight(input, gradient);
    if (hasBias) {
      recordBias(gradient);
    }
  }

  private void recordWeight(Buffer input, Buffer gradient) {
    int taps = geometry.kernel().area();
    Layout tap = Layout.plain(plan.scope(), out[1], in[1]);
    Layout stacked = Layout.plain(plan.scope(), taps * out[1], in[1]);
    Tensor result = plan.recorder().newTensor(stacked);
    MatrixProducts products =
        new MatrixProducts(
            plan,
            node,
            PASS,
            Layout.strided(plan.scope(), new long[] {out[1], in[0]}, new long[] {1, size(out)}),
            Layout.strided(plan.scope(), new long[] {in[0], in[1]}, new long[] {size(in), 1}),
            tap);
    for (int i = 0; i < taps; i++) {
      recordTap(
          products, i, input, gradient, new Tensor(result.buffer().from(i * tap.bytes()), tap));
    }

    long height = geometry.kernel().height();
    long width = geometry.kernel().width();
    long area = out[1] * in[1];
    Layout transposed =
        Layout.strided(
            plan.scope(),
            new long[] {out[1], in[1], height, width},
            new long[] {in[1], 1, width * area, area});
    plan.reorder(
        plan.name(node),
        new Tensor(result.buffer(), transposed),
        plan.parameterGradient(node, 0, out[1], in[1], height, width));
  }

  private static long size(long[] dimensions) {
    return dimensions[1] * dimensions[2] * dimensions[3];
  }

  private void recordTap(
      MatrixProducts products, int tap, Buffer input, Buffer gradient, Tensor result) {
    boolean isFirst = true;
    for (int pixel = 0; pixel < out[2] * out[3]; pixel++) {
      long inputPixel = inputPixel(tap, pixel);
      if (inputPixel < 0) {
        continue;
      }

      Buffer left = gradient.from(pixel * out[1] * Float.BYTES);
      Buffer right = input.from(inputPixel * in[1] * Float.BYTES);
      if (isFirst) {
        products.set(left, right, result.buffer());
      } else {
        products.add(left, right, result.buffer());
      }

      isFirst = false;
    }

    if (isFirst) {
      // This part of the kernel sees nothing but padding.
      float[] zeros = new float[Math.toIntExact(out[1] * in[1])];
      Constant.record(plan, result, zeros);
    }
  }

  /** The input pixel that a kernel position joins to an output pixel; -1 for padding. */
  private long inputPixel(int tap, int pixel) {
    long row =
        pixel / out[3] * geometry.stride().height()
            - geometry.padding().height()
            + (long) tap / geometry.kernel().width() * geometry.dilation().height();
    long column =
        pixel % out[3] * geometry.stride().width()
            - geometry.padding().width()
            + (long) tap % geometry.kernel().width() * geometry.dilation().width();
    boolean isInside = row >= 0 && row < in[2] && column >= 0 && column < in[3];
    return isInside ? row * in[3] + column : -1;
  }

  private void recordBias(Buffer gradient) {
    long rows = out[0] * out[2] * out[3];
    Layout row = Layout.plain(plan.scope(), 1, rows);
    Layout result = Layout.plain(plan.scope(), 1, out[1]);
    float[] ones = new float[Math.toIntExact(rows)];
    Arrays.fill(ones, 1);
    int offset = Math.toIntExact(out[1] * in[1] * geometry.kernel().area());
    new MatrixProducts(plan, node, PASS, row, Layout.plain(plan.scope(), rows, out[1]), result)
        .set(
            Constant.record(plan, row, ones).buffer(),
            gradient,
            plan.parameterGradient(node, offset, 1, out[1]).buffer());
  }
}
