package org.convoy.collective;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Vectors one after the other, as if they were one. */
final class Vectors {
  private final FloatBuffer[] parts;
  private final ByteBuffer[] bytes;
  private final long[] starts;

  Vectors(List<ByteBuffer> vectors) {
    parts = new FloatBuffer[vectors.size()];
    bytes = new ByteBuffer[vectors.size()];
    starts = new long[vectors.size() + 1];
    for (int i = 0; i < parts.length; i++) {
      ByteBuffer vector = vectors.get(i);
      if (vector.order() != ByteOrder.nativeOrder()) {
        throw new IllegalArgumentException("vector %d is not in native order".formatted(i));
      }

      bytes[i] = vector.slice().order(ByteOrder.nativeOrder());
      parts[i] = bytes[i].asFloatBuffer();
      starts[i + 1] = starts[i] + parts[i].remaining();
    }
  }

  long length() {
    return starts[parts.length];
  }

  /** Whether sockets can read and write the vectors where they are. */
  boolean areDirect() {
    return Arrays.stream(bytes).allMatch(ByteBuffer::isDirect);
  }

  /** The memory of a stretch, where it is. */
  ByteBuffer[] bytes(long from, int count) {
    List<ByteBuffer> stretches = new ArrayList<>(1);
    forEach(
        from,
        count,
        (vector, offset, done, part) ->
            stretches.add(bytes[vector].slice(offset * Float.BYTES, part * Float.BYTES)));
    return stretches.toArray(ByteBuffer[]::new);
  }

  /** A stretch that lies within one vector. */
  private interface Stretch {
    /**
     * @param vector which one
     * @param offset in that vector
     * @param done how many elements came before, of the stretch of all
     */
    void visit(int vector, int offset, int done, int count);
  }

  void copyTo(long from, int count, FloatBuffer target) {
    forEach(
        from, count, (vector, offset, done, part) -> target.put(done, parts[vector], offset, part));
  }

  void copyFrom(FloatBuffer source, long from, int count) {
    forEach(
        from, count, (vector, offset, done, part) -> parts[vector].put(offset, source, done, part));
  }

  void copyTo(long from, int count, float[] target) {
    forEach(
        from, count, (vector, offset, done, part) -> parts[vector].get(offset, target, done, part));
  }

  void copyFrom(float[] source, long from, int count) {
    forEach(
        from, count, (vector, offset, done, part) -> parts[vector].put(offset, source, done, part));
  }

  void update(SliceUpdate update, long from, int count) {
    if (update != SliceUpdate.NONE) {
      forEach(
          from,
          count,
          (vector, offset, done, part) ->
              update.update(vector, offset, parts[vector].slice(offset, part)));
    }
  }

  private void forEach(long from, int count, Stretch stretch) {
    int done = 0;
    for (int vector = 0; done < count; vector++) {
      long at = from + done - starts[vector];
      if (at < parts[vector].limit()) {
        int part = (int) Math.min(count - done, parts[vector].limit() - at);
        stretch.visit(vector, (int) at, done, part);
        done += part;
      }
    }
  }
}
