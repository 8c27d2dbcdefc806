package org.convoy.replica;

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
public final class ReplicaPool {
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
  public static <T> T with(ReplicaSpec spec, Function<Replica, T> work) {
    Loan loan = lend(spec);
    T result;
    try {
      result = work.apply(loan.replica());
    } catch (Throwable e) { // Spark's own are checked ones, which no interface declares.
      loan.discard(e);
      throw e;
    }

    loan.giveBack();
    return result;
  }

  /**
   * As {@link #with}, until the caller gives the replica back or discards it: where the device is a
   * GPU, on this thread.
   */
  public static Loan lend(ReplicaSpec spec) {
    ReplicaPool pool = POOLS.computeIfAbsent(TaskDevice.ofThisTask(), ReplicaPool::new);
    if (!pool.device.isGpu()) {
      return new Loan(pool, pool.borrow(spec));
    }

    pool.only.lock();
    try {
      pool.device.enter();
      return new Loan(pool, pool.borrow(spec));
    } catch (Throwable e) { // As above.
      pool.only.unlock();
      throw e;
    }
  }

  /** A replica that is lent. */
  public record Loan(ReplicaPool pool, Replica replica) {
    /** Lets others have the replica. */
    public void giveBack() {
      pool.giveBack(replica);
      unlock();
    }

    /** Closes the replica, after a failure. */
    public void discard(Throwable failure) {
      try {
        ReplicaPool.close(replica, failure);
      } finally {
        unlock();
      }
    }

    private void unlock() {
      if (pool.device.isGpu()) {
        pool.only.unlock();
      }
    }
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
