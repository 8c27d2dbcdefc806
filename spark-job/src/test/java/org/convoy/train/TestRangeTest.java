package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.convoy.config.ConvoyConfig;
import org.junit.jupiter.api.Test;

final class TestRangeTest {
  private static RangeTest of(double... losses) {
    RangeTest test = new RangeTest();
    for (int i = 0; i < losses.length; i++) {
      test.add(Math.pow(10, -4 + i / 10.0), losses[i]);
    }

    return test;
  }

  /** By PyTorch Lightning's formula, of which the first values are computed by hand. */
  @Test
  void smoothsAsLightningDoes() {
    RangeTest test = of(2, 1, 4);

    assertThat(test.points().get(0).smoothed()).isCloseTo(2, within(1e-12));
    assertThat(test.points().get(1).smoothed())
        .isCloseTo((0.98 * 0.02 * 2 + 0.02 * 1) / (1 - 0.98 * 0.98), within(1e-12));
    assertThat(test.points().get(2).smoothed())
        .isCloseTo(
            (0.98 * (0.98 * 0.02 * 2 + 0.02 * 1) + 0.02 * 4) / (1 - Math.pow(0.98, 3)),
            within(1e-12));
  }

  @Test
  void suggestsWhereTheSmoothedLossFallsFastest() {
    double[] losses =
        IntStream.range(0, 60).mapToDouble(i -> 2 / (1 + Math.exp((i - 30) / 2.0))).toArray();

    RangeTest test = of(losses);

    int steepest = -1;
    double slope = 0;
    for (int i = 10; i < 59; i++) {
      double here = test.points().get(i + 1).smoothed() - test.points().get(i - 1).smoothed();
      if (here < slope) {
        slope = here;
        steepest = i;
      }
    }

    double rate = test.points().get(steepest).learningRate();
    assertThat(test.steepest()).contains(rate);
    assertThat(steepest).isBetween(30, 40);
    assertThat(test.lowest()).isEqualTo(test.points().get(59).learningRate());
    assertThat(test.suggestion()).contains(rate);
  }

  @Test
  void suggestsATenthOfTheLowestWhereThatIsLess() {
    double[] losses = IntStream.range(0, 40).mapToDouble(i -> i == 30 ? 1 : 2).toArray();

    RangeTest test = of(losses);

    assertThat(test.lowest()).isEqualTo(test.points().get(30).learningRate());
    assertThat(test.suggestion().orElseThrow()).isCloseTo(1e-2, within(1e-9));
  }

  @Test
  void suggestsNothingWhereNothingFalls() {
    assertThat(of(IntStream.range(0, 50).mapToDouble(i -> 1 + i).toArray()).suggestion()).isEmpty();
    assertThat(of(3, 2, 1).suggestion()).isEmpty();
    assertThat(of().suggestion()).isEmpty();
  }

  @Test
  void endsWhereTheLossExplodes() {
    double[] losses = IntStream.range(0, 20).mapToDouble(i -> 1).toArray();
    RangeTest test = of(losses);
    assertThat(test.isExploded()).isFalse();

    test.add(1, 10);
    assertThat(test.isExploded()).isFalse();

    test.add(2, 100);
    assertThat(test.isExploded()).isTrue();

    RangeTest infinite = of(1);
    infinite.add(1, Double.NaN);
    assertThat(infinite.isExploded()).isTrue();
  }

  /** SWA has a learning rate of its own. */
  @Test
  void averagesNoWeights() {
    for (String average : List.of("swa={startEpoch=0,learningRate=0.05}", "ema={decay=0.9}")) {
      ConvoyConfig training = SmallTraining.of("local[2]", 100, average).config();

      assertThat(training.averagesWeights()).isTrue();
      assertThat(RangeTest.config(training, 1e-4, 1, 5, 2).averagesWeights()).isFalse();
    }
  }

  @Test
  void isATrainingWithAGrowingRate() {
    ConvoyConfig training =
        ConvoyConfig.withoutData(
            List.of(
                "data.path=x",
                "sync.strategy=slowmo",
                "sync.compress=fp16",
                "schedule.name=one-cycle",
                "optimizer.name=adamw",
                "earlyStopping.patience=1"));

    ConvoyConfig test = RangeTest.config(training, 1e-4, 1, 5, 2);

    assertThat(test.epochs()).isEqualTo(3);
    Timetable rates = new Timetable(test, 256);
    assertThat(rates.epochSteps().steps()).isEqualTo(2);
    assertThat(
            IntStream.range(0, 5)
                .mapToDouble(rates.schedule(List.of())::learningRate)
                .boxed()
                .toList())
        .usingComparatorForType(
            (a, b) -> Math.abs(a - b) < 1e-9 * b ? 0 : Double.compare(a, b), Double.class)
        .containsExactly(1e-4, 1e-3, 1e-2, 1e-1, 1.0);
    assertThat(test.differences(training))
        .extracting(ConvoyConfig.Difference::key)
        .allMatch(
            key ->
                key.matches(
                    "epochs|optimizer.learningRate|(schedule|sync|checkpoint|earlyStopping)[.].*"));
  }
}
