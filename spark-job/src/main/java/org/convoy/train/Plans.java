package org.convoy.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.config.ConfigException;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ScheduleConfig;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.LastStep;
import org.convoy.data.sampler.RoundLengths;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.run.ModelDescription;
import org.convoy.state.EpochMetrics;
import org.convoy.strategy.SyncInterval;
import org.convoy.zoo.ModelZoo;

/** What a config asks for, as the objects that do it. */
final class Plans {
  /** Of batch sizes above and below one that does not do. */
  private static final int MOST_TRIED = 1000;

  private Plans() {}

  /**
   * The steps of each epoch, in rounds of one step.
   *
   * @throws ConfigException when the samples do not fill one step and short ones are dropped
   */
  static EpochPlan steps(ConvoyConfig config, int samples) {
    try {
      return new EpochPlan(
          config.seed(),
          0,
          samples,
          config.workers(),
          config.batchSize(),
          1,
          config.data().dropLast() ? LastStep.DROP : LastStep.KEEP);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of("data.dropLast: " + e.getMessage()));
    }
  }

  /**
   * Makes sure that no batch of the epochs is too small for the network: batch normalization of one
   * pixel a channel has no variance in a batch of one.
   *
   * @param steps the steps of each epoch
   * @throws ConfigException naming the layer, and what to set
   */
  static void requireLargeBatches(
      ConvoyConfig config, EpochPlan steps, ModelDescription description) {
    if (hasBatchOfOne(steps)) {
      LayerSummary.of(ModelZoo.configuration(description.architecture(), config.loss().toOutput()))
          .stream()
          .filter(Plans::normalizesOnePixel)
          .findFirst()
          .ifPresent(
              layer -> {
                throw new ConfigException(List.of(tooSmall(config, steps, layer.name())));
              });
    }
  }

  private static boolean hasBatchOfOne(EpochPlan steps) {
    int last = steps.steps() - 1;
    return steps.batchSize() == 1
        || IntStream.range(0, steps.workers())
            .anyMatch(worker -> steps.samplesInStep(last, worker) == 1);
  }

  private static boolean normalizesOnePixel(LayerSummary layer) {
    return layer.type().equals("BatchNorm2d")
        && layer.outputShape().stream().skip(1).allMatch(side -> side == 1);
  }

  private static String tooSmall(ConvoyConfig config, EpochPlan steps, String layer) {
    boolean canDrop = steps.steps() > 1 && config.batchSize() > 1;
    return ("batchSize = %d: %,d training images with workers = %d make a batch of 1 image, and layer"
            + " %s normalizes 1 x 1 pixel, which needs 2 or more%s")
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
        .filter(other -> other > 1)
        .filter(other -> !hasBatchOfOne(withBatchSize(steps, other)))
        .mapToObj(": use batchSize = %d"::formatted)
        .findFirst()
        .orElse(": use other workers");
  }

  private static EpochPlan withBatchSize(EpochPlan steps, int batchSize) {
    return new EpochPlan(
        steps.seed(), 0, steps.size(), steps.workers(), batchSize, 1, LastStep.KEEP);
  }

  /**
   * The epoch after those in the history, in its rounds.
   *
   * @param steps the steps of each epoch
   */
  static EpochPlan epoch(ConvoyConfig config, EpochPlan steps, List<EpochMetrics> history) {
    int count = steps.steps();
    int epoch = history.size();
    SyncInterval interval = config.sync().toInterval(config.epochs(), count);
    LearningRateSchedule schedule = schedule(config, steps, history);
    long warmUp = (long) config.schedule().warmupEpochs(config.epochs()) * count;
    List<Integer> lengths = new ArrayList<>();
    for (int start = 0, length; start < count; start += length) {
      long step = (long) epoch * count + start;
      double learningRate = schedule.learningRate(Math.max(step, warmUp));
      length = Math.min(interval.steps(step, learningRate), count - start);
      lengths.add(length);
    }

    return steps.atEpoch(epoch).withRounds(RoundLengths.of(lengths));
  }

  /**
   * The learning rates up to the end of the epoch after those in the history.
   *
   * @param steps the steps of each epoch
   */
  static LearningRateSchedule schedule(
      ConvoyConfig config, EpochPlan steps, List<EpochMetrics> history) {
    ScheduleConfig schedule = config.schedule();
    List<Double> measurements =
        history.stream()
            .map(
                metrics ->
                    schedule.watchesAccuracy()
                        ? metrics.validationAccuracy()
                        : metrics.validationLoss())
            .toList();
    return schedule.toSchedule(config.optimizer(), config.epochs(), steps.steps(), measurements);
  }
}
