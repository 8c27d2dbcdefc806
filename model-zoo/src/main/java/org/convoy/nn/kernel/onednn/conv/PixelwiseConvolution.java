package org.convoy.nn.kernel.onednn.conv;

import java.util.Arrays;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Buffer;
import org.convoy.nn.kernel.onednn.plan.Constant;
import org.convoy.nn.kernel.onednn.plan.Format;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.MatrixProducts;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.Tensor;
import org.convoy.nn.op.Convolution2d;

/**
 * Convolution on small images as matrix products: one for every pair of an output and an input
 * pixel that a kernel position (tap) joins, over the batch and the channels. Direct convolution
 * spends most of its time on the padding there.
 */
final class PixelwiseConvolution {
  private static final int FEWEST_CHANNELS = 128;
  private static final int SMALLEST_BATCH = 16;

  private final PlanBuilder plan;
  private final int node;
  private final PixelPairs pairs;
  private final Precision precision;
  private final long[] in;
  private final long[] out;
  private final Layout input;
  private final Layout output;
  private final Layout inputPixel;
  private final Layout outputPixel;

  PixelwiseConvolution(PlanBuilder plan, int node, Convolution2d geometry) {
    this.plan = plan;
    this.node = node;
    this.in = plan.dimensions(plan.inputOf(node));
    this.out = plan.dimensions(node);
    this.pairs = new PixelPairs(geometry, in, out);
    this.precision = plan.precisions(node).get(0);
    this.input = Format.NHWC.layout(plan.scope(), precision, in);
    this.output = Format.NHWC.layout(plan.scope(), precision, out);
    this.inputPixel = pixelOf(in);
    this.outputPixel = pixelOf(out);
  }

  /** One pixel of all images as a matrix [batch, channels]. */
  private Layout pixelOf(long[] image) {
    long distance = image[1] * image[2] * image[3];
    long[] dimensions = {image[0], image[1]};
    return Layout.strided(plan.scope(), precision, dimensions, new long[] {distance, 1});
  }

  /** True where the weight gradient is faster than by direct convolution, as measured. */
  boolean suitsWeightGradient() {
    return suits(16);
  }

  /** True where the other passes are faster than by direct convolution, as measured. */
  boolean suitsActivations() {
    return precision == Precision.F32 && suits(4) && pairs.inputPixels() <= 4 && seesAllPixels();
  }

  private boolean suits(int mostPixels) {
    return pairs.geometry().groups() == 1
        && pairs.taps() > 1
        && pairs.outputPixels() <= mostPixels
        && Math.min(in[1], out[1]) >= FEWEST_CHANNELS
        && in[0] >= SMALLEST_BATCH;
  }

  /** True if every pixel of either side has a partner, so that every result is written. */
  private boolean seesAllPixels() {
    boolean[] inputs = new boolean[Math.toIntExact(pairs.inputPixels())];
    boolean[] outputs = new boolean[Math.toIntExact(pairs.outputPixels())];
    for (int tap = 0; tap < pairs.taps(); tap++) {
      pairs.ofTap(
          tap,
          (same, from, to) -> {
            inputs[Math.toIntExact(from)] = true;
            outputs[Math.toIntExact(to)] = true;
          });
    }

    return allOf(inputs) && allOf(outputs);
  }

  private static boolean allOf(boolean[] values) {
    for (boolean value : values) {
      if (!value) {
        return false;
      }
    }

    return true;
  }

  private long bytes(long pixel, long channels) {
    return pixel * channels * precision.bytes();
  }

  private Buffer tapOf(Buffer weights, int tap) {
    return weights.from(tap * pairs.tapSize() * Float.BYTES);
  }

  /** All weights as one matrix [out, in] a tap. */
  private Layout tapsOutIn() {
    return taps(in[1], 1);
  }

  /** All weights as one matrix [in, out] a tap. */
  private Layout tapsInOut() {
    return taps(1, out[1]);
  }

  private Layout taps(long outStride, long inStride) {
    long height = pairs.geometry().kernel().height();
    long width = pairs.geometry().kernel().width();
    return Layout.strided(
        plan.scope(),
        new long[] {out[1], in[1], height, width},
        new long[] {outStride, inStride, width * pairs.tapSize(), pairs.tapSize()});
  }

