package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.data.codec.DecodingMemory;
import org.junit.jupiter.api.Test;

final class TestDecodingCheck {
  private static final long GIB = 1L << 30;
  private static final MemorySettings SETTINGS =
      new MemorySettings("spark.executor.memory", "spark.executor.extraJavaOptions", 0, GIB);

  @Test
  void saysWhatTheLargestImageTakes() {
    assertThat(findings(new DecodingMemory(200L << 20, 300L << 20), SETTINGS, 2 * GIB))
        .containsExactly(
            Finding.ok(
                "decoding",
                "the largest image seen takes 200 MiB on the heap and 300 MiB outside it while it"
                    + " is decoded"));
  }

  @Test
  void refusesAHeapThatDoesNotHoldOneInEverySlot() {
    assertThat(findings(new DecodingMemory(GIB, 0), SETTINGS, 2 * GIB))
        .containsExactly(
            Finding.problem(
                "decoding",
                "executor 0 on a has a heap of 2.0 GiB; the largest image seen, decoded by 2 task"
                    + " slots at once, takes 2.3 GiB: set spark.executor.memory=2304m, begin"
                    + " data.transforms with a resize or a crop, which need no whole image, or"
                    + " lower data.maxPixels"));
  }

  @Test
  void refusesAContainerThatDoesNotHoldOneInEverySlot() {
    MemorySettings settings =
        new MemorySettings(
            "spark.executor.memory", "spark.executor.extraJavaOptions", 384L << 20, GIB);

    assertThat(findings(new DecodingMemory(0, 300L << 20), settings, 2 * GIB))
        .containsExactly(
            Finding.problem(
                "decoding",
                "the container of executor 0 on a has 384 MiB beside the heap; the largest image"
                    + " seen, decoded by 2 task slots at once, takes 600 MiB there: set"
                    + " spark.executor.memoryOverhead=640m"));
  }

  private static List<Finding> findings(DecodingMemory image, MemorySettings settings, long heap) {
    return new DecodingCheck(
            image, settings, List.of(Executors.executor(2, Executors.facts(heap, GIB, 64 * GIB))))
        .findings();
  }
}
