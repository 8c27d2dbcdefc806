package org.convoy.train;

import java.util.List;
import java.util.stream.IntStream;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.convoy.nn.network.LayerSummary;
import org.convoy.run.ModelDescription;
import org.convoy.zoo.ModelZoo;

/** Whether a network can train on the smallest batch that its data make. */
final class SmallestBatch {
  /** Of batch sizes above and below one that does not do. */
  private static final int MOST_TRIED = 1000;

  private SmallestBatch() {}

  /**
   * Makes sure that no batch of the epochs is too small for the network: batch normalization of one
   * pixel a channel has no variance in a batch of one.
   *
   * @param steps the steps of each epoch
   * @throws ConfigException naming the layer, and what to set
   */
  static void require(ConvoyConfig config, EpochPlan steps, ModelDescription description) {
    if (hasBatchOfOne(steps, config.batchSize())) {
      LayerSummary.of(ModelZoo.configuration(description.architecture(), config.loss().toOutput()))
          .stream()
          .filter(SmallestBatch::normalizesOnePixel)
          .findFirst()
          .ifPresent(
              layer -> {
                throw new ConfigException(List.of(tooSmall(config, steps, layer.name())));
              });
    }
  }

  private static boolean hasBatchOfOne(EpochPlan steps, int batchSize) {
    int last = steps.steps() - 1;
    return batchSize == 1
        || IntStream.range(0, steps.workers())
            .anyMatch(worker -> steps.samplesInStep(last, worker) % batchSize == 1);
  }

  private static boolean normalizesOnePixel(LayerSummary layer) {
    return layer.type().equals("BatchNorm2d")
        && layer.outputShape().stream().skip(1).allMatch(side -> side == 1);
  }

  private static String tooSmall(ConvoyConfig config, EpochPlan steps, String layer) {
    boolean canDrop = steps.steps() > 1 && config.batchSize() > 1;
    return ("batchSize = %d: %,d training images with workers = %d make a batch of 1 image, and"
            + " layer %s normalizes 1 x 1 pixel, which needs 2 or more%s")
        .formatted(
            config.batchSize(),
            steps.size(),
            config.workers(),
            layer,
            example(config, steps) + (canDrop ? ", or set data.dropLast = true" : ""));
  }

  /** The nearest batch size, preferably a smaller one, that makes no batch of one. */
  private static String example(ConvoyConfig config, EpochPlan steps) {
    int size = config.batchSize();
    return IntStream.rangeClosed(1, MOST_TRIED)
        .flatMap(away -> IntStream.of(size - away, size + away))
        .filter(other -> other > 1 && other <= Integer.MAX_VALUE / config.accumulate())
        .filter(other -> !hasBatchOfOne(withBatchSize(steps, other * config.accumulate()), other))
        .mapToObj(": use batchSize = %d"::formatted)
        .findFirst()
        .orElse(": use other workers");
  }

  private static EpochPlan withBatchSize(EpochPlan steps, int batchSize) {
    return new EpochPlan(
        steps.seed(), 0, steps.size(), steps.workers(), batchSize, 1, LastStep.KEEP);
  }
}