  /** Records the forward pass; {@code bias} may be null. */
  Tensor forward(Tensor weight, Tensor bias) {
    Buffer from = plan.output(plan.inputOf(node), input).buffer();
    Buffer weights = plan.converted(plan.name(node), weight, tapsInOut()).buffer();
    Tensor result = plan.recorder().newTensor(output);
    MatrixProducts products =
        new MatrixProducts(
            plan,
            node,
            "forward",
            inputPixel,
            Layout.plain(plan.scope(), in[1], out[1]),
            outputPixel,
            bias == null ? null : new Tensor(bias.buffer(), Layout.plain(plan.scope(), 1, out[1])));
    for (long pixel = 0; pixel < pairs.outputPixels(); pixel++) {
      MatrixProducts.Sum sum = products.sum(result.buffer().from(bytes(pixel, out[1])));
      pairs.ofOutputPixel(
          pixel, (tap, one, other) -> sum.add(from.from(bytes(one, in[1])), tapOf(weights, tap)));
    }

    return result;
  }

  /** Records the gradient by the input. */
  Tensor backwardData(Tensor weight, Tensor outputGradient) {
    Buffer from = plan.converted(plan.name(node), outputGradient, output).buffer();
    Buffer weights = plan.converted(plan.name(node), weight, tapsOutIn()).buffer();
    Tensor result = plan.recorder().newTensor(input);
    Layout tap = Layout.plain(plan.scope(), out[1], in[1]);
    MatrixProducts products =
        new MatrixProducts(plan, node, "backward data", outputPixel, tap, inputPixel, null);
    for (long pixel = 0; pixel < pairs.inputPixels(); pixel++) {
      MatrixProducts.Sum sum = products.sum(result.buffer().from(bytes(pixel, in[1])));
      pairs.ofInputPixel(
          pixel,
          (position, one, other) ->
              sum.add(from.from(bytes(other, out[1])), tapOf(weights, position)));
    }

    return result;
  }

  /** Records the gradients by the parameters. */
  void backwardWeights(Tensor outputGradient, boolean hasBias) {
    Buffer from = plan.output(plan.inputOf(node), input).buffer();
    Buffer gradient = plan.converted(plan.name(node), outputGradient, output).buffer();
    Layout stacked = Layout.plain(plan.scope(), pairs.taps() * out[1], in[1]);
    Buffer result = plan.recorder().newTensor(stacked).buffer();
    Layout tap = Layout.plain(plan.scope(), out[1], in[1]);
    long distance = out[1] * pairs.outputPixels();
    Layout transposed =
        Layout.strided(
            plan.scope(), precision, new long[] {out[1], out[0]}, new long[] {1, distance});
    MatrixProducts products =
        new MatrixProducts(plan, node, "backward weights", transposed, inputPixel, tap, null);
    for (int i = 0; i < pairs.taps(); i++) {
      MatrixProducts.Sum sum = products.sum(tapOf(result, i));
      pairs.ofTap(
          i,
          (same, one, other) ->
              sum.add(gradient.from(bytes(other, out[1])), from.from(bytes(one, in[1]))));
      if (sum.isEmpty()) {
        // This part of the kernel sees nothing but padding.
        float[] zeros = new float[Math.toIntExact(pairs.tapSize())];
        Constant.record(plan, new Tensor(tapOf(result, i), tap), zeros);
      }
    }

    Tensor flat =
        plan.parameterGradient(
            node,
            0,
            out[1],
            in[1],
            pairs.geometry().kernel().height(),
            pairs.geometry().kernel().width());
    plan.reorder(plan.name(node), new Tensor(result, tapsOutIn()), flat);
    if (hasBias) {
      Layout floats = Format.NHWC.layout(plan.scope(), out);
      backwardBias(plan.converted(plan.name(node), outputGradient, floats).buffer());
    }
  }

  private void backwardBias(Buffer gradient) {
    long rows = out[0] * pairs.outputPixels();
    Layout row = Layout.plain(plan.scope(), 1, rows);
    float[] ones = new float[Math.toIntExact(rows)];
    Arrays.fill(ones, 1);
    int offset = Math.toIntExact(pairs.tapSize() * pairs.taps());
    new MatrixProducts(
            plan,
            node,
            "backward weights",
            row,
            Layout.plain(plan.scope(), rows, out[1]),
            Layout.plain(plan.scope(), 1, out[1]),
            null)
        .sum(plan.parameterGradient(node, offset, 1, out[1]).buffer())
        .add(Constant.record(plan, row, ones).buffer(), gradient);
  }
}
