package org.convoy.nn.kernel.onednn;

/**
 * A stretch of memory. In the arena its place is found when the plan is complete, from the first
 * and the last step that touches it.
 */
final class Buffer {
  private static final int UNUSED = Integer.MAX_VALUE;

  private final Region region;
  private final Buffer whole;
  private final long bytes;
  private long offset;
  private int firstStep = UNUSED;
  private int lastStep = -1;

  private Buffer(Region region, Buffer whole, long offset, long bytes) {
    this.region = region;
    this.whole = whole;
    this.offset = offset;
    this.bytes = bytes;
  }

  static Buffer inArena(long bytes) {
    return new Buffer(Region.ARENA, null, 0, bytes);
  }

  /** At a fixed offset, in bytes, of memory that the caller owns. */
  static Buffer at(Region region, long offset) {
    return new Buffer(region, null, offset, 0);
  }

  /** The part of this buffer from this offset, in bytes; it lives as long as the whole. */
  Buffer from(long start) {
    return new Buffer(region, this, start, bytes - start);
  }

  Region region() {
    return region;
  }

  /** In bytes from the region's start. */
  long offset() {
    return whole == null ? offset : whole.offset() + offset;
  }

  long bytes() {
    return bytes;
  }

  void place(long chosen) {
    offset = chosen;
  }

  void touch(int step) {
    firstStep = Math.min(firstStep, step);
    lastStep = Math.max(lastStep, step);
    if (whole != null) {
      whole.touch(step);
    }
  }

  boolean isUsed() {
    return firstStep != UNUSED;
  }

  boolean livesWith(Buffer other) {
    return firstStep <= other.lastStep && other.firstStep <= lastStep;
  }
}
