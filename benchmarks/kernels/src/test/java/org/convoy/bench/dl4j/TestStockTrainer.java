package org.convoy.bench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.convoy.bench.BenchmarkCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestStockTrainer {
  private static final Map<BenchmarkCase, Long> PARAMETERS =
      Map.of(
          BenchmarkCase.LENET5, 61_706L,
          BenchmarkCase.RESNET20, 269_722L,
          BenchmarkCase.VGG11_BN, 9_231_114L,
          BenchmarkCase.RESNET18, 11_181_642L);

  @ParameterizedTest
  @EnumSource
  void hasThePublishedNumberOfParametersAndLearns(BenchmarkCase benchmarkCase) {
    StockTrainer trainer = new StockTrainer(benchmarkCase, 2);
    float[] images = new float[2 * benchmarkCase.imageSize()];
    int[] labels = {3, 8};
    images[0] = 1;
    images[benchmarkCase.imageSize()] = -1;

    double before = trainer.step(images, labels);
    double after = trainer.step(images, labels);

    assertThat(trainer.parameterCount()).isEqualTo(PARAMETERS.get(benchmarkCase));
    assertThat(after).isLessThan(before);
  }
}
