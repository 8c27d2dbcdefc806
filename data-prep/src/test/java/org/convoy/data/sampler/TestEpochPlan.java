package org.convoy.data.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.convoy.data.sampler.EpochPlan.Slot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestEpochPlan {
  @ParameterizedTest
  @CsvSource({
    "60000, 3, 64, 10",
    "60000, 3, 64, 1",
    "60000, 2, 128, 1000000",
    "59999, 7, 13, 3",
    "101, 4, 8, 2",
    "5, 8, 4, 2",
    "1, 1, 1, 1",
    "1, 3, 64, 10",
    "64, 2, 32, 1",
    "65, 2, 32, 1",
    "1000, 1, 2147483647, 1",
    "1000, 2147483647, 2147483647, 1",
  })
  void dealsEachSampleExactlyOnce(int size, int workers, int batchSize, int stepsPerRound) {
    EpochPlan plan = new EpochPlan(1, 0, size, workers, batchSize, stepsPerRound);
    BitSet seen = new BitSet(size);

    for (int position = 0; position < size; position++) {
      Slot slot = plan.slot(position);
      assertThat(plan.position(slot)).isEqualTo(position);
      assertThat(slot.offset()).isLessThan(plan.samplesInRound(slot.round(), slot.worker()));
    }

    for (int id = 0; id < size; id++) {
      seen.set(plan.order().position(id));
    }

    assertThat(seen.cardinality()).isEqualTo(size);
    assertThat(plan.samples()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"60000, 3, 64, 10", "59999, 7, 13, 3", "5, 8, 4, 2", "1, 3, 64, 10", "65, 2, 32, 9"})
  void countsAddUp(int size, int workers, int batchSize, int stepsPerRound) {
    EpochPlan plan = new EpochPlan(1, 0, size, workers, batchSize, stepsPerRound);
    int samples = 0;
    int steps = 0;

    for (int round = 0; round < plan.rounds().count(); round++) {
      assertThat(plan.rounds().start(round)).isEqualTo(steps);
      steps += plan.rounds().length(round);

      for (int worker = 0; worker < workers; worker++) {
        int inSteps = 0;

        for (int step = plan.rounds().start(round); step < steps; step++) {
          inSteps += plan.samplesInStep(step, worker);
        }

        assertThat(plan.samplesInRound(round, worker)).isEqualTo(inSteps);
        samples += inSteps;
      }
    }

    assertThat(steps).isEqualTo(plan.steps());
    assertThat(samples).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"60000, 3, 64", "1000, 7, 9", "5, 8, 4", "17, 4, 4"})
  void workersSeeWhatOneWorkerWithTheWholeBatchSees(int size, int workers, int batchSize) {
    EpochPlan several = new EpochPlan(5, 2, size, workers, batchSize, 4);
    EpochPlan single = new EpochPlan(5, 2, size, 1, workers * batchSize, 9);

    assertThat(several.steps()).isEqualTo(single.steps());

    for (int step = 0; step < single.steps(); step++) {
      assertThat(idsOfStep(several, step)).isEqualTo(idsOfStep(single, step));
    }
  }

  @Test
  void dealsTheLastShortStepEvenly() {
    // 3 workers x 4 samples: one full step, then 8 = 3 + 3 + 2.
    EpochPlan plan = new EpochPlan(1, 0, 20, 3, 4, 10);

    assertThat(plan.steps()).isEqualTo(2);
    assertThat(plan.rounds().count()).isEqualTo(1);
    assertThat(plan.rounds().length(0)).isEqualTo(2);
    assertThat(plan.samplesInStep(1, 0)).isEqualTo(3);
    assertThat(plan.samplesInStep(1, 1)).isEqualTo(3);
    assertThat(plan.samplesInStep(1, 2)).isEqualTo(2);
    assertThat(plan.slot(12)).isEqualTo(new Slot(0, 0, 4));
    assertThat(plan.slot(15)).isEqualTo(new Slot(0, 1, 4));
    assertThat(plan.slot(19)).isEqualTo(new Slot(0, 2, 5));
  }

  @Test
  void leavesWorkersWithoutSamplesWhenTooFewRemain() {
    EpochPlan plan = new EpochPlan(1, 0, 14, 3, 4, 1);

    assertThat(plan.samplesInRound(1, 0)).isEqualTo(1);
    assertThat(plan.samplesInRound(1, 1)).isEqualTo(1);
    assertThat(plan.samplesInRound(1, 2)).isZero();
  }

  @Test
  void dropsTheLastShortStepOnRequest() {
    EpochPlan plan = new EpochPlan(1, 0, 20, 3, 4, 10, LastStep.DROP);

    assertThat(plan.steps()).isEqualTo(1);
    assertThat(plan.samples()).isEqualTo(12);
    assertThatThrownBy(() -> plan.slot(12))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index 12 out of bounds for length 12");
    assertThat(new EpochPlan(1, 0, 24, 3, 4, 10, LastStep.DROP).samples()).isEqualTo(24);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochPlan(1, 0, 11, 3, 4, 10, LastStep.DROP))
        .withMessage(
            "11 samples do not fill one step of 3 workers x batch size 4, and short steps are"
                + " dropped: use a smaller batch size or keep the last step");
  }

  @Test
  void refusesImpossibleSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochPlan(1, 0, 0, 3, 4, 10))
        .withMessage("size must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochPlan(1, -1, 9, 3, 4, 10))
        .withMessage("epoch must be at least 0, got -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochPlan(1, 0, 9, 3, 4, 0))
        .withMessage("stepsPerRound must be at least 1, got 0");
  }

  @Test
  void movesToAnotherEpoch() {
    EpochPlan plan = new EpochPlan(1, 0, 20, 3, 4, 10, LastStep.DROP);

    assertThat(plan.atEpoch(3)).isEqualTo(new EpochPlan(1, 3, 20, 3, 4, 10, LastStep.DROP));
  }

  @Test
  void roundsOnlyGroupTheSteps() {
    EpochPlan regular = new EpochPlan(5, 2, 1000, 3, 16, 4);
    EpochPlan growing = regular.withRounds(RoundLengths.of(List.of(1, 1, 2, 4, 8, 5)));

    assertThat(growing.steps()).isEqualTo(21);
    for (int step = 0; step < growing.steps(); step++) {
      assertThat(idsOfStep(growing, step)).isEqualTo(idsOfStep(regular, step));
    }

    for (int position = 0; position < growing.size(); position++) {
      assertThat(growing.position(growing.slot(position))).isEqualTo(position);
    }

    assertThat(growing.samplesInRound(4, 1)).isEqualTo(8 * 16);
    assertThat(growing.mostSamplesInRound()).isEqualTo(8 * 16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> regular.withRounds(RoundLengths.of(List.of(10, 12))))
        .withMessage("rounds must have the 21 steps of the epoch together, not 22");
  }

  @Test
  void handlesAHundredMillionSamples() {
    EpochPlan plan = new EpochPlan(1, 0, 100_000_000, 64, 32, 10);

    assertThat(plan.steps()).isEqualTo(48_829);
    assertThat(plan.rounds().count()).isEqualTo(4_883);
    assertThat(plan.position(plan.slot(99_999_999))).isEqualTo(99_999_999);
  }

  private static List<Integer> idsOfStep(EpochPlan plan, int step) {
    int[] ids = plan.order().ids();
    int round = plan.rounds().round(step);
    int stepInRound = step - plan.rounds().start(round);
    List<Integer> result = new ArrayList<>();

    for (int worker = 0; worker < plan.workers(); worker++) {
      for (int i = 0; i < plan.samplesInStep(step, worker); i++) {
        int offset = stepInRound * plan.batchSize() + i;
        result.add(ids[plan.position(new Slot(round, worker, offset))]);
      }
    }

    return result;
  }
}
