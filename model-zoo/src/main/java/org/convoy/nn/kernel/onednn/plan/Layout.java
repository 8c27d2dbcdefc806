package org.convoy.nn.kernel.onednn.plan;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/** Dimensions of a float tensor and how they lie in memory. */
public final class Layout {
  private final long[] dimensions;
  private final dnnl_memory_desc description;
  private final Format format;

  private Layout(long[] dimensions, dnnl_memory_desc description, Format format) {
    this.dimensions = dimensions;
    this.description = description;
    this.format = format;
  }

  /** A batch of images or volumes. */
  public static Layout of(NativeScope scope, Format format, long... dimensions) {
    return new Layout(
        dimensions, describe(scope, format.tag(dimensions.length), dimensions), format);
  }

  /** A layout by oneDNN's format tag. */
  private static Layout of(NativeScope scope, int tag, long... dimensions) {
    return new Layout(dimensions, describe(scope, tag, dimensions), null);
  }

  private static dnnl_memory_desc describe(NativeScope scope, int tag, long... dimensions) {
    return scope.create(
        "a memory description",
        address ->
            dnnl.dnnl_memory_desc_create_with_tag(
                address, dimensions.length, dimensions, dnnl.dnnl_f32, tag),
        dnnl_memory_desc::new,
        dnnl::dnnl_memory_desc_destroy);
  }

  /** Row-major. */
  public static Layout plain(NativeScope scope, long... dimensions) {
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
    return of(scope, tag, dimensions);
  }

  /** By the distance, in elements, between neighbours of each dimension. */
  public static Layout strided(NativeScope scope, long[] dimensions, long[] strides) {
    dnnl_memory_desc description =
        scope.create(
            "a memory description",
            address ->
                dnnl.dnnl_memory_desc_create_with_strides(
                    address, dimensions.length, dimensions, dnnl.dnnl_f32, strides),
            dnnl_memory_desc::new,
            dnnl::dnnl_memory_desc_destroy);
    return new Layout(dimensions, description, null);
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
    return new Layout(partDimensions, part, null);
  }

  /** Left to the primitive. */
  public static Layout any(NativeScope scope, long... dimensions) {
    return of(scope, dnnl.dnnl_format_tag_any, dimensions);
  }

  /** A copy of a description that belongs to another object. */
  public static Layout copy(NativeScope scope, dnnl_memory_desc borrowed, long... dimensions) {
    dnnl_memory_desc description =
        scope.create(
            "a memory description",
            address -> dnnl.dnnl_memory_desc_clone(address, borrowed),
            dnnl_memory_desc::new,
            dnnl::dnnl_memory_desc_destroy);
    return new Layout(dimensions, description, null);
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
    return isSameAs(other) || (isPixelByPixel() && other.isPixelByPixel());
  }

  /** All of a pixel's channels side by side: NHWC, and blocks that hold all channels exactly. */
  private boolean isPixelByPixel() {
    return format != null && format.isPixelByPixel(dimensions[1]);
  }

  public boolean isSameAs(Layout other) {
    return dnnl.dnnl_memory_desc_equal(description, other.description) != 0;
  }
}
