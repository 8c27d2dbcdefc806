package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.convoy.check.executor.MemorySettings;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.train.HeapNeed;
import org.convoy.train.MemoryNeed;
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
                    + " slots at once, takes 2.3 GiB with the model: set"
                    + " spark.executor.memory=2304m, begin data.transforms with a resize or a crop,"
                    + " which need no whole image, or lower data.maxPixels"));
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
                    + " seen, decoded by 2 task slots at once, takes 600 MiB there with the"
                    + " replicas: set spark.executor.memoryOverhead=640m"));
  }

  /** A heap that holds either, and not both. */
  @Test
  void countsTheModelToo() {
    MemoryNeed model =
        new MemoryNeed(0, 0, 0, 0, "", new HeapNeed(9 * GIB, GIB, GIB / 4, 0, 0, GIB), 1);

    assertThat(
            new DecodingCheck(
                    new DecodingMemory(GIB / 2, 0),
                    Optional.of(model),
                    SETTINGS,
                    List.of(Executors.executor(2, Executors.facts(2 * GIB, GIB, 64 * GIB))))
                .findings())
        .extracting(Finding::text)
        .containsExactly(
            "executor 0 on a has a heap of 2.0 GiB; the largest image seen, decoded by 2 task slots"
                + " at once, takes 2.8 GiB with the model: set spark.executor.memory=2816m, begin"
                + " data.transforms with a resize or a crop, which need no whole image, or lower"
                + " data.maxPixels");
  }

  @Test
  void doesNotDecodeHereWhatDoesNotFitHere() {
    DecodingMemory image = new DecodingMemory(GIB, 0);

    assertThat(DataCheck.tooLarge(image, 2 * GIB)).isEmpty();
    assertThat(DataCheck.tooLarge(image, GIB))
        .contains(
            Finding.problem(
                "decoding",
                "the driver has a heap of 1.0 GiB; the largest image seen takes 1.3 GiB while it is"
                    + " decoded: set CONVOY_DRIVER_MEMORY=1280m (spark-submit: --driver-memory),"
                    + " begin data.transforms with a resize or a crop, which need no whole image,"
                    + " or lower data.maxPixels"));
  }

  private static List<Finding> findings(DecodingMemory image, MemorySettings settings, long heap) {
    return new DecodingCheck(
            image,
            Optional.empty(),
            settings,
            List.of(Executors.executor(2, Executors.facts(heap, GIB, 64 * GIB))))
        .findings();
  }
}
