package org.convoy.data.codec;

/** What the channels of a decoded image mean. */
public enum ColorMode {
  /** Red, green, blue; gray files are replicated into the three channels. */
  RGB(3),
  /** Luma by ITU-R 601-2, as Pillow's mode {@code L} computes it from red, green and blue. */
  GRAY(1);

  private final int channels;

  ColorMode(int channels) {
    this.channels = channels;
  }

  public int channels() {
    return channels;
  }
}
