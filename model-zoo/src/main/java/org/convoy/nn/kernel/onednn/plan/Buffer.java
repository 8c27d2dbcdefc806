package org.convoy.nn.kernel.onednn.plan;

/**
 * A stretch of memory. In the arena its place is found when the plan is complete, from the first
 * and the last step that touches it.
 */
public final class Buffer {
  /** The memory that a plan works on. */
  public enum Region {
    ARENA,
    INPUT,
    PARAMETERS,
    GRADIENTS
  }

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

  public static Buffer inArena(long bytes) {
    return new Buffer(Region.ARENA, null, 0, bytes);
  }

  /** At a fixed offset, in bytes, of memory that the caller owns. */
  public static Buffer at(Region region, long offset) {
    return new Buffer(region, null, offset, 0);
  }

  /** The part of this buffer from this offset, in bytes; it lives as long as the whole. */
  public Buffer from(long start) {
    return new Buffer(region, this, start, bytes - start);
  }

  public Region region() {
    return region;
  }

  /** In bytes from the region's start. */
  public long offset() {
    return whole == null ? offset : whole.offset() + offset;
  }

  public long bytes() {
    return bytes;
  }

  public void place(long chosen) {
    offset = chosen;
  }

  public void touch(int step) {
    firstStep = Math.min(firstStep, step);
    lastStep = Math.max(lastStep, step);
    if (whole != null) {
      whole.touch(step);
    }
  }

  public boolean isUsed() {
    return firstStep != UNUSED;
  }

  public boolean livesWith(Buffer other) {
    return firstStep <= other.lastStep && other.firstStep <= lastStep;
  }
}
