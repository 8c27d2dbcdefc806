package org.convoy.nn.kernel.onednn.plan;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/** Attributes of primitives. Scratchpads always come from the plan. */
public final class Attributes {
  private Attributes() {}

  public static dnnl_primitive_attr plain(NativeScope scope) {
    dnnl_primitive_attr attributes =
        scope.create(
            "primitive attributes",
            dnnl::dnnl_primitive_attr_create,
            dnnl_primitive_attr::new,
            dnnl::dnnl_primitive_attr_destroy);
    NativeScope.check(
        dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user),
        "the scratchpad mode");
    NativeScope.check(
        dnnl.dnnl_primitive_attr_set_deterministic(attributes, 1), "the deterministic mode");
    return attributes;
  }

  /** The result is added to what is there. */
  public static dnnl_primitive_attr accumulating(NativeScope scope) {
    dnnl_primitive_attr attributes = plain(scope);
    dnnl_post_ops operations = postOperations(scope);
    NativeScope.check(
        dnnl.dnnl_post_ops_append_sum(operations, 1, 0, dnnl.dnnl_data_type_undef),
        "a sum post-operation");
    NativeScope.check(
        dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "post-operations");
    return attributes;
  }

  private static dnnl_post_ops postOperations(NativeScope scope) {
    return scope.create(
        "post-operations",
        dnnl::dnnl_post_ops_create,
        dnnl_post_ops::new,
        dnnl::dnnl_post_ops_destroy);
  }

  /** The result goes through a ReLU. */
  public static dnnl_primitive_attr rectified(NativeScope scope) {
    return elementwise(scope, dnnl.dnnl_eltwise_relu, 0);
  }

  /** The result is multiplied by this. */
  public static dnnl_primitive_attr scaled(NativeScope scope, float factor) {
    return elementwise(scope, dnnl.dnnl_eltwise_linear, factor);
  }

  private static dnnl_primitive_attr elementwise(NativeScope scope, int algorithm, float alpha) {
    dnnl_primitive_attr attributes = plain(scope);
    dnnl_post_ops operations = postOperations(scope);
    NativeScope.check(
        dnnl.dnnl_post_ops_append_eltwise(operations, algorithm, alpha, 0),
        "an element-wise post-operation");
    NativeScope.check(
        dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "post-operations");
    return attributes;
  }
}
