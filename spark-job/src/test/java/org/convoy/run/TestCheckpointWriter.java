package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.convoy.run.file.RunException;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.state.Tally;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TestCheckpointWriter {
  private static final ModelState MODEL = new ModelState(new float[0], new float[0]);

  /** One permit lets one save end. */
  private final Semaphore fileSystem = new Semaphore(0);

  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final List<String> saved = Collections.synchronizedList(new ArrayList<>());
  private final CheckpointWriter writer = new CheckpointWriter(this::save);

  private void save(TrainingState state) {
    begun.add(name(state));
    fileSystem.acquireUninterruptibly();
    if (state.epoch() == 9) {
      throw new RunException("epoch 9 cannot be written");
    }

    saved.add(name(state));
  }

  private static String name(TrainingState state) {
    return state.epoch() + "." + state.round();
  }

  private static TrainingState state(int epoch, int round) {
    return new TrainingState(
        epoch, round, SynchronizedState.of(MODEL), Tally.EMPTY, Timing.ZERO, List.of());
  }

  private void beginSaving(TrainingState state) {
    writer.offer(state);
    await().until(() -> begun.contains(name(state)));
  }

  @AfterEach
  void endTheThread() {
    fileSystem.release(100);
    writer.close();
  }

  @Test
  void doesNotHoldUpTheTraining() {
    beginSaving(state(0, 1));

    assertThat(saved).isEmpty();
    fileSystem.release();
    writer.await();

    assertThat(saved).containsExactly("0.1");
    assertThat(writer.longest()).isPositive();
  }

  @Test
  void aNewerStateTakesThePlaceOfOneThatWaits() {
    beginSaving(state(0, 1));
    writer.offer(state(0, 2));
    writer.offer(state(0, 3));
    fileSystem.release(3);
    writer.await();

    assertThat(saved).containsExactly("0.1", "0.3");
  }

  @Test
  void theEndOfAnEpochIsAlwaysSaved() {
    beginSaving(state(0, 1));
    writer.offer(state(1, 0));
    writer.offer(state(1, 1));
    CompletableFuture<Void> nextEpoch = CompletableFuture.runAsync(() -> writer.offer(state(2, 0)));
    fileSystem.release(3);
    nextEpoch.join();
    writer.await();

    assertThat(saved).containsExactly("0.1", "1.0", "2.0");
  }

  @Test
  void savesTheLastStateOnceBeforeItReturns() {
    fileSystem.release(10);
    TrainingState last = state(0, 4);

    writer.offer(last);
    writer.save(last);
    assertThat(saved).containsExactly("0.4");

    writer.save(state(0, 5));
    assertThat(saved).containsExactly("0.4", "0.5");
  }

  @Test
  void doesNotSaveAgainWhatItStartsFrom() {
    TrainingState start = state(0, 4);
    writer.startFrom(start);

    writer.save(start);

    assertThat(begun).isEmpty();
  }

  @Test
  void aFailureIsThrownInTheTrainingAndNothingMoreIsSaved() {
    beginSaving(state(9, 0));
    writer.offer(state(9, 1));
    fileSystem.release(10);

    assertThatThrownBy(writer::await)
        .isInstanceOf(RunException.class)
        .hasMessage("epoch 9 cannot be written");
    assertThatThrownBy(() -> writer.offer(state(9, 2))).hasMessage("epoch 9 cannot be written");
    assertThatThrownBy(() -> writer.save(state(9, 3))).hasMessage("epoch 9 cannot be written");
    assertThatThrownBy(writer::throwIfFailed).hasMessage("epoch 9 cannot be written");
    assertThat(begun).containsExactly("9.0");
  }

  @Test
  void closingWaitsForWhatIsBeingWritten() {
    beginSaving(state(0, 1));
    writer.offer(state(1, 0));
    fileSystem.release(2);
    writer.close();

    assertThat(saved).containsExactly("0.1", "1.0");
  }
}
