package org.convoy.nn.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.NativeScope;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestPrimitiveDescription {
  @BeforeAll
  static void loadOneDnn() {
    KernelBackend.resolve(KernelChoice.of(Backend.ONEDNN));
  }

  /** oneDNN pools with gaps in its reference implementation only. */
  @Test
  void isNoReferenceImplementation() {
    try (NativeScope scope = new NativeScope()) {
      assertThat(PrimitiveDescription.hint(scope, "a pool", pooling(scope, 1)).implementation())
          .matches(PrimitiveDescription::isReference);
      assertThat(pool(scope, 1)).isNull();
      assertThat(pool(scope, 0).implementation())
          .matches(name -> !PrimitiveDescription.isReference(name));
    }
  }

  private static PrimitiveDescription pool(NativeScope scope, long gap) {
    return PrimitiveDescription.tryCreate(scope, "a pool", pooling(scope, gap), name -> 0);
  }

  private static PrimitiveDescription.Creation pooling(NativeScope scope, long gap) {
    Layout input = Layout.plain(scope, 1, 2, 6, 6);
    long output = 4 - 2 * gap;
    Layout pooled = Layout.plain(scope, 1, 2, output, output);
    return address ->
        dnnl.dnnl_pooling_forward_primitive_desc_create(
            address,
            Engine.CPU,
            dnnl.dnnl_forward_training,
            dnnl.dnnl_pooling_max,
            input.description(),
            pooled.description(),
            new long[] {1, 1},
            new long[] {3, 3},
            new long[] {gap, gap},
            new long[] {0, 0},
            new long[] {0, 0},
            Attributes.plain(scope));
  }
}
