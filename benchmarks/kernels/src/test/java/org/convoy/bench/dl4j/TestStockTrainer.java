package org.convoy.bench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoy.bench.BenchmarkCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestStockTrainer {
  @ParameterizedTest
  @EnumSource(names = {"LENET5", "RESNET20", "VGG11_BN", "RESNET18"})
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
