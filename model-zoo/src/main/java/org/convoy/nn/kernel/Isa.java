package org.convoy.nn.kernel;

import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.dnnl.global.dnnl;

/** The largest instruction set that oneDNN may use; results depend on it in their last bits. */
public enum Isa {
  /** What the machine has, or what the environment variable ONEDNN_MAX_CPU_ISA says. */
  AUTO(dnnl.dnnl_cpu_isa_default),
  SSE41(dnnl.dnnl_cpu_isa_sse41),
  AVX(dnnl.dnnl_cpu_isa_avx),
  AVX2(dnnl.dnnl_cpu_isa_avx2),
  AVX512_CORE(dnnl.dnnl_cpu_isa_avx512_core);

  private final int code;

  Isa(int code) {
    this.code = code;
  }

  /**
   * The instruction set of a name in lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Isa of(String name) {
    for (Isa isa : values()) {
      if (isa.settingName().equals(name)) {
        return isa;
      }
    }

    throw new IllegalArgumentException(
        "Unknown instruction set \""
            + name
            + "\"; known are "
            + Arrays.stream(values()).map(Isa::settingName).toList());
  }

  /** The name in settings. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }

  int code() {
    return code;
  }
}
