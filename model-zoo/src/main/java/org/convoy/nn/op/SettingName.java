package org.convoy.nn.op;

import java.util.Arrays;
import java.util.Locale;

/** The constants of an enum as settings name them: in lower case. */
public final class SettingName {
  private SettingName() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant of a name.
   *
   * @param what the enum is, for the message
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static <E extends Enum<E>> E find(Class<E> kind, String what, String name) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(constant -> of(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown %s \"%s\"; known are %s"
                        .formatted(
                            what,
                            name,
                            Arrays.stream(kind.getEnumConstants()).map(SettingName::of).toList())));
  }
}
