package org.convoy.libtorch;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Shapes of tensors. */
final class Shape {
  private Shape() {}

  static long[] of(Tensor tensor) {
    return LongStream.range(0, tensor.dim()).map(tensor::size).toArray();
  }

  /** All dimensions but the batch and the channels as one: [batch, channels, pixels]. */
  static Tensor planes(Tensor tensor) {
    return tensor.reshape(tensor.size(0), tensor.size(1), -1);
  }

  /** [1, channels, 1, …]: as many dimensions as the tensor, to go with its channels. */
  static long[] perChannel(Tensor tensor) {
    long[] shape = new long[(int) tensor.dim()];
    Arrays.fill(shape, 1);
    shape[1] = tensor.size(1);
    return shape;
  }

  /** With its values in the order of its dimensions. */
  static Tensor contiguous(Tensor tensor) {
    return tensor.contiguous(MemoryFormat.Contiguous);
  }

  /** Zeros like a tensor, in its format. */
  static Tensor zeros(Tensor like) {
    return torch.zeros_like(like);
  }
}
