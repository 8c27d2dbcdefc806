package org.convoy.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.convoy.nn.loss.BCEWithLogitsLoss.Classes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestLosses {
  private static final double STEP = 1e-5;
  private static final int OUTPUTS = 5;

  private static List<Loss> losses(Reduction reduction) {
    double[] weights = {0.5, 2, 0, 1, 3};
    return List.of(
        new CrossEntropyLoss(null, 0, -100, reduction),
        new CrossEntropyLoss(null, 0.2, 1, reduction),
        new CrossEntropyLoss(weights, 0.1, -100, reduction),
        new MSELoss(reduction),
        new L1Loss(reduction),
        new SmoothL1Loss(0.7, reduction),
        new HuberLoss(0.7, reduction),
        new BCEWithLogitsLoss(0.1, OptionalDouble.empty(), Classes.SUM, reduction));
  }

  @ParameterizedTest
  @EnumSource
  void gradientsMatchCentralDifferences(Reduction reduction) {
    SplittableRandom random = new SplittableRandom(3);
    double[] soft = random.doubles(4 * OUTPUTS).toArray();
    for (Targets targets :
        List.of(Targets.ofClasses(0, 1, 4, 3), Targets.ofValues(soft, OUTPUTS))) {
      for (Loss loss : losses(reduction)) {
        double[] outputs = random.doubles(4 * OUTPUTS, -2, 2).toArray();
        compare(loss, outputs, targets);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsByAllClassifiersMatchCentralDifferences(Reduction reduction) {
    SplittableRandom random = new SplittableRandom(4);
    Targets targets = Targets.ofValues(random.doubles(4 * OUTPUTS).toArray(), OUTPUTS);
    for (Loss loss : losses(reduction)) {
      double[] outputs = random.doubles(3 * 4 * OUTPUTS, -2, 2).toArray();
      compare(new AuxiliaryLoss(loss, 0.3, 2), outputs, targets);
    }
  }

  /** PyTorch's gradient is 0 of ignored classes, and NaN of weights 0, whose mean is 0 / 0. */
  @Test
  void aBatchInWhichNothingCountsHasNoGradient() {
    Targets targets = Targets.ofClasses(1, 1);
    double[] logits = {3, 1, 2, 0};
    for (Loss loss :
        List.of(
            new CrossEntropyLoss(null, 0, 1, Reduction.MEAN),
            new CrossEntropyLoss(null, 0.1, 1, Reduction.MEAN),
            new CrossEntropyLoss(new double[] {1, 0}, 0, -100, Reduction.MEAN),
            new CrossEntropyLoss(new double[] {1, 0}, 0.1, -100, Reduction.MEAN))) {
      LossValue value = loss.of(logits, targets);

      assertThat(value.gradient()).containsOnly(0);
      assertThat(value.lossSum()).isFinite();
      assertThat(value.lossWeight()).isZero();
    }
  }

  @Test
  void auxiliaryLossIsAWeightedSum() {
    Loss loss = CrossEntropyLoss.withLabelSmoothing(0);
    Targets targets = Targets.ofClasses(1, 0);
    double[] main = {3, 1, 2, 0};
    double[] auxiliary = {0, 1, 1, 0};
    LossValue sum = new AuxiliaryLoss(loss, 0.3).of(new double[] {3, 1, 0, 1, 2, 0, 1, 0}, targets);
    LossValue first = loss.of(main, targets);
    LossValue second = loss.of(auxiliary, targets);

    assertThat(sum.lossSum()).isCloseTo(first.lossSum() + 0.3 * second.lossSum(), within(1e-12));
    assertThat(sum.losses()[1])
        .isCloseTo(first.losses()[1] + 0.3 * second.losses()[1], within(1e-12));
    assertThat(sum.correct()).as("by the network's own logits").isEqualTo(1);
    assertThat(second.correct()).isEqualTo(2);
  }

  private static void compare(Loss loss, double[] outputs, Targets targets) {
    double[] gradient = loss.of(outputs, targets).gradient();
    for (int i = 0; i < outputs.length; i++) {
      double value = outputs[i];
      outputs[i] = value + STEP;
      double above = loss.of(outputs, targets).value();
      outputs[i] = value - STEP;
      double below = loss.of(outputs, targets).value();
      outputs[i] = value;
      double slope = (above - below) / (2 * STEP);
      assertThat(gradient[i]).as("%s [%d]", loss, i).isCloseTo(slope, within(1e-7));
    }
  }

  @Test
  void countsTheFirstOfEqualOutputs() {
    double[] logits = {1, 1, 0, 0, 2, 2};
    Loss loss = CrossEntropyLoss.withLabelSmoothing(0);
    assertThat(loss.of(logits, Targets.ofClasses(0, 1)).correct()).isEqualTo(2);
    assertThat(loss.of(logits, Targets.ofClasses(1, 2)).correct()).isZero();
  }

  @Test
  void countsAgreementWithTheLargestTarget() {
    double[] outputs = {3, 1, 0, -1, -1, 0, 1, 2, -1, -1};
    Targets targets =
        Targets.ofValues(new float[] {0.6f, 0.4f, 0, 0, 0, 0.1f, 0.5f, 0.4f, 0, 0}, OUTPUTS);
    for (Loss loss : losses(Reduction.MEAN)) {
      assertThat(loss.of(outputs, targets).correct()).isEqualTo(1);
    }
  }

  @Test
  void leavesIgnoredExamplesOut() {
    Loss loss = new CrossEntropyLoss(null, 0, 2, Reduction.MEAN);
    double[] logits = {1, 0, 5, 1, 0, 5};
    LossValue value = loss.of(logits, Targets.ofClasses(2, 0));
    LossValue alone = loss.of(new double[] {1, 0, 5}, Targets.ofClasses(0));
    assertThat(value.correct()).isZero();
    assertThat(value.mean()).isCloseTo(alone.mean(), within(1e-12));
    assertThat(value.gradient()).startsWith(0, 0, 0).endsWith(alone.gradient());
    assertThat(loss.of(logits, Targets.ofClasses(2, 2)).mean()).isNaN();
  }

  /** As PyTorch: sum of weight times loss, divided by the sum of the weights. */
  @Test
  void aMeanIsWeightedByTheClasses() {
    double[] logits = {1, 0, 5, 1, 0, 5, 2, 2, 2};
    Targets targets = Targets.ofClasses(2, 0, 0);
    double[] weights = {3, 1, 0.5};
    LossValue plain = CrossEntropyLoss.withLabelSmoothing(0).of(logits, targets);
    LossValue weighted = new CrossEntropyLoss(weights, 0, -100, Reduction.MEAN).of(logits, targets);
    double sum = 0.5 * plain.losses()[0] + 3 * plain.losses()[1] + 3 * plain.losses()[2];
    assertThat(weighted.lossWeight()).isEqualTo(6.5);
    assertThat(weighted.lossSum()).isCloseTo(sum, within(1e-12));
    assertThat(weighted.value()).isCloseTo(sum / 6.5, within(1e-12));
  }

  @Test
  void leavesLossesAsTheyAreWithoutReduction() {
    double[] outputs = {0.5, -1, 2, 0};
    Targets targets = Targets.ofClasses(1, 0);
    LossValue squares = new MSELoss(Reduction.NONE).of(outputs, targets);
    assertThat(squares.losses()).containsExactly(0.25, 4, 1, 0);
    assertThat(squares.gradient()).containsExactly(1, -4, 2, 0);
    LossValue entropies = new CrossEntropyLoss(null, 0, -100, Reduction.NONE).of(outputs, targets);
    assertThat(entropies.losses()).hasSize(2);
    assertThat(entropies.value()).isEqualTo(entropies.losses()[0] + entropies.losses()[1]);
    assertThatThrownBy(() -> new MSEOutput(Reduction.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A network is trained on one number: reduction must be MEAN or SUM, got NONE");
  }

  @Test
  void everyPositionOfAnExampleIsARow() {
    Positions positions = new Positions(2, 3);
    double[] images = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    double[] rows = {1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12};
    assertThat(positions.toRows(images)).isEqualTo(rows);
    assertThat(positions.fromRows(rows)).isEqualTo(images);
    assertThatThrownBy(() -> positions.toRows(new double[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a whole number of examples of 6 values, got 7 values");
  }

  @Test
  void classesAndTheirOneHotRowsAreTheSame() {
    double[] outputs = {0.5, -1, 2, 0, 1, 3};
    Targets rows = Targets.ofValues(new float[] {0, 0, 1, 1, 0, 0}, 3);
    for (Loss loss :
        List.of(CrossEntropyLoss.withLabelSmoothing(0.1), new MSELoss(Reduction.SUM))) {
      LossValue expected = loss.of(outputs, Targets.ofClasses(2, 0));
      assertThat(loss.of(outputs, rows).lossSum()).isEqualTo(expected.lossSum());
      assertThat(loss.of(outputs, rows).gradient()).isEqualTo(expected.gradient());
    }
  }

  @Test
  void explainsTargetsThatDoNotFit() {
    Loss loss = CrossEntropyLoss.withLabelSmoothing(0);
    assertThatThrownBy(() -> Targets.ofValues(new float[5], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Targets must have a value for each of 3 outputs of each example, got 5");
    assertThatThrownBy(() -> Targets.ofValues(new float[6], 3).check(2, loss))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Targets have 3 values an example for 2 outputs");
    assertThatThrownBy(() -> Targets.ofClasses(1, 2).check(2, loss))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Label 2 of example 1 is not in 0 … 1; does the network have enough classes?");
    Targets.ofClasses(1, -100).check(2, loss);
    Loss weighted = new CrossEntropyLoss(new double[] {1, 2}, 0, -100, Reduction.MEAN);
    assertThatThrownBy(() -> weighted.of(new double[6], Targets.ofClasses(0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are 2 class weights for 3 classes");
    assertThatThrownBy(() -> new SmoothL1Loss(-1, Reduction.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be at least 0, got -1.0");
  }
}
