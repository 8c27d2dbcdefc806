package org.convoy.check.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestVisibleGpus {
  private static final String TWO =
      """
      0, GPU-1111aaaa, NVIDIA A100-SXM4-40GB, 8.0, 40960
      1, GPU-2222bbbb, Tesla T4, 7.5, 15360
      """;

  @Test
  void readsWhatNvidiaSmiSays() {
    VisibleGpus gpus = VisibleGpus.parse(TWO, Map.of());

    assertThat(gpus.gpus())
        .containsExactly(
            new Gpu("NVIDIA A100-SXM4-40GB", 8.0, 40L << 30), new Gpu("Tesla T4", 7.5, 15L << 30));
    assertThat(gpus.numbers()).containsExactly(0, 1);
  }

  /** As CUDA does: numbered anew, up to the first entry that is no GPU. */
  @ParameterizedTest
  @CsvSource({
    "'1', '[Tesla T4]'",
    "'1,0', '[Tesla T4, NVIDIA A100-SXM4-40GB]'",
    "'GPU-2222', '[Tesla T4]'",
    "'0,-1,1', '[NVIDIA A100-SXM4-40GB]'",
    "'', '[]'",
  })
  void heedsCudaVisibleDevices(String variable, String names) {
    VisibleGpus gpus = VisibleGpus.parse(TWO, Map.of("CUDA_VISIBLE_DEVICES", variable));

    assertThat(gpus.gpus().stream().map(Gpu::name).toList()).hasToString(names);
  }

  @Test
  void saysWhatItCannotRead() {
    assertThat(VisibleGpus.parse("Field \"compute_cap\" is not valid\n", Map.of()).failure())
        .isEqualTo("nvidia-smi says Field \"compute_cap\" is not valid");
  }
}
