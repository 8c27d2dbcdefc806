package org.convoy.nn.op;

/** What a convolution sees beyond the edges of its input; PyTorch's {@code padding_mode}. */
public enum PaddingMode {
  ZEROS,
  /** The input mirrored at its edges, which are not repeated; padding must be shorter than it. */
  REFLECT,
  /** The values at the edges. */
  REPLICATE,
  /** The input's other side; padding may be as long as the input. */
  CIRCULAR;

  /** Stands for a zero among the positions that {@link #source} gives. */
  public static final int NOWHERE = -1;

  /**
   * The mode of a name in lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static PaddingMode of(String name) {
    return SettingName.find(PaddingMode.class, "padding mode", name);
  }

  /** The name in settings. */
  public String settingName() {
    return SettingName.of(this);
  }

  /** The most padding on one side of an axis of this length. */
  public int longest(int length) {
    return switch (this) {
      case ZEROS, REPLICATE -> Integer.MAX_VALUE;
      case REFLECT -> length - 1;
      case CIRCULAR -> length;
    };
  }

  /**
   * The position whose value stands at a position, both counted from the start of an axis of this
   * length; positions before the start are negative. {@link #NOWHERE} for zeros.
   */
  public int source(int position, int length) {
    if (position >= 0 && position < length) {
      return position;
    }

    return switch (this) {
      case ZEROS -> NOWHERE;
      case REFLECT -> position < 0 ? -position : 2 * (length - 1) - position;
      case REPLICATE -> position < 0 ? 0 : length - 1;
      case CIRCULAR -> Math.floorMod(position, length);
    };
  }
}
