package org.convoy.data.codec;

/**
 * Memory that one image takes while it is decoded, in bytes, going by its header; beside it a few
 * rows and the file itself.
 *
 * @param heap of Java
 * @param outside of it, by native decoders
 */
public record DecodingMemory(long heap, long outside) {
  public static final DecodingMemory NONE = new DecodingMemory(0, 0);

  /** The greater of both, each. */
  public DecodingMemory max(DecodingMemory other) {
    return new DecodingMemory(Math.max(heap, other.heap), Math.max(outside, other.outside));
  }

  DecodingMemory plusHeap(long bytes) {
    return new DecodingMemory(heap + bytes, outside);
  }
}
