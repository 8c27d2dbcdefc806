package org.convoy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TestClassWeights {
  private static LossConfig loss(String... settings) {
    return ConvoyConfig.parse("x.conf", "data.path = x, model.name = lenet5", List.of(settings))
        .loss();
  }

  /** sklearn.utils.class_weight.compute_class_weight("balanced", ...) of 2, 6 and 4 images. */
  @Test
  void balanceTheClasses() {
    assertThat(loss("loss.classWeights=balanced").countedBy(new long[] {2, 6, 4}))
        .isEqualTo("loss.classWeights=[2.0, 0.6666666666666666, 1.0]");
  }

  @Test
  void doNotCountClassesWithoutImagesAndTheIgnoredOne() {
    assertThat(loss("loss.classWeights=balanced").countedBy(new long[] {2, 0, 6}))
        .isEqualTo("loss.classWeights=[2.0, 1.0, 0.6666666666666666]");
    assertThat(
            loss("loss.classWeights=balanced", "loss.ignoreIndex=1")
                .countedBy(new long[] {2, 9, 6}))
        .isEqualTo("loss.classWeights=[2.0, 1.0, 0.6666666666666666]");
  }

  @Test
  void needCountsOnlyWhereTheyAreBalanced() {
    assertThat(loss("loss.classWeights=balanced").needsCounts()).isTrue();
    assertThat(loss("loss.classWeights=[1,2]").needsCounts()).isFalse();
    assertThat(loss().needsCounts()).isFalse();
    assertThatThrownBy(() -> loss("loss.classWeights=balanced").toOutput())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The images of each class are not counted yet");
  }

  @Test
  void areRefusedWhereTheyAreNeither() {
    for (String wrong : List.of("even", "[]", "3")) {
      assertThatThrownBy(() -> loss("loss.classWeights=" + wrong))
          .hasMessageContaining("loss.classWeights")
          .hasMessageContaining("expected balanced, or a list, each element a number, at least 0");
    }
  }
}
