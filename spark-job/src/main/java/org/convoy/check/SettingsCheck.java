package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ScheduleConfig;
import org.convoy.data.ImageDataset;
import org.convoy.train.Models;

/** Settings with which a training goes on, but hardly as it is meant. */
record SettingsCheck(PlannedRun run) implements Check {
  private static final String SUBJECT = "config";
  private static final long FEW_STEPS = 10;
  private static final long FEW_IMAGES = 5;

  SettingsCheck {
    requireNonNull(run, "run is null");
  }

  @Override
  public List<Finding> findings() {
    int classes = run.datasets().train().classes().size();
    return Stream.of(
            steps(run.config(), run.datasets().train().size()),
            validation(run.datasets().validation().size(), classes),
            warmUp(run.config()),
            gray(run.config(), run.datasets().train()))
        .flatMap(Optional::stream)
        .map(text -> Finding.warning(SUBJECT, text))
        .toList();
  }

  static Optional<String> steps(ConvoyConfig config, long images) {
    long each = config.imagesAStep();
    long steps = config.data().dropLast() ? images / each : (images + each - 1) / each;
    return steps >= FEW_STEPS
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "an epoch has only %d step%s: a step takes workers x batchSize%s = %d x %d%s of the"
                    + " %,d"
                    + " training images; with fewer workers or a smaller batchSize there are more"
                    + " updates",
                steps,
                steps == 1 ? "" : "s",
                config.accumulate() == 1 ? "" : " x accumulate",
                config.workers(),
                config.batchSize(),
                config.accumulate() == 1 ? "" : " x " + config.accumulate(),
                images));
  }

  static Optional<String> validation(long images, int classes) {
    return images >= FEW_IMAGES * classes
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "there are only %,d validation images of %,d classes: one image more or less changes"
                    + " the accuracy by %.4f, by which the best epoch is chosen; set more aside with"
                    + " data.validationFraction",
                images,
                classes,
                1.0 / images));
  }

  static Optional<String> warmUp(ConvoyConfig config) {
    ScheduleConfig schedule = config.schedule();
    return schedule.warmupEpochs() == 0 || schedule.warmupEpochs() < config.epochs()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "schedule.warmupEpochs = %d is not below epochs = %d: the training is all warm-up, in"
                    + " which the learning rate rises to optimizer.learningRate at its end; train"
                    + " longer or set schedule.warmupEpochs lower",
                schedule.warmupEpochs(),
                config.epochs()));
  }

  static Optional<String> gray(ConvoyConfig config, ImageDataset images) {
    return Models.turnsGray(config, images)
        ? Optional.of(
            "data.normalize has one mean and one std, so that the RGB images are turned gray; give"
                + " three of each, for example of convoy stats, or say data.color = gray")
        : Optional.empty();
  }
}
