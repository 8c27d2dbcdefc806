package org.convoy.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.convoy.nn.op.ConvolutionAxis;
import org.convoy.nn.op.ConvolutionGeometry;
import org.convoy.nn.op.PaddingMode;

/** The padding of a convolution's input that convolutions of libtorch do not make themselves. */
final class BorderPadding {
  private final boolean isZeros;
  private final int[] lengths;
  private final List<ConvolutionAxis> axes;
  private final List<Tensor> sources = new ArrayList<>();

  BorderPadding(Site site, ConvolutionGeometry geometry) {
    isZeros = geometry.paddingMode() == PaddingMode.ZEROS;
    axes = geometry.axes();
    lengths = site.inputShape().stream().skip(1).mapToInt(Integer::intValue).toArray();
    for (int axis = 0; axis < lengths.length && !isZeros; axis++) {
      sources.add(sources(axis, geometry.paddingMode()));
    }
  }

  /** Where each position of a padded axis takes its value. */
  private Tensor sources(int axis, PaddingMode mode) {
    int length = lengths[axis];
    int before = axes.get(axis).padding();
    long[] positions =
        LongStream.range(0, axes.get(axis).paddedLength(length))
            .map(position -> mode.source((int) position - before, length))
            .toArray();
    Tensor indices = torch.zeros(positions.length).to(ScalarType.Long);
    try (LongPointer memory = indices.data_ptr_long()) {
      memory.put(positions);
    }

    return indices;
  }

  Tensor forward(Tensor input) {
    if (isZeros) {
      return torch.constant_pad_nd(input, around(1));
    }

    Tensor padded = input;
    for (int axis = 0; axis < lengths.length; axis++) {
      padded = padded.index_select(2 + axis, sources.get(axis));
    }

    return padded;
  }

  Tensor backward(Tensor gradient) {
    if (isZeros) {
      return torch.constant_pad_nd(gradient, around(-1));
    }

    Tensor sums = gradient;
    for (int axis = lengths.length - 1; axis >= 0; axis--) {
      long[] shape = Shape.of(sums);
      shape[2 + axis] = lengths[axis];
      sums = torch.zeros(shape, sums.options()).index_add_(2 + axis, sources.get(axis), sums);
    }

    return sums;
  }

  /** Before and after each axis, from the last one on; what is negative is cut off. */
  private long[] around(int sign) {
    long[] around = new long[2 * axes.size()];
    for (int axis = 0; axis < axes.size(); axis++) {
      int place = 2 * (axes.size() - 1 - axis);
      around[place] = (long) sign * axes.get(axis).padding();
      around[place + 1] = (long) sign * axes.get(axis).paddingAfter();
    }

    return around;
  }
}
