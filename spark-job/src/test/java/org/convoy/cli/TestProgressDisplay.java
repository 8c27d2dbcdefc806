package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.SyncState;
import org.convoy.train.state.SynchronizedState;
import org.convoy.train.state.Tally;
import org.convoy.train.state.Timing;
import org.convoy.train.state.TrainingState;
import org.junit.jupiter.api.Test;

final class TestProgressDisplay {
  private static final ModelState MODEL = new ModelState(new float[0], new float[0]);
  private static final TrainingState START =
      TrainingState.initial(new SynchronizedState(MODEL, SyncState.NONE));
  private static final EpochPlan TEN_ROUNDS = new EpochPlan(42, 0, 1000, 1, 10, 10);
  private static final EpochMetrics METRICS =
      new EpochMetrics(1, 0.05, 0.31254, 0.875, 0.34567, 0.86, 1234.4, 12.34, 0.5, 20);

  private final StringWriter text = new StringWriter();

  @Test
  void writesALineAnEpoch() {
    ProgressDisplay display = ProgressDisplay.lines(new PrintWriter(text));
    display.trainingStarted(START, 8, TEN_ROUNDS);

    display.epochFinished(METRICS);

    assertThat(text.toString().strip())
        .isEqualTo(
            "Epoch 2/8  loss 0.3125  accuracy 0.8750  validation loss 0.3457  accuracy 0.8600"
                + "  learning rate 0.0500  1234 images/s  12.3 s, 2 % for data");
  }

  @Test
  void saysWhereItContinues() {
    ProgressDisplay display = ProgressDisplay.lines(new PrintWriter(text));

    display.trainingStarted(
        new TrainingState(2, 7, MODEL, SyncState.NONE, Tally.EMPTY, Timing.ZERO, List.of()),
        8,
        TEN_ROUNDS);

    assertThat(text.toString().strip()).isEqualTo("Continuing at epoch 3, round 8");
  }

  @Test
  void clearsTheBarBeforeTheEpochsLine() {
    ProgressDisplay display = ProgressDisplay.bar(new PrintWriter(text));
    display.trainingStarted(START, 8, TEN_ROUNDS);
    TrainingState half =
        new TrainingState(
            1,
            5,
            MODEL,
            SyncState.NONE,
            new Tally(500, 250, 500, 400),
            new Timing(0.5, 0.1, 0.8),
            List.of());
    await()
        .until(
            () -> {
              display.roundFinished(half, 0.05);
              return !text.toString().isEmpty();
            });

    display.epochFinished(METRICS);

    assertThat(text.toString())
        .startsWith(
            "Epoch 2/8 ███████████████░░░░░░░░░░░░░░░  50%  1000 images/s  loss 0.5000"
                + "  learning rate 0.0500  ")
        .containsPattern("left\r +\rEpoch 2/8  loss 0.3125");
  }
}
