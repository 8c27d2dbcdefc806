package org.convoy.cli.start;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.PlannedRun;
import org.convoy.check.executor.Text;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.split.Subset;
import org.convoy.metric.Evaluation;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.Datasets;
import org.convoy.train.TrainingListener;
import org.convoy.train.stop.StopRequest;

/**
 * A training's first rounds, one evaluation and one checkpoint, on some of its images from all over
 * the data, by the trainer itself.
 */
public final class DryRun {
  private static final int LEAST_STEPS = 10;
  private static final int MOST_STEPS = 20;
  private static final int EVALUATED = 256;

  private final PlannedRun planned;
  private final Datasets some;
  private final JavaSparkContext spark;
  private final StopRequest stopRequest;
  private final Consumer<String> output;

  private DryRun(
      PlannedRun planned,
      JavaSparkContext spark,
      StopRequest stopRequest,
      Consumer<String> output) {
    this.planned = requireNonNull(planned, "planned is null");
    this.spark = requireNonNull(spark, "spark is null");
    this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
    this.output = requireNonNull(output, "output is null");
    Datasets all = planned.datasets();
    some =
        new Datasets(
            Subset.evenly(all.train(), images(planned.config())),
            Subset.evenly(all.validation(), EVALUATED));
  }

  /**
   * Of a training that was found to fit.
   *
   * @param output is told of each round
   */
  public static DryRun of(
      PlannedRun planned,
      JavaSparkContext spark,
      StopRequest stopRequest,
      Consumer<String> output) {
    return new DryRun(planned, spark, stopRequest, output);
  }

  /** Of two rounds where these are short enough: the first is slower than those after it. */
  private static int images(ConvoyConfig config) {
    long steps = Math.max(LEAST_STEPS, Math.min(2L * config.sync().every(), MOST_STEPS));
    return (int) Math.min(Integer.MAX_VALUE, steps * config.imagesAStep());
  }

  /** Trains; fails as the training itself would. */
  public Result run() {
    Rounds rounds = new Rounds();
    Rehearsal.train(planned, some, 1, spark, stopRequest, rounds);
    return rounds.result();
  }

  /** What the rounds took. */
  private final class Rounds implements TrainingListener {
    private final List<RoundMetrics> finished = new ArrayList<>();
    private long validationStart;
    private double validationSeconds;

    @Override
    public void roundFinished(TrainingState state, RoundMetrics round) {
      finished.add(round);
      output.accept(
          String.format(
              Locale.ROOT,
              "Round %d/%d  %.0f images/s  loss %.4f",
              round.round() + 1,
              round.rounds(),
              round.imagesPerSecond(),
              round.loss()));
      validationStart = System.nanoTime();
    }

    @Override
    public void epochFinished(EpochMetrics metrics, Evaluation validation) {
      validationSeconds = (System.nanoTime() - validationStart) / 1e9;
    }

    Result result() {
      List<RoundMetrics> warm = finished.subList(Math.min(1, finished.size() - 1), finished.size());
      double images = warm.stream().mapToLong(RoundMetrics::images).sum();
      double seconds =
          warm.stream().mapToDouble(round -> round.images() / round.imagesPerSecond()).sum();
      Datasets all = planned.datasets();
      double training = all.train().size() * seconds / images;
      // Its start does not grow with the images, and it computes less of each than a step does.
      double validation =
          all.validation().size()
              * Math.min(validationSeconds / some.validation().size(), seconds / images);
      int epochs = planned.config().epochs();
      return new Result(
          finished.size(),
          images / seconds,
          some.validation().size(),
          validationSeconds,
          epochs,
          epochs * (training + validation),
          peakBytes().orElse(null));
    }
  }

  /** The most memory that this process had; only Linux tells. */
  private static Optional<Long> peakBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What a dry run gave; the last line of {@code train --dry-run --json}.
   *
   * @param rounds that were trained
   * @param imagesPerSecond of all but the first of them
   * @param evaluated images that were evaluated
   * @param evaluationSeconds that this took, its start included
   * @param epochs of the whole training
   * @param estimatedSeconds that all epochs and their evaluations take
   * @param peakBytes of memory that this process had; null where the system does not tell
   */
  public record Result(
      int rounds,
      double imagesPerSecond,
      int evaluated,
      double evaluationSeconds,
      int epochs,
      double estimatedSeconds,
      Long peakBytes) {
    /** For the user. */
    public List<String> lines() {
      Duration time = Duration.ofSeconds(Math.round(estimatedSeconds));
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT,
              "Training %.0f images/s; %d images evaluated in %.1f s, start included",
              imagesPerSecond,
              evaluated,
              evaluationSeconds));
      lines.add(
          String.format(
              Locale.ROOT,
              "About %d:%02d:%02d h for %d epochs",
              time.toHours(),
              time.toMinutesPart(),
              time.toSecondsPart(),
              epochs));
      Optional.ofNullable(peakBytes)
          .ifPresent(
              peak -> lines.add("This process took %s of memory".formatted(Text.size(peak))));
      lines.add("Nothing was kept; the same command without --dry-run trains.");
      return lines;
    }
  }
}
