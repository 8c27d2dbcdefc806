package org.convoy.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convoy.data.DataException;
import org.junit.jupiter.api.Test;

final class TestPrediction {
  private static final List<String> CLASSES = List.of("ant", "bee", "cat");

  /** Numbers of PyTorch 1.13's softmax; exp(1000) alone would be infinite. */
  @Test
  void probabilitiesAreTheSoftmaxOfTheLogits() {
    Prediction prediction = Prediction.of(CLASSES, new float[] {1000, 1002, 1001});

    assertThat(prediction.probabilities().get(0)).isCloseTo(0.09003057, within(1e-7));
    assertThat(prediction.probabilities().get(1)).isCloseTo(0.66524096, within(1e-7));
    assertThat(prediction.probabilities().get(2)).isCloseTo(0.24472847, within(1e-7));
    assertThat(prediction.label()).isEqualTo(1);
    assertThat(prediction.className()).isEqualTo("bee");
    assertThat(prediction.probability()).isEqualTo(prediction.probabilities().get(1));
  }

  @Test
  void theFirstOfEqualsIsPredicted() {
    assertThat(Prediction.of(CLASSES, new float[] {0, 5, 5}).label()).isEqualTo(1);
  }

  @Test
  void refusesLogitsThatAreNotFinite() {
    assertThatThrownBy(() -> Prediction.of(CLASSES, new float[] {0, Float.NaN, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the model: expected finite outputs, found NaN for class bee. Its weights are too large"
                + " for float32: train it with a smaller learning rate.");
  }

  @Test
  void theMostProbableClassesAreRanked() {
    Prediction prediction = new Prediction(CLASSES, List.of(0.25, 0.5, 0.25));

    assertThat(prediction.top(2))
        .containsExactly(new RankedClass(1, "bee", 0.5), new RankedClass(0, "ant", 0.25));
    assertThat(prediction.top(9)).hasSize(3);
  }

  @Test
  void refusesAnotherNumberOfProbabilities() {
    assertThatThrownBy(() -> new Prediction(CLASSES, List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 classes have as many probabilities, got 1");
  }
}
