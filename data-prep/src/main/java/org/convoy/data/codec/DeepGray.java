package org.convoy.data.codec;

/** What becomes of gray samples of more than 8 bits. */
public enum DeepGray {
  /** Levels above 255 become 255, as Pillow's {@code convert} has it. */
  CLIP,
  /** The upper 8 bits are taken. */
  SCALE;

  /**
   * One sample as a level.
   *
   * @param sample 0…65535
   * @return 0…255
   */
  int level(int sample) {
    return this == SCALE ? sample >>> Byte.SIZE : Math.min(sample, 255);
  }
}
