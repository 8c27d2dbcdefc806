package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds places for buffers: those that live at the same time do not overlap. */
public final class Arena {
  private static final long ALIGNMENT = 256;

  private Arena() {}

  /** Places the buffers, the largest first at the lowest free offset; returns the bytes needed. */
  public static long place(List<Buffer> buffers) {
    List<Buffer> order = new ArrayList<>(buffers.stream().filter(Buffer::isUsed).toList());
    order.sort(Comparator.comparingLong(Buffer::bytes).reversed());
    List<Buffer> placed = new ArrayList<>();
    long size = 0;
    for (Buffer buffer : order) {
      buffer.place(lowestFree(buffer, placed));
      placed.add(buffer);
      size = Math.max(size, end(buffer));
    }

    return size;
  }

  private static long lowestFree(Buffer buffer, List<Buffer> placed) {
    List<Buffer> obstacles = new ArrayList<>(placed.stream().filter(buffer::livesWith).toList());
    obstacles.sort(Comparator.comparingLong(Buffer::offset));
    long offset = 0;
    for (Buffer obstacle : obstacles) {
      if (obstacle.offset() >= offset + buffer.bytes()) {
        break;
      }

      offset = Math.max(offset, end(obstacle));
    }

    return offset;
  }

  private static long end(Buffer buffer) {
    return (buffer.offset() + buffer.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
