package org.convoy.nn.kernel;

import java.util.Arrays;
import java.util.Locale;

/** Which native library does the arithmetic. */
public enum Backend {
  /** oneDNN where it loads and can run the network, else ND4J. */
  AUTO,
  /** oneDNN primitives, planned ahead; fails where they cannot run the network. */
  ONEDNN,
  /** ND4J's operations, layer by layer. */
  ND4J;

  /**
   * The backend of a name in lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Backend of(String name) {
    for (Backend backend : values()) {
      if (backend.settingName().equals(name)) {
        return backend;
      }
    }

    throw new IllegalArgumentException(
        "Unknown kernel backend \""
            + name
            + "\"; known are "
            + Arrays.stream(values()).map(Backend::settingName).toList());
  }

  /** The name in settings. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
