package org.convoy.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The idle replicas of this JVM on one device. Building a network costs more than a round of a
 * small one, so task slots reuse them; a task overwrites all of a replica's state before it
 * computes, so its result does not depend on which one it got.
 */
final class ReplicaPool {
  private static final Map<TaskDevice, ReplicaPool> POOLS = new ConcurrentHashMap<>();

  private final TaskDevice device;
  private final Deque<Replica> idle = new ArrayDeque<>();

  /** A GPU holds one replica: a task waits there for one that was killed and has not ended yet. */
  private final ReentrantLock only = new ReentrantLock();

  private ReplicaPool(TaskDevice device) {
    this.device = device;
  }

  /**
   * Lends a replica on the calling task's device to some work. One whose work failed is closed, not
   * reused; so are idle ones of another spec, which nobody asks for any more.
   */
  static <T> T with(ReplicaSpec spec, Function<Replica, T> work) {
    ReplicaPool pool = POOLS.computeIfAbsent(TaskDevice.ofThisTask(), ReplicaPool::new);
    return pool.device.isGpu() ? pool.lendAlone(spec, work) : pool.lend(spec, work);
  }

  private <T> T lendAlone(ReplicaSpec spec, Function<Replica, T> work) {
    only.lock();
    try {
      device.enter();
      return lend(spec, work);
    } finally {
      only.unlock();
    }
  }

  private <T> T lend(ReplicaSpec spec, Function<Replica, T> work) {
    Replica replica = borrow(spec);
    T result;
    try {
      result = work.apply(replica);
    } catch (Throwable e) { // Spark's own are checked ones, which no interface declares.
      close(replica, e);
      throw e;
    }

    giveBack(replica);
    return result;
  }

  private static void close(Replica replica, Throwable failure) {
    try {
      replica.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Replica borrow(ReplicaSpec spec) {
    Replica replica = pollIdle(spec);
    return replica == null ? Replica.create(spec, device) : replica;
  }

  private synchronized Replica pollIdle(ReplicaSpec spec) {
    while (!idle.isEmpty()) {
      Replica replica = idle.poll();
      if (replica.spec().equals(spec)) {
        return replica;
      }

      replica.close();
    }

    return null;
  }

  private synchronized void giveBack(Replica replica) {
    idle.push(replica);
  }
}
