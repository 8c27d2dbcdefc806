package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.config.ConvoyConfig;
import org.convoy.train.HeapNeed.Tested;
import org.convoy.train.round.Exchange;
import org.junit.jupiter.api.Test;

final class TestHeapNeed {
  private static final long MIB = 1 << 20;

  /** VGG-16's with momentum: 528 MiB each. */
  private static final long VECTOR = 138_357_544L * Float.BYTES;

  private static final long SLICE = 2 * VECTOR / 133;

  private static HeapNeed need(Exchange exchange, String... settings) {
    ConvoyConfig config =
        ConvoyConfig.parse(
            "x.conf", "data.path = x, model.name = vgg16, workers = 2", List.of(settings));
    return HeapNeed.of(config, exchange, VECTOR, VECTOR, Tested.NOTHING);
  }

  @Test
  void oneProcessAveragesInOneState() {
    HeapNeed need = need(Exchange.LENT);

    assertThat(need.state()).isEqualTo(2 * VECTOR);
    assertThat(need.driver()).isEqualTo(2 * VECTOR);
    assertThat(need.executor() + need.slot() + need.spillable() + need.roundResults()).isZero();
  }

  /** They are in memory until the first state has their values. */
  @Test
  void pretrainedWeightsAreBesideTheFirstState() {
    assertThat(need(Exchange.LENT, "model.pretrained=x").driver()).isEqualTo(3 * VECTOR);
    assertThat(need(Exchange.COPIED, "model.pretrained=x")).isEqualTo(need(Exchange.COPIED));
  }

  @Test
  void theBestModelIsReadBesideTheLastState() {
    ConvoyConfig config =
        ConvoyConfig.parse("x.conf", "data.path = x, model.name = vgg16, workers = 2", List.of());

    assertThat(HeapNeed.of(config, Exchange.LENT, VECTOR, VECTOR, Tested.LAST_AND_BEST).driver())
        .isEqualTo(3 * VECTOR);
  }

  @Test
  void otherStrategiesNeedTheStateBeforeTheRound() {
    // The state, its outer momentum, and both again.
    assertThat(need(Exchange.LENT, "sync.strategy=slowmo").driver()).isEqualTo(6 * VECTOR);
    // The state, the gradient, the new state.
    assertThat(need(Exchange.LENT, "sync.strategy=gradient", "sync.every=1").driver())
        .isEqualTo(5 * VECTOR);
    // The state, as it is rounded for the workers, and the mean.
    assertThat(need(Exchange.LENT, "sync.compress=fp16").driver()).isEqualTo(6 * VECTOR);
  }

  /** Beside the parameters, which are written over. */
  @Test
  void optimizersThatAreNotAveragedAreNewVectors() {
    assertThat(need(Exchange.LENT, "sync.optimizerState=reset").driver()).isEqualTo(3 * VECTOR);
    assertThat(need(Exchange.LENT, "sync.optimizerState=local").driver()).isEqualTo(5 * VECTOR);
  }

  /** What a strategy makes of the mean comes when what was sent is gone. */
  @Test
  void aRoundOnExecutorsAndItsMergingAreNotAtOnce() {
    assertThat(need(Exchange.SLICED, "sync.strategy=slowmo").driver())
        .isEqualTo(7 * VECTOR + 12 * SLICE);
    assertThat(need(Exchange.SLICED, "sync.strategy=gradient", "sync.every=1").driver())
        .isEqualTo(5 * VECTOR + 12 * SLICE);
  }

  @Test
  void resultsOfMoreWorkersThanSlotsAreCopied() {
    assertThat(need(Exchange.COPIED).driver()).isEqualTo((4 + 4) * VECTOR);
  }

  @Test
  void executorsHoldSlices() {
    HeapNeed need = need(Exchange.SLICED);

    // The state before and after the round, and the bytes that executors ask for.
    assertThat(need.driver()).isEqualTo(6 * VECTOR + 12 * SLICE);
    assertThat(need.executor()).isZero();
    assertThat(need.slot()).isEqualTo(48 * MIB + 8 * SLICE);
    assertThat(need.spillable()).isEqualTo(6 * VECTOR);
    assertThat(need.roundResults()).isEqualTo(2 * VECTOR);
  }

  @Test
  void optimizersThatWorkersKeepAreTheDriversToo() {
    HeapNeed need = need(Exchange.SLICED, "sync.optimizerState=local");

    assertThat(need.state()).isEqualTo(3 * VECTOR);
    assertThat(need.driver()).isEqualTo(9 * VECTOR + 12 * SLICE);
    assertThat(need.roundResults()).isEqualTo(3 * VECTOR);
  }

  /** The driver's and each executor's; embedded, there is one. */
  @Test
  void theListOfSamplesIsInEveryProcess() {
    HeapNeed sliced = need(Exchange.SLICED);
    HeapNeed lent = need(Exchange.LENT);

    assertThat(sliced.with(100 * MIB, Exchange.SLICED).leastDriver())
        .isEqualTo(sliced.leastDriver() + 100 * MIB);
    assertThat(sliced.with(100 * MIB, Exchange.SLICED).leastExecutor(4))
        .isEqualTo(sliced.leastExecutor(4) + 100 * MIB);
    assertThat(lent.with(100 * MIB, Exchange.LENT).driver()).isEqualTo(lent.driver() + 100 * MIB);
    assertThat(lent.with(100 * MIB, Exchange.LENT).executor()).isZero();
  }

  @Test
  void wholeResultsAreHeldThreeTimesWhereTheyAreSent() {
    HeapNeed need = need(Exchange.WHOLE);

    assertThat(need.executor()).isEqualTo(4 * VECTOR);
    assertThat(need.slot()).isEqualTo(6 * VECTOR);
    assertThat(need.driver()).isEqualTo((4 + 2 + 4 + 8) * VECTOR);
  }

  @Test
  void twoSmallStatesMayWaitForTheFileSystem() {
    ConvoyConfig config =
        ConvoyConfig.parse("x.conf", "data.path = x, model.name = lenet5, workers = 2", List.of());

    assertThat(HeapNeed.of(config, Exchange.LENT, MIB, MIB, Tested.NOTHING).driver())
        .isEqualTo(8 * MIB);
  }

  @Test
  void workersThatExchangeDirectlyHoldTheirSliceOnly() {
    long piece = 4 * MIB;

    HeapNeed average = need(Exchange.DIRECT);
    HeapNeed slowmo = need(Exchange.DIRECT, "sync.strategy=slowmo");

    // The state before the segment, as it is sent, and the one after it.
    assertThat(average.driver()).isEqualTo(6 * VECTOR + 3 * piece);
    assertThat(average.slot()).isEqualTo(3 * piece);
    assertThat(average.roundResults()).isZero();
    assertThat(slowmo.driver()).isEqualTo(9 * VECTOR + 3 * piece);
    // Half of the parameters before the round, and of the outer momentum.
    assertThat(slowmo.slot()).isEqualTo(VECTOR + 3 * piece);
  }
}
