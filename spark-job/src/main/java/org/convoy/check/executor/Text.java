package org.convoy.check.executor;

import java.util.Locale;

/** How findings are written. */
public final class Text {
  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;
  private static final long GIB = KIB * MIB;
  private static final long STEP = 64 * MIB;

  private Text() {}

  public static String oneLine(String text) {
    return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Bytes as a person reads them. */
  public static String size(long bytes) {
    if (bytes >= GIB) {
      return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
    }

    return bytes >= MIB ? bytes / MIB + " MiB" : (bytes + KIB - 1) / KIB + " KiB";
  }

  /** At least so many bytes, as Spark and Java take a size. */
  public static String setting(long bytes) {
    return (bytes + STEP - 1) / STEP * (STEP / MIB) + "m";
  }

  /** The number and its noun, which takes an s in the plural. */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
