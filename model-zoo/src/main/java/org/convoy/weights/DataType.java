package org.convoy.weights;

/** Element types, by safetensors' names. */
public enum DataType {
  BOOL(1),
  U8(1),
  I8(1),
  F8_E5M2(1),
  F8_E4M3(1),
  I16(2),
  U16(2),
  F16(2),
  BF16(2),
  I32(4),
  U32(4),
  F32(4),
  F64(8),
  I64(8),
  U64(8);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** True of the types that hold numbers with fractions and that tensors can be read as. */
  boolean isFloatingPoint() {
    return this == F32 || this == F64 || this == F16 || this == BF16;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
