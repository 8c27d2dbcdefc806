package org.convoy.collective;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Native memory for one payload, as bytes and as floats. */
record Chunk(ByteBuffer bytes, FloatBuffer floats) {
  private static Chunk allocate(int bytes) {
    ByteBuffer memory = NativeMemory.allocate(bytes);
    return new Chunk(memory, memory.asFloatBuffer());
  }

  /** Its first bytes. */
  ByteBuffer first(int length) {
    return bytes.clear().limit(length);
  }

  /** Those that are not in use, made when there is none, freed all together. */
  static final class Pool implements AutoCloseable {
    private final int bytes;
    private final Deque<Chunk> idle = new ArrayDeque<>();

    Pool(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    Chunk take() {
      Chunk chunk = idle.poll();
      return chunk == null ? allocate(bytes) : chunk;
    }

    void giveBack(Chunk chunk) {
      idle.push(chunk); // the one whose memory is in the caches comes first
    }

    @Override
    public void close() {
      while (!idle.isEmpty()) {
        NativeMemory.free(idle.pop().bytes());
      }
    }
  }
}
