package org.convoy.train.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TestStopRequest {
  private final CompletableFuture<Integer> halted = new CompletableFuture<>();
  private final AtomicInteger cancels = new AtomicInteger();

  private StopRequest request(Duration roundPatience, Duration exitPatience) {
    StopRequest request = new StopRequest(roundPatience, exitPatience, halted::complete);
    request.cancelJobsBy(cancels::incrementAndGet);
    return request;
  }

  @Test
  void waitsForARoundThatEndsInTime() {
    StopRequest request = request(Duration.ofMinutes(5), Duration.ofMinutes(5));

    CompletableFuture<Void> shutdown = CompletableFuture.runAsync(request::holdUpShutdown);
    await().until(request::isRequested);
    assertThat(request.isSignal()).isTrue();
    request.exit(75);
    shutdown.join();

    assertThat(halted).isCompletedWithValue(75);
    assertThat(cancels).hasValue(0);
  }

  @Test
  void cancelsARoundThatTakesTooLongUntilTheTrainingEnds() {
    StopRequest request = request(Duration.ZERO, Duration.ofMinutes(5));

    CompletableFuture<Void> shutdown = CompletableFuture.runAsync(request::holdUpShutdown);
    await().until(() -> cancels.get() > 1);
    request.exit(75);
    shutdown.join();

    assertThat(halted).isCompletedWithValue(75);
  }

  @Test
  void endsTheProcessOfATrainingThatDoesNot() {
    request(Duration.ZERO, Duration.ofMillis(1)).holdUpShutdown();

    assertThat(halted).isCompletedWithValue(75);
  }

  @Test
  void endsAtOnceWhatHasNotBegunToTrain() {
    StopRequest request = request(Duration.ofMinutes(5), Duration.ofMinutes(5));
    request.listenWhileStarting();

    request.holdUpShutdown();

    assertThat(halted).isCompletedWithValue(75);
    assertThat(cancels).hasValue(0);
  }

  @Test
  void cancelsAtOnceWhenTheTimeIsOver() {
    StopRequest request = request(Duration.ofMinutes(5), Duration.ofMinutes(5));

    request.requestNow();

    assertThat(request.isRequested()).isTrue();
    assertThat(request.isSignal()).isFalse();
    assertThat(cancels).hasValue(1);
  }

  @Test
  void survivesJobsThatCannotBeCancelled() {
    StopRequest request = request(Duration.ZERO, Duration.ofMillis(1));
    request.cancelJobsBy(
        () -> {
          throw new IllegalStateException("Spark is stopped");
        });

    request.holdUpShutdown();

    assertThat(halted).isCompletedWithValue(75);
  }
}
