package org.convoy.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestRandomSource {
  private static final int DRAWS = 200_000;

  @Test
  void keysDecideTheNumbers() {
    Set<Double> numbers = new HashSet<>();

    for (int part = 1; part <= 1000; part++) {
      numbers.add(RandomSource.of(part, 0, 0).uniform());
      numbers.add(RandomSource.of(0, part, 0).uniform());
      numbers.add(RandomSource.of(0, 0, part).uniform());
    }

    assertThat(numbers).hasSize(3000);
    assertThat(RandomSource.of(7, 8, 9).uniform()).isEqualTo(RandomSource.of(7, 8, 9).uniform());
  }

  @Test
  void numbersStayTheSameForever() {
    RandomSource random = RandomSource.of(1, 2, 3);

    assertThat(IntStream.range(0, 5).map(i -> random.nextInt(1000)).toArray())
        .containsExactly(690, 733, 516, 209, 601);
    assertThat(random.gaussian()).isEqualTo(-0.40479101869994233);
    assertThat(random.beta(0.2, 0.2)).isEqualTo(0.31977508660362014);
  }

  @Test
  void neighbouringSamplesAreIndependent() {
    double[] first = firstDraws(0);
    double[] next = firstDraws(1);

    assertThat(covariance(first, next)).isCloseTo(0, within(0.001));
  }

  private static double[] firstDraws(int offset) {
    return IntStream.range(offset, offset + DRAWS)
        .mapToDouble(sample -> RandomSource.of(42, 0, sample).uniform())
        .toArray();
  }

  private static double covariance(double[] first, double[] next) {
    return IntStream.range(0, first.length)
        .mapToDouble(i -> (first[i] - 0.5) * (next[i] - 0.5))
        .average()
        .getAsDouble();
  }

  @Test
  void copiesGoOnAlike() {
    RandomSource random = RandomSource.of(5);
    random.gaussian();
    RandomSource copy = random.copy();

    assertThat(draw(copy, RandomSource::gaussian)).isEqualTo(draw(random, RandomSource::gaussian));
  }

  private static double[] draw(RandomSource random, ToDoubleFunction<RandomSource> number) {
    return DoubleStream.generate(() -> number.applyAsDouble(random)).limit(DRAWS).toArray();
  }

  @Test
  void uniformNumbersAreUniform() {
    double[] numbers = draw(RandomSource.of(1), random -> random.uniform(-1, 3));

    assertThat(DoubleStream.of(numbers)).allMatch(number -> number >= -1 && number < 3);
    assertMoments(numbers, 1, 16.0 / 12);
  }

  @Test
  void integersAreUniform() {
    RandomSource random = RandomSource.of(2);
    int[] counts = new int[7];
    IntStream.range(0, DRAWS).forEach(i -> counts[random.nextInt(7)]++);

    assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - DRAWS / 7) < DRAWS / 100);
  }

  @Test
  void integersKeepTheirRelativePosition() {
    RandomSource random = RandomSource.of(3);

    for (int i = 0; i < 1000; i++) {
      int small = random.copy().nextInt(100);
      assertThat(random.nextInt(800) / 8).isEqualTo(small);
    }
  }

  @Test
  void probabilitiesHold() {
    RandomSource random = RandomSource.of(4);
    long hits = IntStream.range(0, DRAWS).filter(i -> random.bernoulli(0.3)).count();

    assertThat((double) hits / DRAWS).isCloseTo(0.3, within(0.005));
    assertThat(IntStream.range(0, 1000)).noneMatch(i -> random.bernoulli(0));
    assertThat(IntStream.range(0, 1000)).allMatch(i -> random.bernoulli(1));
  }

  @Test
  void gaussianNumbersAreNormal() {
    double[] numbers = draw(RandomSource.of(6), RandomSource::gaussian);

    assertMoments(numbers, 0, 1);
    assertThat(DoubleStream.of(numbers).filter(x -> Math.abs(x) < 1).count() / (double) DRAWS)
        .isCloseTo(0.6827, within(0.005));
  }

  @Test
  void betaNumbersHaveTheirMeanAndVariance() {
    assertBeta(0.01, 0.01);
    assertBeta(0.2, 0.2);
    assertBeta(1, 1);
    assertBeta(2, 5);
  }

  private static void assertBeta(double a, double b) {
    double[] numbers = draw(RandomSource.of(8), random -> random.beta(a, b));
    double sum = a + b;

    assertThat(DoubleStream.of(numbers)).allMatch(number -> number >= 0 && number <= 1);
    assertMoments(numbers, a / sum, a * b / (sum * sum * (sum + 1)));
  }

  private static void assertMoments(double[] numbers, double mean, double variance) {
    double actual = DoubleStream.of(numbers).average().getAsDouble();
    double squares = DoubleStream.of(numbers).map(x -> (x - actual) * (x - actual)).sum();

    assertThat(actual).isCloseTo(mean, within(0.01 * Math.max(1, Math.sqrt(variance))));
    assertThat(squares / numbers.length)
        .isCloseTo(variance, within(0.02 * Math.max(0.1, variance)));
  }

  @Test
  void refusesWrongArguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RandomSource.of(1).nextInt(0))
        .withMessage("bound must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RandomSource.of(1).beta(0, 1))
        .withMessage("a and b must be positive, they are 0.0 and 1.0");
  }
}
