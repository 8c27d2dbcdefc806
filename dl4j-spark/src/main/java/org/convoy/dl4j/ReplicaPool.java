package org.convoy.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The idle replicas of this JVM, so that task slots need not build a network for each round. */
final class ReplicaPool {
  private static final ReplicaPool INSTANCE = new ReplicaPool();

  private final Map<ReplicaSpec, Deque<Replica>> idle = new HashMap<>();

  private ReplicaPool() {}

  /**
   * Lends a replica to some work. One whose work failed is closed, not reused; so are idle ones of
   * another spec.
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
        INSTANCE.giveBack(spec, replica);
      } else {
        replica.close();
      }
    }
  }

  private Replica borrow(ReplicaSpec spec) {
    Replica replica = pollIdle(spec);
    return replica == null ? spec.create() : replica;
  }

  private synchronized Replica pollIdle(ReplicaSpec spec) {
    idle.forEach((other, replicas) -> closeOthers(spec, other, replicas));
    idle.keySet().retainAll(Set.of(spec));
    Deque<Replica> replicas = idle.get(spec);
    return replicas == null ? null : replicas.poll();
  }

  private static void closeOthers(ReplicaSpec spec, ReplicaSpec other, Deque<Replica> replicas) {
    if (!other.equals(spec)) {
      replicas.forEach(Replica::close);
    }
  }

  private synchronized void giveBack(ReplicaSpec spec, Replica replica) {
    idle.computeIfAbsent(spec, unused -> new ArrayDeque<>()).push(replica);
  }
}
