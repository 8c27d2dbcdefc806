package org.convoy.nn.kernel;

import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.op.SettingName;

/** The largest instruction set that oneDNN may use; results depend on it in their last bits. */
public enum Isa {
  /** What the machine has, or what the environment variable ONEDNN_MAX_CPU_ISA says. */
  AUTO(dnnl.dnnl_cpu_isa_default),
  SSE41(dnnl.dnnl_cpu_isa_sse41),
  AVX(dnnl.dnnl_cpu_isa_avx),
  AVX2(dnnl.dnnl_cpu_isa_avx2),
  AVX512_CORE(dnnl.dnnl_cpu_isa_avx512_core),
  /** With products of {@link Precision#BF16} numbers: Cooper Lake, Zen 4 and later. */
  AVX512_CORE_BF16(dnnl.dnnl_cpu_isa_avx512_core_bf16),
  /** With products of matrices of such numbers: Sapphire Rapids and later. */
  AVX512_CORE_AMX(dnnl.dnnl_cpu_isa_avx512_core_amx);

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
    return SettingName.find(Isa.class, "instruction set", name);
  }

  /** The name in settings. */
  public String settingName() {
    return SettingName.of(this);
  }

  /** Whether it multiplies numbers of this precision itself. */
  public boolean computes(Precision precision) {
    return precision == Precision.F32 || this == AVX512_CORE_BF16 || this == AVX512_CORE_AMX;
  }

  int code() {
    return code;
  }
}
