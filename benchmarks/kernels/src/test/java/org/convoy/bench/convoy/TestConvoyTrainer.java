package org.convoy.bench.convoy;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoy.bench.BenchmarkCase;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestConvoyTrainer {
  @ParameterizedTest
  @EnumSource
  void hasThePublishedNumberOfParametersAndLearns(BenchmarkCase benchmarkCase) {
    ConvoyTrainer trainer = new ConvoyTrainer(benchmarkCase, 2, Backend.AUTO, Precision.F32);
    float[] images = new float[2 * benchmarkCase.imageSize()];
    images[0] = 1;
    images[benchmarkCase.imageSize()] = -1;

    double before = trainer.step(images, new int[] {3, 8});
    double after = trainer.step(images, new int[] {3, 8});

    assertThat(trainer.parameterCount()).isEqualTo(benchmarkCase.parameterCount());
    assertThat(after).isLessThan(before);
  }

  @Test
  void namesTheKernelsThatItWasAskedFor() {
    ConvoyTrainer trainer = new ConvoyTrainer(BenchmarkCase.LENET5, 1, Backend.ND4J, Precision.F32);

    assertThat(trainer.version()).isEqualTo("Convoy with nd4j");
  }
}
