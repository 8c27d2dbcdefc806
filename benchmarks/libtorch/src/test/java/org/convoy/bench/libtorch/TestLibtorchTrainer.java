package org.convoy.bench.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.convoy.bench.BenchmarkCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TestLibtorchTrainer {
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MOBILENET_V3_LARGE", "EFFICIENTNET_B0", "DENSENET121", "CONVNEXT_TINY"})
  void hasThePublishedNumberOfParametersAndLearns(BenchmarkCase benchmarkCase) throws IOException {
    LibtorchTrainer trainer = LibtorchTrainer.create(benchmarkCase, 2, MemoryFormat.ChannelsLast);
    float[] images = images(benchmarkCase);

    double before = trainer.step(images, new int[] {3, 8});
    double after = trainer.step(images, new int[] {3, 8});

    assertThat(trainer.parameterCount()).isEqualTo(benchmarkCase.parameterCount());
    assertThat(after).isLessThan(before);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MOBILENET_V3_LARGE", "EFFICIENTNET_B0", "DENSENET121", "CONVNEXT_TINY"})
  void bothLayoutsComputeTheSame(BenchmarkCase benchmarkCase) throws IOException {
    float[] images = images(benchmarkCase);
    LibtorchTrainer contiguous = LibtorchTrainer.create(benchmarkCase, 2, MemoryFormat.Contiguous);
    LibtorchTrainer channelsLast =
        LibtorchTrainer.create(benchmarkCase, 2, MemoryFormat.ChannelsLast);

    double loss = contiguous.step(images, new int[] {3, 8});

    assertThat(channelsLast.step(images, new int[] {3, 8})).isCloseTo(loss, within(1e-3));
  }

  private static float[] images(BenchmarkCase benchmarkCase) {
    float[] images = new float[2 * benchmarkCase.imageSize()];
    images[0] = 1;
    images[benchmarkCase.imageSize()] = -1;
    return images;
  }
}
