package org.convoy.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.state.EpochMetrics;
import org.convoy.sweep.Sweep.TrialTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which trials go on; that they are trained is in the tests of the command. */
final class TestSweep {
  private static final String NINE =
      "config = a, method = grid, parameters { seed = [1, 2, 3, 4, 5, 6, 7, 8, 9] }";

  private final List<String> trained = Collections.synchronizedList(new ArrayList<>());

  private static SweepConfig config(String... overrides) {
    return SweepConfig.parse("sweep.conf", NINE, List.of(overrides), IncludedFiles.LOCAL);
  }

  private static EpochMetrics epoch(int epoch, double accuracy) {
    return new EpochMetrics(epoch, 0.1, 1, 0.5, 1, accuracy, 100, 1, 0, 1, null, null, null, null);
  }

  /** A curve for each seed; better seeds are slower, but for the third, which is best. */
  private Outcome train(Trial trial, int epochs, SweepConfig config) {
    int seed = seed(trial.settings());
    trained.add("seed %d to %d".formatted(seed, epochs));
    double slope = seed == 3 ? 0.1 : 0.01 * seed;
    List<EpochMetrics> history = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      history.add(epoch(epoch, 0.1 + slope * epoch + 0.001 * seed));
    }

    return Outcome.of(trial, "run", history, epochs, config.objective(), null);
  }

  private static int seed(Map<String, String> settings) {
    return Integer.parseInt(settings.get("seed"));
  }

  private static List<Integer> seeds(Sweep.Result result) {
    return result.trials().stream().map(outcome -> seed(outcome.settings())).toList();
  }

  private Sweep.Result run(SweepConfig config, int epochs, int parallel) {
    return Sweep.of(config, epochs, (trial, to) -> train(trial, to, config), outcome -> {})
        .run(parallel);
  }

  @Test
  void withoutHalvingAllAreTrainedToTheEnd() {
    Sweep.Result result = run(config(), 5, 1);

    assertThat(result.trials()).hasSize(9).allMatch(outcome -> outcome.epochs() == 5);
    assertThat(seeds(result)).startsWith(3, 9, 8);
    assertThat(trained).hasSize(9);
    assertThat(result.effects()).extracting(KeyEffect::key).containsExactly("seed");
    assertThat(result.effects().get(0).correlation()).isBetween(0.5, 0.9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theBestOfARungGoOn(int parallel) {
    Sweep.Result result = run(config("method=halving", "minEpochs=2"), 18, parallel);

    assertThat(trained)
        .containsExactlyInAnyOrder(
            "seed 1 to 2",
            "seed 2 to 2",
            "seed 3 to 2",
            "seed 4 to 2",
            "seed 5 to 2",
            "seed 6 to 2",
            "seed 7 to 2",
            "seed 8 to 2",
            "seed 9 to 2",
            "seed 3 to 6",
            "seed 9 to 6",
            "seed 8 to 6",
            "seed 3 to 18");
    assertThat(seeds(result)).startsWith(3, 9, 8, 7).hasSize(9);
  }

  @Test
  void failedTrialsAreLastAndDoNotGoOn() {
    SweepConfig config = config("method=halving");
    TrialTraining training =
        (trial, to) ->
            seed(trial.settings()) == 3
                ? Outcome.of(trial, "run", List.of(), to, config.objective(), "diverged")
                : train(trial, to, config);

    Sweep.Result result = Sweep.of(config, 9, training, outcome -> {}).run(2);

    assertThat(seeds(result)).startsWith(9, 8, 7).endsWith(3);
    assertThat(result.trials().get(8).problem()).isEqualTo("diverged");
    assertThat(trained).doesNotContain("seed 3 to 3");
  }

  @Test
  void aBudgetOfEpochsLeavesTheLastTrialsOut() {
    assertThat(seeds(run(config("maxEpochs=24"), 5, 1))).containsExactly(3, 4, 2, 1);
  }

  @Test
  void whatIsNoTrialsOwnFaultEndsIt() {
    SweepConfig config = config();
    TrialTraining training =
        (trial, to) -> {
          trained.add(trial.name());
          throw new IllegalStateException("the disk is full");
        };

    assertThatThrownBy(() -> Sweep.of(config, 5, training, outcome -> {}).run(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the disk is full");
    assertThat(trained).containsExactly("trial-001");
  }

  /** Two of three go on beside each other: the third begins only where the second did not fail. */
  @Test
  void noTrialBeginsAfterAFailureBesideOneThatIsTrained() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    SweepConfig config = config();
    TrialTraining training =
        (trial, to) -> {
          trained.add(trial.name());
          if (trial.number() == 2) {
            failed.countDown();
            throw new IllegalStateException("the disk is full");
          }

          try {
            failed.await();
            Thread.sleep(200); // The other thread goes on to what is left.
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }

          return Outcome.of(trial, "run", List.of(), to, config.objective(), null);
        };

    assertThatThrownBy(() -> Sweep.of(config, 5, training, outcome -> {}).run(2))
        .hasMessage("the disk is full");
    assertThat(trained).containsExactlyInAnyOrder("trial-001", "trial-002");
  }

  @Test
  void aTrialThatFailsLaterIsNotTheBestAndTellsNothingOfAKey() {
    SweepConfig config = config();
    TrialTraining training =
        (trial, to) -> {
          Outcome whole = train(trial, to, config);
          return seed(trial.settings()) == 3
              ? Outcome.of(
                  trial, "run", List.of(epoch(0, 0.99)), to, config.objective(), "diverged")
              : whole;
        };

    Sweep.Result result = Sweep.of(config, 5, training, outcome -> {}).run(1);

    assertThat(seeds(result)).startsWith(9, 8).endsWith(3);
    assertThat(result.effects().get(0).correlation()).isEqualTo(1);
  }

  @Test
  void keysOfWhichNothingIsKnownAreLeftOut() {
    SweepConfig config = config("trials=1");

    assertThat(run(config, 5, 1).effects()).isEmpty();
  }
}
