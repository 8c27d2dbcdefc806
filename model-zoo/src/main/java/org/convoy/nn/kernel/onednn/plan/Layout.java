package org.convoy.nn.kernel.onednn.plan;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.IntPointer;
import org.convoy.nn.kernel.Precision;

/** Dimensions of a tensor, how they lie in memory, and the numbers they are. */
public final class Layout {
  private final long[] dimensions;
  private final dnnl_memory_desc description;
  private final Format format;
  private final Precision precision;

  private Layout(
      long[] dimensions, dnnl_memory_desc description, Format format, Precision precision) {
    this.dimensions = dimensions;
    this.description = description;
    this.format = format;
    this.precision = precision;
  }

  /** A batch of images or volumes. */
  public static Layout of(
      NativeScope scope, Format format, Precision precision, long... dimensions) {
    dnnl_memory_desc description =
        describe(scope, format.tag(dimensions.length), precision, dimensions);
    return new Layout(dimensions, description, format, precision);
  }

  private static dnnl_memory_desc describe(
      NativeScope scope, int tag, Precision precision, long... dimensions) {
    return scope.create(
        "a memory description",
        address ->
            dnnl.dnnl_memory_desc_create_with_tag(
                address, dimensions.length, dimensions, precision.code(), tag),
        dnnl_memory_desc::new,
        dnnl::dnnl_memory_desc_destroy);
  }

  /** Row-major floats. */
  public static Layout plain(NativeScope scope, long... dimensions) {
    return plain(scope, Precision.F32, dimensions);
  }

  /** Row-major. */
  public static Layout plain(NativeScope scope, Precision precision, long... dimensions) {
    int tag =
        switch (dimensions.length) {
          case 1 -> dnnl.dnnl_a;
          case 2 -> dnnl.dnnl_ab;
          case 3 -> dnnl.dnnl_abc;
          case 4 -> dnnl.dnnl_abcd;
          case 5 -> dnnl.dnnl_abcde;
          case 6 -> dnnl.dnnl_abcdef;
          default -> throw new IllegalArgumentException("No tensors of rank " + dimensions.length);
        };
    return new Layout(dimensions, describe(scope, tag, precision, dimensions), null, precision);
  }

  /** As the other, of floats. */
  public static Layout strided(NativeScope scope, long[] dimensions, long[] strides) {
    return strided(scope, Precision.F32, dimensions, strides);
  }

  /** By the distance, in elements, between neighbours of each dimension. */
  public static Layout strided(
      NativeScope scope, Precision precision, long[] dimensions, long[] strides) {
    dnnl_memory_desc description =
        scope.create(
            "a memory description",
            address ->
                dnnl.dnnl_memory_desc_create_with_strides(
                    address, dimensions.length, dimensions, precision.code(), strides),
            dnnl_memory_desc::new,
            dnnl::dnnl_memory_desc_destroy);
    return new Layout(dimensions, description, null, precision);
  }

  /** A part of a tensor of this layout, in place: these dimensions from this corner on. */
  public Layout part(NativeScope scope, long[] partDimensions, long[] corner) {
    dnnl_memory_desc part =
        scope.create(
            "a memory description",
            address ->
                dnnl.dnnl_memory_desc_create_submemory(
                    address, description, partDimensions, corner),
            dnnl_memory_desc::new,
            dnnl::dnnl_memory_desc_destroy);
    return new Layout(partDimensions, part, null, precision);
  }

  /** Floats, left to the primitive. */
  public static Layout any(NativeScope scope, long... dimensions) {
    return any(scope, Precision.F32, dimensions);
  }

  /** Left to the primitive. */
  public static Layout any(NativeScope scope, Precision precision, long... dimensions) {
    int tag = dnnl.dnnl_format_tag_any;
    return new Layout(dimensions, describe(scope, tag, precision, dimensions), null, precision);
  }

  /** A copy of a description that belongs to another object. */
  public static Layout copy(NativeScope scope, dnnl_memory_desc borrowed, long... dimensions) {
    dnnl_memory_desc description =
        scope.create(
            "a memory description",
            address -> dnnl.dnnl_memory_desc_clone(address, borrowed),
            dnnl_memory_desc::new,
            dnnl::dnnl_memory_desc_destroy);
    return new Layout(dimensions, description, null, precisionOf(description));
  }

  /** Of scratchpads and workspaces, which are bytes, F32. */
  private static Precision precisionOf(dnnl_memory_desc description) {
    try (IntPointer type = new IntPointer(1)) {
      NativeScope.check(
          dnnl.dnnl_memory_desc_query(description, dnnl.dnnl_query_data_type, type),
          "a query for the data type");
      return type.get() == Precision.BF16.code() ? Precision.BF16 : Precision.F32;
    }
  }

  public Precision precision() {
    return precision;
  }

  public dnnl_memory_desc description() {
    return description;
  }

  public long[] dimensions() {
    return dimensions;
  }

  public long bytes() {
    return dnnl.dnnl_memory_desc_get_size(description);
  }

  /** True if the same bytes mean the same values in the other layout of the same dimensions. */
  public boolean sharesBytesWith(Layout other) {
    return isSameAs(other)
        || (precision == other.precision && isPixelByPixel() && other.isPixelByPixel());
  }

  /** All of a pixel's channels side by side: NHWC, and blocks that hold all channels exactly. */
  private boolean isPixelByPixel() {
    return format != null && format.isPixelByPixel(dimensions[1]);
  }

  public boolean isSameAs(Layout other) {
    return dnnl.dnnl_memory_desc_equal(description, other.description) != 0;
  }
}
