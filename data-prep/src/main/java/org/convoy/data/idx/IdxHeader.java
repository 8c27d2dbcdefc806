package org.convoy.data.idx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Head of an IDX file: dimensions of an array of unsigned bytes, the number of items first.
 *
 * @param dimensions each at least 1
 */
record IdxHeader(List<Integer> dimensions) {
  /** Two zero bytes, type 0x08 (unsigned byte), number of dimensions. */
  private static final int MAGIC = 0x0800;

  IdxHeader {
    dimensions = List.copyOf(dimensions);
  }

  static IdxHeader of(int... dimensions) {
    return new IdxHeader(Arrays.stream(dimensions).boxed().toList());
  }

  static int magic(int dimensions) {
    return MAGIC | dimensions;
  }

  static int bytes(int dimensions) {
    return Integer.BYTES * (1 + dimensions);
  }

  int items() {
    return dimensions.get(0);
  }

  /** Bytes of one item; an item that exceeds a long saturates. */
  long itemBytes() {
    return saturatedProduct(dimensions.subList(1, dimensions.size()));
  }

  /** Bytes that follow the header. */
  long contentBytes() {
    return saturatedProduct(dimensions);
  }

  /** The header as it stands in the file. */
  byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(bytes(dimensions.size()));
    buffer.putInt(magic(dimensions.size()));
    dimensions.forEach(buffer::putInt);
    return buffer.array();
  }

  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  private static long saturatedProduct(List<Integer> factors) {
    long product = 1;

    for (int factor : factors) {
      product =
          Math.multiplyHigh(product, factor) == 0 && product * factor >= 0
              ? product * factor
              : Long.MAX_VALUE;
    }

    return product;
  }
}
