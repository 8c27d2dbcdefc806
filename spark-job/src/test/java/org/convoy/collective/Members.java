package org.convoy.collective;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The members of a group, as threads of this process: what each does, all at the same time. */
final class Members {
  static final GroupSettings SETTINGS =
      new GroupSettings(
          "secret of one group only".getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(20));

  private Members() {}

  /** What a member does in its group. */
  interface Part<T> {
    T play(ProcessGroup group) throws Exception;
  }

  /** All that came of it, by rank: a result, or the exception of the part. */
  static <T> List<Object> outcomes(int size, GroupSettings settings, Part<T> part)
      throws InterruptedException {
    List<Rendezvous> rendezvous = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      rendezvous.add(Rendezvous.open(InetAddress.getLoopbackAddress(), settings));
    }

    List<InetSocketAddress> addresses = rendezvous.stream().map(Rendezvous::address).toList();
    List<Callable<T>> members = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      int own = rank;
      members.add(
          () -> {
            try (ProcessGroup group = rendezvous.get(own).join(addresses, own)) {
              return part.play(group);
            }
          });
    }

    return outcomes(members);
  }

  /** What each of these gives, all at the same time. */
  static <T> List<Object> outcomes(List<Callable<T>> members) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(members.size());
    try {
      List<Object> outcomes = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(members)) {
        try {
          outcomes.add(future.get());
        } catch (ExecutionException e) {
          outcomes.add(e.getCause());
        }
      }

      return outcomes;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  /** What each member's part gave; fails if one of them failed. */
  @SuppressWarnings("unchecked")
  static <T> List<T> results(int size, GroupSettings settings, Part<T> part)
      throws InterruptedException {
    List<Object> outcomes = outcomes(size, settings, part);
    for (Object outcome : outcomes) {
      if (outcome instanceof Throwable failure) {
        throw new AssertionError("a member failed", failure);
      }
    }

    return (List<T>) outcomes;
  }
}
