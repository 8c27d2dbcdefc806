package org.convoy.nn.kernel;

import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.op.SettingName;

/** The numbers that kernels compute with. */
public enum Precision {
  /** Floats of 32 bits. */
  F32(dnnl.dnnl_f32, Float.BYTES),
  /** The upper half of such a float: the same range, eight bits of precision. */
  BF16(dnnl.dnnl_bf16, Short.BYTES);

  private final int code;
  private final int bytes;

  Precision(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /**
   * The precision of a name in lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Precision of(String name) {
    return SettingName.find(Precision.class, "precision", name);
  }

  /** The name in settings. */
  public String settingName() {
    return SettingName.of(this);
  }

  /** Of a number. */
  public int bytes() {
    return bytes;
  }

  /** oneDNN's dnnl_data_type_t. */
  public int code() {
    return code;
  }
}
