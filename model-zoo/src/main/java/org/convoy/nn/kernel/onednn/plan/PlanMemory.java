package org.convoy.nn.kernel.onednn.plan;

import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native memory that a network's plans share: parameters and gradients, which belong to the
 * caller, the input and the arena, which grow to what the largest plan needs. One plan runs at a
 * time, and nothing in the arena outlives its run.
 */
public final class PlanMemory implements AutoCloseable {
  private static final long ALIGNMENT = 4096;

  private final Map<Buffer.Region, BytePointer> bases = new EnumMap<>(Buffer.Region.class);
  private final Map<Buffer.Region, BytePointer> allocations = new EnumMap<>(Buffer.Region.class);
  private int version;

  /** On the network's flat vectors: direct buffers that stay where they are. */
  public PlanMemory(FloatBuffer parameters, FloatBuffer gradients) {
    bases.put(Buffer.Region.PARAMETERS, new BytePointer(new FloatPointer(parameters)));
    bases.put(Buffer.Region.GRADIENTS, new BytePointer(new FloatPointer(gradients)));
  }

  /**
   * The memory of a batch's input, grown if need be; valid until it grows.
   *
   * @param floats at most {@link org.convoy.nn.kernel.BufferLimit#FLOATS}
   */
  public FloatBuffer input(long floats) {
    require(Buffer.Region.INPUT, floats * Float.BYTES);
    return floats(Buffer.Region.INPUT, 0, floats);
  }

  public void requireArena(long bytes) {
    require(Buffer.Region.ARENA, bytes);
  }

  private void require(Buffer.Region region, long bytes) {
    BytePointer present = allocations.get(region);
    if (present != null && present.capacity() >= bytes + ALIGNMENT) {
      return;
    }

    free(region);
    BytePointer allocation = new BytePointer(bytes + ALIGNMENT);
    allocations.put(region, allocation);
    bases.put(region, allocation.getPointer(paddingOf(allocation)));
    version++;
  }

  private static long paddingOf(Pointer allocation) {
    return (ALIGNMENT - allocation.address() % ALIGNMENT) % ALIGNMENT;
  }

  /** Changes whenever a region moves. */
  public int version() {
    return version;
  }

  public Pointer address(Buffer buffer) {
    return bases.get(buffer.region()).getPointer(buffer.offset());
  }

  public FloatBuffer floats(Tensor tensor) {
    Buffer buffer = tensor.buffer();
    return floats(buffer.region(), buffer.offset(), tensor.layout().bytes() / Float.BYTES);
  }

  private FloatBuffer floats(Buffer.Region region, long offset, long count) {
    // The pointer itself starts there: a position would count towards the 2 GiB of a buffer.
    return bases
        .get(region)
        .getPointer(offset)
        .capacity(count * Float.BYTES)
        .asByteBuffer()
        .asFloatBuffer();
  }

  private void free(Buffer.Region region) {
    BytePointer allocation = allocations.remove(region);
    if (allocation != null) {
      allocation.deallocate();
    }
  }

  @Override
  public void close() {
    free(Buffer.Region.INPUT);
    free(Buffer.Region.ARENA);
  }
}
