package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** One implementation of an operation on given shapes and layouts. */
public record PrimitiveDescription(dnnl_primitive_desc description, String implementation) {
  /** Creates a description at oneDNN's first choice of implementation. */
  public interface Creation extends ToIntFunction<PointerPointer<Pointer>> {}

  /** The cost of an implementation by its name; the least is taken, the earlier of equals. */
  public interface Preference extends ToIntFunction<String> {}

  /** The preferred implementation that is no reference one; null if there is none. */
  public static PrimitiveDescription tryCreate(
      NativeScope scope, String what, Creation creation, Preference preference) {
    int best = bestIndex(what, creation, preference);
    if (best < 0) {
      return null;
    }

    dnnl_primitive_desc description = describe(scope, what, creation);
    for (int i = 0; i < best; i++) {
      NativeScope.check(dnnl.dnnl_primitive_desc_next_impl(description), what);
    }

    return new PrimitiveDescription(description, nameOf(description));
  }

  /** oneDNN's first choice, reference implementations included: a hint for backward passes. */
  public static PrimitiveDescription hint(NativeScope scope, String what, Creation creation) {
    dnnl_primitive_desc description = describe(scope, what, creation);
    return description == null ? null : new PrimitiveDescription(description, nameOf(description));
  }

  private static int bestIndex(String what, Creation creation, Preference preference) {
    List<String> names = implementations(what, creation);
    int best = -1;
    for (int i = 0; i < names.size(); i++) {
      if (!isReference(names.get(i))
          && (best < 0
              || preference.applyAsInt(names.get(i)) < preference.applyAsInt(names.get(best)))) {
        best = i;
      }
    }

    return best;
  }

  private static List<String> implementations(String what, Creation creation) {
    try (NativeScope trial = new NativeScope()) {
      List<String> names = new ArrayList<>();
      dnnl_primitive_desc description = describe(trial, what, creation);
      if (description == null) {
        return names;
      }

      do {
        names.add(nameOf(description));
      } while (dnnl.dnnl_primitive_desc_next_impl(description) == dnnl.dnnl_success);
      return names;
    }
  }

  /** True for the slow generic implementations that oneDNN falls back to without a word. */
  public static boolean isReference(String implementation) {
    return implementation.startsWith("ref") || implementation.contains("ref:");
  }

  private static dnnl_primitive_desc describe(NativeScope scope, String what, Creation creation) {
    return scope.tryCreate(
        what, creation, dnnl_primitive_desc::new, dnnl::dnnl_primitive_desc_destroy);
  }

  private static String nameOf(dnnl_primitive_desc description) {
    try (PointerPointer<Pointer> text = new PointerPointer<>(1)) {
      NativeScope.check(
          dnnl.dnnl_primitive_desc_query(description, dnnl.dnnl_query_impl_info_str, 0, text),
          "a query for the implementation");
      return new BytePointer(text.get(0)).getString();
    }
  }

  /** The layout that an argument must have; its dimensions are for the caller to know. */
  public Layout layoutOf(NativeScope scope, int argument, long... dimensions) {
    dnnl_memory_desc borrowed =
        dnnl.dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_exec_arg_md, argument);
    return Layout.copy(scope, borrowed, dimensions);
  }

  public dnnl_primitive primitive(NativeScope scope) {
    return scope.create(
        implementation,
        address -> dnnl.dnnl_primitive_create(address, description),
        dnnl_primitive::new,
        dnnl::dnnl_primitive_destroy);
  }
}
