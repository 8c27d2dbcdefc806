package org.convoy.nn.kernel;

import org.convoy.nn.op.SettingName;

/** Which native library does the arithmetic. */
public enum Backend {
  /** oneDNN where it loads and can run the network, else ND4J. */
  AUTO,
  /** oneDNN primitives, planned ahead; fails where they cannot run the network. */
  ONEDNN,
  /** ND4J's operations, layer by layer. */
  ND4J,
  /** libtorch's operators, PyTorch's own, which a jar of its own brings. */
  LIBTORCH;

  /**
   * The backend of a name in lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Backend of(String name) {
    return SettingName.find(Backend.class, "kernel backend", name);
  }

  /** The name in settings. */
  public String settingName() {
    return SettingName.of(this);
  }
}
