package org.convoy.bench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoy.bench.BenchmarkCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TestStockTrainer {
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"RESNET50", "MOBILENET_V2"})
  void hasThePublishedNumberOfParametersAndLearns(BenchmarkCase benchmarkCase) {
    StockTrainer trainer = new StockTrainer(benchmarkCase, 2);
    float[] images = new float[2 * benchmarkCase.imageSize()];
    int[] labels = {3, 8};
    images[0] = 1;
    images[benchmarkCase.imageSize()] = -1;

    double before = trainer.step(images, labels);
    double after = trainer.step(images, labels);

    assertThat(trainer.parameterCount()).isEqualTo(benchmarkCase.parameterCount());
    assertThat(after).isLessThan(before);
  }
}
