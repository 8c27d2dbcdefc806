package org.convoy.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.state.EpochMetrics;
import org.convoy.state.ModelState;
import org.convoy.state.RoundMetrics;
import org.convoy.state.RoundSeconds;
import org.convoy.state.SynchronizedState;
import org.convoy.state.Tally;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestProgressDisplay {
  private static final ModelState MODEL = new ModelState(new float[0], new float[0]);
  private static final TrainingState START = TrainingState.initial(SynchronizedState.of(MODEL));
  private static final EpochPlan TEN_ROUNDS = new EpochPlan(42, 0, 1000, 1, 10, 10);
  private static final EpochMetrics METRICS =
      new EpochMetrics(
          1, 0.05, 0.31254, 0.875, 0.34567, 0.86, 1234.4, 12.34, 0.5, 20, null, null, null, null);

  private final StringWriter text = new StringWriter();

  @Test
  void writesALineAnEpoch() {
    ProgressDisplay display = ProgressDisplay.lines(new PrintWriter(text));
    display.trainingStarted(START, 8, TEN_ROUNDS);

    display.epochFinished(METRICS, Evaluation.EMPTY);

    assertThat(text.toString().strip())
        .isEqualTo(
            "Epoch 2/8  loss 0.3125  accuracy 0.8750  validation loss 0.3457  accuracy 0.8600"
                + "  learning rate 0.0500  1234 images/s  12.3 s, 2 % for data");
  }

  @Test
  void saysWhereItContinues() {
    ProgressDisplay display = ProgressDisplay.lines(new PrintWriter(text));

    display.trainingStarted(
        new TrainingState(2, 7, SynchronizedState.of(MODEL), Tally.EMPTY, Timing.ZERO, List.of()),
        8,
        TEN_ROUNDS);

    assertThat(text.toString().strip()).isEqualTo("Continuing at epoch 3, round 8");
  }

  /** In the middle of the second epoch. */
  private static TrainingState after(long samples) {
    return new TrainingState(
        1,
        (int) samples / 100,
        SynchronizedState.of(MODEL),
        new Tally(samples, samples / 2.0, samples, 400),
        new Timing(samples / 1000.0, 0.1, 0.8),
        List.of());
  }

  private static RoundMetrics round(int done) {
    return new RoundMetrics(
        1,
        done - 1,
        10,
        100,
        0.5,
        0.4,
        0.05,
        1.5,
        1000,
        new RoundSeconds(0.1, 0.01, 0.08, 0.01, 0),
        List.of());
  }

  private ProgressDisplay half(int columns) {
    ProgressDisplay display = ProgressDisplay.bar(new PrintWriter(text), columns);
    display.trainingStarted(START, 8, TEN_ROUNDS);
    await()
        .until(
            () -> {
              display.roundFinished(after(500), round(5));
              return !text.toString().isEmpty();
            });
    return display;
  }

  @Test
  void clearsTheBarBeforeTheEpochsLine() {
    ProgressDisplay display = half(180);

    display.epochFinished(METRICS, Evaluation.EMPTY);

    assertThat(text.toString())
        .startsWith(
            "Epoch 2/8 ███████████████░░░░░░░░░░░░░░░  50%  round 5/10  1000 images/s  loss 0.5000"
                + "  accuracy 0.8000  learning rate 0.0500  epoch 0:00 min left  run 0:0")
        .contains("left\r" + " ".repeat(179) + "\rEpoch 2/8  loss 0.3125");
  }

  @Test
  void leavesALineOfItsOwnToWhatComesAfterTheEnd() {
    ProgressDisplay display = half(80);

    display.close();

    assertThat(text.toString()).endsWith("left\r" + " ".repeat(79) + "\r");
  }

  /** With two columns for what a terminal writes itself when somebody presses Ctrl-C. */
  @ParameterizedTest
  @ValueSource(ints = {120, 80, 72, 60, 40, 30})
  void isNeverWiderThanTheTerminal(int columns) {
    half(columns);

    assertThat(text.toString())
        .startsWith("Epoch 2/8 ██")
        .contains("░  50%")
        .hasSizeLessThanOrEqualTo(columns - 3);
  }

  @Test
  void dropsWhatMattersLeastFirst() {
    half(80);

    assertThat(text.toString())
        .contains("50%  1000 images/s  loss 0.5000  run 0:0")
        .doesNotContain("learning rate")
        .doesNotContain("accuracy");
  }

  @Test
  void showsEpochsThatHaveOneRound() {
    ProgressDisplay display = ProgressDisplay.bar(new PrintWriter(text), 180);
    display.trainingStarted(START, 8, TEN_ROUNDS);

    display.roundFinished(after(1000), round(10));

    assertThat(text.toString()).startsWith("Epoch 2/8 " + "█".repeat(30) + " 100%");
    display.epochFinished(METRICS, Evaluation.EMPTY);
    assertThat(text.toString()).endsWith("\nEpoch 3/8 " + "░".repeat(30) + "   0%");
  }
}
