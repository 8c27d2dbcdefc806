package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.PlannedRun;
import org.convoy.check.Preflight;
import org.convoy.check.PreflightException;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.SweepTable;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.FailureReport;
import org.convoy.cli.process.LazySpark;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.start.Training;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.source.DatasetSource;
import org.convoy.metric.Evaluation;
import org.convoy.run.Ending;
import org.convoy.run.RunFolder;
import org.convoy.run.lock.RunLock;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Objective;
import org.convoy.sweep.Outcome;
import org.convoy.sweep.Sweep.TrialTraining;
import org.convoy.sweep.Trial;
import org.convoy.tracking.MlflowArtifacts;
import org.convoy.train.Datasets;
import org.convoy.train.KeptSamples;
import org.convoy.train.Trainer;
import org.convoy.train.TrainingListener;
import org.convoy.train.stop.StopRequest;

/**
 * Trains the trials of a sweep, each in an ordinary run folder, on one Spark and from the same
 * samples where they read the same data.
 */
final class TrialRunner implements TrialTraining, AutoCloseable {
  private final Configuration hadoop = SparkEnvironment.hadoopConfiguration();
  private final Map<Trial, ConvoyConfig> configs;
  private final Objective objective;
  private final Function<Trial, RunFolder> folders;
  private final int parallel;
  private final LazySpark lazySpark;
  private final StopRequest stopRequest;
  private final Console console;
  private final Map<DatasetSource, Datasets> opened = new HashMap<>();
  private Optional<KeptSamples> kept = Optional.empty();

  /**
   * @param folders where each is trained
   * @param parallel how many at a time
   */
  TrialRunner(
      Map<Trial, ConvoyConfig> configs,
      Objective objective,
      Function<Trial, RunFolder> folders,
      int parallel,
      LazySpark lazySpark,
      StopRequest stopRequest,
      Console console) {
    this.configs = Map.copyOf(configs);
    this.objective = requireNonNull(objective, "objective is null");
    this.folders = requireNonNull(folders, "folders is null");
    this.parallel = parallel;
    this.lazySpark = requireNonNull(lazySpark, "lazySpark is null");
    this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
    this.console = requireNonNull(console, "console is null");
  }

  @Override
  public Outcome train(Trial trial, int epochs) {
    ConvoyConfig config = configs.get(trial);
    RunFolder folder = folders.apply(trial).patient(config.checkpoint().patience());
    boolean isThere =
        folder.result().isPresent()
            || (epochs < config.epochs() && folder.history().size() >= epochs);
    if (isThere) { // Even if it diverged later: an interruption changes nothing of this rung.
      return outcome(trial, folder, epochs, null);
    }

    Optional<Ending> diverged = folder.ending().filter(last -> last.code() == Ending.DIVERGED);
    if (diverged.isPresent()) {
      return outcome(trial, folder, epochs, diverged.get().message());
    }

    try {
      trainOn(trial, config, folder, epochs);
      return outcome(trial, folder, epochs, null);
    } catch (Exception e) { // Spark's own are checked ones, which no method declares.
      return outcome(trial, folder, epochs, ownProblem(e));
    }
  }

  private Outcome outcome(Trial trial, RunFolder folder, int epochs, String problem) {
    return Outcome.of(trial, folder.location(), folder.history(), epochs, objective, problem);
  }

  /** What is wrong with this trial; what other trials would fail of too is thrown. */
  private static String ownProblem(Exception failure) {
    Ending ending = FailureReport.ending(failure, "");
    boolean isOwn =
        ending.code() == ExitCode.DIVERGED.number()
            || ending.code() == ExitCode.MEMORY.number()
            || failure instanceof ConfigException
            || failure instanceof PreflightException;
    if (!isOwn) {
      throw TrialRunner.<RuntimeException>undeclared(failure);
    }

    return onOneLine(ending.message());
  }

  /** The first line of a message or, where that announces others, those. */
  private static String onOneLine(String message) {
    List<String> lines = message.lines().map(String::strip).toList();
    return lines.size() > 1 && lines.get(0).endsWith(":")
        ? String.join("; ", lines.subList(1, lines.size()))
        : lines.stream().findFirst().orElse("");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // It is thrown as it is.
  private static <T extends Throwable> T undeclared(Throwable failure) throws T {
    throw (T) failure;
  }

  private void trainOn(Trial trial, ConvoyConfig config, RunFolder folder, int epochs) {
    JavaSparkContext spark = spark();
    try (RunLock lock = folder.lock()) {
      PlannedRun planned = Training.plan(config, datasets(config), folder, hadoop, remark -> {});
      Preflight.ofTraining(spark, planned, parallel).requireNoProblems();
      Trainer.Builder trainer =
          planned
              .trainer(spark)
              .stopRequest(stopRequest)
              .samples(samples(spark))
              .listeners(progress(trial, config.epochs()));
      Training.run(
          planned,
          lock,
          spark,
          trainer,
          planned.fingerprints(hadoop),
          made -> epochs < config.epochs() ? made.trainTo(epochs) : made.train());
      if (epochs >= config.epochs()) {
        RunReporter.cardAtEnd(planned, hadoop).ifPresent(console::println);
        MlflowArtifacts.send(config.tracking(), folder, hadoop).ifPresent(console::println);
      }
    }
  }

  private TrainingListener progress(Trial trial, int epochs) {
    return new TrainingListener() {
      @Override
      public void epochFinished(EpochMetrics metrics, Evaluation validation) {
        console.println(SweepTable.line(trial, metrics, epochs));
      }
    };
  }

  private synchronized JavaSparkContext spark() {
    return lazySpark.context();
  }

  private synchronized Datasets datasets(ConvoyConfig config) {
    return opened.computeIfAbsent(
        Datasets.source(config, hadoop), unopened -> Datasets.open(config, hadoop));
  }

  private synchronized KeptSamples samples(JavaSparkContext spark) {
    if (kept.isEmpty()) {
      kept = Optional.of(new KeptSamples(spark));
    }

    return kept.get();
  }

  @Override
  public void close() {
    kept.ifPresent(KeptSamples::close);
  }
}
