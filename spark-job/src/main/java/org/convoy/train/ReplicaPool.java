package org.convoy.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * The idle replicas of this JVM. Building a network costs more than a round of a small one, so task
 * slots reuse them; a task overwrites all of a replica's state before it computes, so its result
 * does not depend on which one it got.
 */
final class ReplicaPool {
  private static final ReplicaPool INSTANCE = new ReplicaPool();

  private final Deque<Replica> idle = new ArrayDeque<>();

  private ReplicaPool() {}

  /**
   * Lends a replica to some work. One whose work failed is closed, not reused; so are idle ones of
   * another spec, which nobody asks for any more.
   */
  static <T> T with(ReplicaSpec spec, Function<Replica, T> work) {
    Replica replica = INSTANCE.borrow(spec);
    boolean reusable = false;
    try {
      T result = work.apply(replica);
      reusable = true;
      return result;
    } finally {
      if (reusable) {
        INSTANCE.giveBack(replica);
      } else {
        replica.close();
      }
    }
  }

  private Replica borrow(ReplicaSpec spec) {
    Replica replica = pollIdle(spec);
    return replica == null ? Replica.create(spec) : replica;
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
