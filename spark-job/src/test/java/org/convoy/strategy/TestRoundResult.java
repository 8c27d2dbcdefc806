package org.convoy.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.convoy.state.ModelState;
import org.convoy.strategy.StateSlices.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestRoundResult {
  private static float[] random(int length, SplittableRandom random) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }

    return vector;
  }

  private static RoundResult cut(RoundResult result, StateSlices slices, int place) {
    return new RoundResult(
        slices.cut(result.shared(), place),
        result.reports(),
        result.localOptimizerStates().stream().map(own -> slices.cut(own, place)).toList());
  }

  private static RoundResult sliced(
      List<RoundResult> results, StateSlices slices, RoundResult whole) {
    List<WorkerReport> reports = List.of();
    for (int slice = 0; slice < slices.count(); slice++) {
      int place = slice;
      RoundResult part =
          RoundResult.mean(results.stream().map(result -> cut(result, slices, place)).toList());
      slices.put(part, slice, whole);
      reports = part.reports();
    }

    return whole.with(reports);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 20000, 20000, 1",
    "3, 20000, 20000, 2",
    "3, 20000, 20000, 3",
    "5, 20000, 0, 4",
    "7, 20000, 40000, 7",
    "4, 5, 9, 4",
    "4, 1, 0, 3",
  })
  void slicesGiveTheSameBytesAsTheWhole(
      int workers, int parameters, int optimizerState, int slices) {
    SplittableRandom random = new SplittableRandom(1);
    List<RoundResult> results =
        IntStream.range(0, workers)
            .mapToObj(
                worker ->
                    Results.of(
                        worker,
                        1 + 13 * worker,
                        random(parameters, random),
                        random(optimizerState, random)))
            .toList();

    RoundResult whole = RoundResult.mean(results);
    RoundResult sliced =
        sliced(
            results,
            new StateSlices(slices),
            new RoundResult(
                new ModelState(new float[parameters], new float[optimizerState]),
                List.of(),
                List.of()));

    assertThat(sliced.shared().parameters()).isEqualTo(whole.shared().parameters());
    assertThat(sliced.shared().optimizerState()).isEqualTo(whole.shared().optimizerState());
    assertThat(sliced.reports()).isEqualTo(whole.reports());
    assertThat(sliced.tally()).isEqualTo(whole.tally());
  }

  @Test
  void slicesOfWhatGoesOnWithItsWorkerComeTogether() {
    SplittableRandom random = new SplittableRandom(2);
    List<RoundResult> results =
        List.of(
            Results.local(0, 5, random(30_000, random), random(60_001, random)),
            Results.local(1, 3, random(30_000, random), random(60_001, random)));

    RoundResult sliced =
        sliced(
            results,
            new StateSlices(4),
            new RoundResult(
                new ModelState(new float[30_000], new float[0]),
                List.of(),
                List.of(new float[60_001], new float[60_001])));

    assertThat(sliced.shared().parameters())
        .isEqualTo(RoundResult.mean(results).shared().parameters());
    assertThat(sliced.localOptimizerStates())
        .containsExactly(
            results.get(0).localOptimizerStates().get(0),
            results.get(1).localOptimizerStates().get(0));
  }

  @Test
  void halfPrecisionRoundsSlicesAsTheWhole() {
    SplittableRandom random = new SplittableRandom(3);
    StateSlices slices = new StateSlices(3);
    ModelState start = new ModelState(random(50_000, random), random(20_000, random));
    ModelState end = new ModelState(random(50_000, random), random(20_000, random));
    ModelState whole = Precision.HALF.result(start, end);

    for (int slice = 0; slice < slices.count(); slice++) {
      ModelState part = Precision.HALF.result(slices.cut(start, slice), slices.cut(end, slice));

      assertThat(part.parameters()).isEqualTo(slices.cut(whole.parameters(), slice));
      assertThat(part.optimizerState()).isEqualTo(slices.cut(whole.optimizerState(), slice));
    }
  }

  @Test
  void slicesCoverVectorsOfMoreElementsThanAnArrayHasBytes() {
    StateSlices slices = StateSlices.of(4_000_000_000L, 1 << 21);
    int length = Integer.MAX_VALUE - 8;

    assertThat(slices.count()).isEqualTo(1908);
    assertThat(slices.span(length, 0)).isEqualTo(new Span(0, 1_122_304));
    for (int slice = 1; slice < slices.count(); slice++) {
      Span before = slices.span(length, slice - 1);
      assertThat(slices.span(length, slice).offset()).isEqualTo(before.offset() + before.length());
    }

    Span last = slices.span(length, slices.count() - 1);
    assertThat(last.offset() + last.length()).isEqualTo(length);
  }
}
