package org.convoy.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

  private static MeanSlice mean(List<ReplicaResult> results, int slices, int place) {
    List<StateSlice> ofPlace = new ArrayList<>();
    results.forEach(result -> ofPlace.add(StateSlice.cut(result, slices).get(place)));
    Collections.reverse(ofPlace);
    return MeanSlice.of(ofPlace);
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
    List<ReplicaResult> results =
        IntStream.range(0, workers)
            .mapToObj(
                worker ->
                    Results.of(
                        worker,
                        1 + 13 * worker,
                        random(parameters, random),
                        random(optimizerState, random)))
            .toList();

    RoundResult whole = RoundResult.of(results);
    RoundResult sliced =
        RoundResult.ofSlices(
            IntStream.range(0, slices).mapToObj(place -> mean(results, slices, place)).toList(),
            parameters);

    assertThat(sliced.mean().parameters()).isEqualTo(whole.mean().parameters());
    assertThat(sliced.mean().optimizerState()).isEqualTo(whole.mean().optimizerState());
    assertThat(sliced.reports()).isEqualTo(whole.reports());
    assertThat(sliced.tally()).isEqualTo(whole.tally());
  }
}
