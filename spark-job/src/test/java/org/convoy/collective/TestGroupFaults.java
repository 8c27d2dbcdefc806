package org.convoy.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A member that fails the others: all fail in seconds, name it, and leave nothing behind. */
final class TestGroupFaults {
  private static final double[] THIRDS = {1.0 / 3, 1.0 / 3, 1.0 / 3};
  private static final GroupSettings IMPATIENT =
      new GroupSettings(Members.SETTINGS.secret(), Duration.ofSeconds(1));

  private static ByteBuffer vector() {
    return vector(1_000_003);
  }

  private static ByteBuffer vector(int floats) {
    return ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private static void assertNamesRank(List<Object> outcomes, int rank, String problem) {
    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome).isInstanceOf(PeerException.class);
              PeerException failure = (PeerException) outcome;
              assertThat(failure.rank()).as(failure.getMessage()).isEqualTo(rank);
              assertThat(failure)
                  .hasMessageMatching(
                      "rank %d \\((127.0.0.1|localhost):%d\\) %s"
                          .formatted(rank, failure.address().getPort(), problem));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "KILL, closed the connection|broke the connection: .*",
    "STOP, was silent for [12].\\d s" // a second longer if it owed only what it makes of others'
  })
  void nameTheProcessThatIsKilledOrStopped(String signal, String problem) throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (MemberProcess process = MemberProcess.start(1)) {
      Rendezvous first = Rendezvous.open(InetAddress.getLoopbackAddress(), IMPATIENT);
      Rendezvous last = Rendezvous.open(InetAddress.getLoopbackAddress(), IMPATIENT);
      List<InetSocketAddress> members = List.of(first.address(), process.address(), last.address());
      process.join(members);
      Future<?> unused =
          timer.submit(
              () -> {
                process.awaitExchanges();
                process.signal(signal);
                return null;
              });
      List<Callable<Object>> others = new ArrayList<>();
      for (Rendezvous rendezvous : List.of(first, last)) {
        others.add(
            () -> {
              try (ProcessGroup group = rendezvous.join(members, rendezvous == first ? 0 : 2)) {
                MemberProcess.exchangeForever(group, -1, () -> {});
                return null;
              }
            });
      }

      assertNamesRank(Members.outcomes(others), 1, "(" + problem + ")");
    } finally {
      timer.shutdownNow();
    }
  }

  @Test
  void nameTheMemberThatComesNoMore() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(2);
    List<Object> outcomes =
        Members.outcomes(
            3,
            IMPATIENT,
            group -> {
              group.allGather(new byte[1]);
              if (group.rank() == 2) {
                return failed.await(10, TimeUnit.SECONDS);
              }

              try {
                group.allReduce(List.of(vector()), THIRDS);
                return null;
              } finally {
                failed.countDown();
              }
            });

    assertNamesRank(outcomes.subList(0, 2), 2, "was silent for 1.\\d s");
    assertThat(outcomes.get(2)).isEqualTo(true);
  }

  @Test
  void tellTheOthersWhyOneGivesUp() throws InterruptedException {
    List<Object> outcomes =
        Members.outcomes(
            3,
            Members.SETTINGS,
            group -> {
              group.allReduce(
                  List.of(vector()),
                  THIRDS,
                  (vector, offset, mean) -> {
                    if (group.rank() == 1) {
                      throw new ArithmeticException("no step");
                    }
                  });
              return null;
            });

    assertThat(outcomes.get(1)).isInstanceOf(ArithmeticException.class);
    assertNamesRank(List.of(outcomes.get(0), outcomes.get(2)), 1, "gave up: no step");
  }

  @Test
  void endWhenOneIsCancelledInterruptedOrClosed() throws InterruptedException {
    for (String way : List.of("cancelled", "interrupted", "closed")) {
      CountDownLatch ended = new CountDownLatch(1);
      AtomicBoolean isCancelled = new AtomicBoolean();
      ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
      List<Object> outcomes =
          Members.outcomes(
              2,
              Members.SETTINGS.with(isCancelled::get),
              group -> {
                if (group.rank() == 0) {
                  group.allGather(new byte[0]);
                  ended.await(10, TimeUnit.SECONDS);
                  group.allReduce(List.of(vector()), new double[] {1, 1});
                  return group.allGather(new byte[0]);
                }

                Thread self = Thread.currentThread();
                Future<?> unused =
                    timer.schedule(
                        switch (way) {
                          case "cancelled" -> (Runnable) () -> isCancelled.set(true);
                          case "interrupted" -> self::interrupt;
                          default -> group::close;
                        },
                        100,
                        TimeUnit.MILLISECONDS);
                try {
                  group.allGather(new byte[0]);
                  group.allReduce(List.of(vector()), new double[] {1, 1});
                  return null;
                } finally {
                  ended.countDown();
                }
              });
      timer.shutdownNow();

      assertThat(outcomes.get(1))
          .isInstanceOf(
              way.equals("closed") ? IllegalStateException.class : CancellationException.class);
      if (!way.equals("cancelled")) { // which tells both
        // The reason comes unless a frame was on its way that nobody read.
        assertNamesRank(
            outcomes.subList(0, 1),
            1,
            "(gave up: .*|closed the connection|broke the connection: .*)");
      }
    }
  }

  @Test
  void nameTheMemberThatDoesSomethingElse() throws InterruptedException {
    List<Object> outcomes =
        Members.outcomes(
            2,
            Members.SETTINGS,
            group -> {
              ByteBuffer vector = vector(1000 + group.rank());
              group.allReduce(List.of(vector), new double[] {0.5, 0.5});
              return null;
            });
    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat((Throwable) outcome)
                    .isInstanceOf(PeerException.class)
                    .hasMessageContaining("not the same vectors, or not the same order"));

    outcomes =
        Members.outcomes(
            2,
            Members.SETTINGS,
            group ->
                group.rank() == 0
                    ? group.allGather(new byte[3])
                    : group.allGather(new byte[Members.SETTINGS.messageLimit() + 1]));
    assertNamesRank(outcomes.subList(0, 1), 1, "closed the connection");
    assertThat((Throwable) outcomes.get(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void failAgainWithoutWaiting() throws InterruptedException {
    List<Object> outcomes =
        Members.outcomes(
            2,
            Members.SETTINGS,
            group -> {
              if (group.rank() == 1) {
                return null;
              }

              assertThatThrownBy(() -> group.allGather(new byte[1]))
                  .isInstanceOf(PeerException.class);
              assertThatThrownBy(() -> group.allGather(new byte[1]))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageStartingWith("the group has failed: rank 1 (127.0.0.1:");
              return "done";
            });

    assertThat(outcomes.get(0)).isEqualTo("done");
  }

  @Test
  void leaveNothingBehind() throws InterruptedException {
    endWhenOneIsCancelledInterruptedOrClosed(); // loads classes
    long files = openFiles();
    long memory = directMemory();
    int threads = Thread.activeCount();

    for (int i = 0; i < 3; i++) {
      endWhenOneIsCancelledInterruptedOrClosed();
      tellTheOthersWhyOneGivesUp();
      Members.results(
          4,
          Members.SETTINGS.with(GroupSettings.Encryption.AES_GCM),
          group -> group.allGather(new byte[1_000_000]));
    }

    await()
        .atMost(Duration.ofSeconds(5)) // for threads that end
        .untilAsserted(
            () -> {
              assertThat(openFiles()).isLessThanOrEqualTo(files);
              assertThat(directMemory()).isLessThanOrEqualTo(memory);
              assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1); // the waiting one
            });
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
