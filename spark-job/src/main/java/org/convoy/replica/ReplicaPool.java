package org.convoy.replica;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The idle replicas of this JVM on one device. Building a network costs more than a round of a
 * small one, so task slots reuse them; a task overwrites all of a replica's state before it
 * computes, so its result does not depend on which one it got.
 *
 * @param <S> what replicas are built from
 * @param <R> a replica
 */
public final class ReplicaPool<S, R> {
  private static final Map<TaskDevice, ReplicaPool<ReplicaSpec, Replica>> POOLS =
      new ConcurrentHashMap<>();

  private final TaskDevice device;
  private final Function<S, R> build;
  private final Consumer<R> close;
  private final Deque<Loan<S, R>> idle = new ArrayDeque<>();

  /** A GPU holds one replica: a task waits there for one that was killed and has not ended yet. */
  private final ReentrantLock only = new ReentrantLock();

  private ReplicaPool(TaskDevice device, Function<S, R> build, Consumer<R> close) {
    this.device = requireNonNull(device, "device is null");
    this.build = requireNonNull(build, "build is null");
    this.close = requireNonNull(close, "close is null");
  }

  /** A pool of replicas of another kind than Convoy's own, which compute on the CPU. */
  public static <S, R> ReplicaPool<S, R> onCpu(Function<S, R> build, Consumer<R> close) {
    return new ReplicaPool<>(TaskDevice.CPU, build, close);
  }

  private static ReplicaPool<ReplicaSpec, Replica> ofThisTask() {
    return POOLS.computeIfAbsent(
        TaskDevice.ofThisTask(),
        device -> new ReplicaPool<>(device, spec -> Replica.create(spec, device), Replica::close));
  }

  /** As {@link #lendTo}, of a replica on the calling task's device. */
  public static <T> T with(ReplicaSpec spec, Function<Replica, T> work) {
    return ofThisTask().lendTo(spec, work);
  }

  /** As {@link #borrow}, of a replica on the calling task's device. */
  public static Loan<ReplicaSpec, Replica> lend(ReplicaSpec spec) {
    return ofThisTask().borrow(spec);
  }

  /**
   * Lends a replica to some work. One whose work failed is closed, not reused; so are idle ones of
   * other specs when a new one is built, so that there are no more than task slots.
   */
  public <T> T lendTo(S spec, Function<R, T> work) {
    Loan<S, R> loan = borrow(spec);
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
   * Lends a replica until the caller gives it back or discards it: where the device is a GPU, on
   * this thread.
   */
  private Loan<S, R> borrow(S spec) {
    if (!device.isGpu()) {
      return idleOrNew(spec);
    }

    only.lock();
    try {
      device.enter();
      return idleOrNew(spec);
    } catch (Throwable e) { // As above.
      only.unlock();
      throw e;
    }
  }

  /** A replica that is lent. */
  public record Loan<S, R>(ReplicaPool<S, R> pool, S spec, R replica) {
    /** Lets others have the replica. */
    public void giveBack() {
      pool.giveBack(this);
      unlock();
    }

    /** Closes the replica, after a failure. */
    public void discard(Throwable failure) {
      try {
        pool.close.accept(replica);
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
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

  private Loan<S, R> idleOrNew(S spec) {
    Loan<S, R> loan = pollIdle(spec);
    return loan == null ? new Loan<>(this, spec, build.apply(spec)) : loan;
  }

  /** Those of other specs stay while there is one: of trainings side by side, each has its own. */
  private synchronized Loan<S, R> pollIdle(S spec) {
    Optional<Loan<S, R>> found = idle.stream().filter(loan -> loan.spec.equals(spec)).findFirst();
    if (found.isEmpty()) {
      idle.forEach(loan -> close.accept(loan.replica));
      idle.clear();
      return null;
    }

    idle.remove(found.get());
    return found.get();
  }

  private synchronized void giveBack(Loan<S, R> loan) {
    idle.push(loan);
  }
}
