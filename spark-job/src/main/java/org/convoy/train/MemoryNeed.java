package org.convoy.train;

import static java.util.Objects.requireNonNull;

/**
 * The memory that a run takes, in bytes, going by its network and its batches.
 *
 * @param parameters one flat vector of parameters and running statistics
 * @param optimizer the optimizer's state
 * @param working a replica's input, activations and their gradients
 * @param kernels compiled code and the like, which the replicas of a process share
 * @param batchSetting the key of the batch that takes the most; empty where it cannot be smaller
 * @param heap what the Java heaps hold
 */
public record MemoryNeed(
    long parameters,
    long optimizer,
    long working,
    long kernels,
    String batchSetting,
    HeapNeed heap) {
  public MemoryNeed {
    requireNonNull(batchSetting, "batchSetting is null");
    requireNonNull(heap, "heap is null");
  }

  /** A model as it is kept and sent: parameters and optimizer state. */
  public long state() {
    return parameters + optimizer;
  }

  /** The flat vectors of a replica: parameters, gradients, optimizer state. */
  public long vectors() {
    return 2 * parameters + optimizer;
  }

  /** All of a replica, outside the heap. */
  public long replica() {
    return vectors() + working;
  }

  /** All of the replicas of a process, outside the heap. */
  public long replicas(int count) {
    return replica() * count + kernels;
  }

  /** The same of a replica that lies elsewhere, on a GPU. */
  public MemoryNeed withoutWorking() {
    return new MemoryNeed(parameters, optimizer, 0, 0, batchSetting, heap);
  }
}
