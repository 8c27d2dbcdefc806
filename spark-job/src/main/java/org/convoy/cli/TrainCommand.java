package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.PlannedRun;
import org.convoy.check.Preflight;
import org.convoy.check.PreflightReport;
import org.convoy.cli.argument.TrainingArguments;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.ProfileTable;
import org.convoy.cli.console.ProgressDisplay;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.FailureReport;
import org.convoy.cli.process.LazySpark;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.start.DryRun;
import org.convoy.cli.start.Training;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.config.binding.ConfigException;
import org.convoy.metric.Evaluation;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.run.RunFolder;
import org.convoy.run.TestResult;
import org.convoy.run.TrainResult;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageAwayException;
import org.convoy.run.file.StorageException;
import org.convoy.run.lock.RunLock;
import org.convoy.state.EpochMetrics;
import org.convoy.tracking.MlflowArtifacts;
import org.convoy.train.Datasets;
import org.convoy.train.Trainer;
import org.convoy.train.TrainingListener;
import org.convoy.train.round.ProfileAccumulator;
import org.convoy.train.stop.MemoryWatch;
import org.convoy.train.stop.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy train}: begins a run, continues an interrupted one, or shows a finished one. */
@Command(
    name = "train",
    description = {
      "Trains the network that a config describes and writes a run folder.",
      "The same command continues an interrupted run, to the same final weights."
    },
    mixinStandardHelpOptions = true,
    footer = {"", Console.TAKES_MASTER, "Config keys are described in docs/config-reference.md."})
final class TrainCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);

  private final StopRequest stopRequest;

  @Mixin private Console console;

  @Mixin private TrainingArguments arguments;

  @Option(
      names = "--override",
      description =
          "go on with a changed config where what was trained so far does not depend on the change:"
              + " more epochs, checkpoint.*, earlyStopping.*, maxHours and a few more; needs --run")
  private boolean override;

  @Option(
      names = "--same-data",
      description =
          "take files of the same names and lengths for those that the run was begun with, though"
              + " they were written since and their content then is not known")
  private boolean sameData;

  /** After the latest epoch that was trained here. */
  private Optional<Evaluation> validation = Optional.empty();

  @Option(
      names = "--dry-run",
      description =
          "train a few rounds and evaluate some images, in a temporary folder, and tell how long all"
              + " of it would take; leaves no run folder")
  private boolean dryRun;

  @Option(
      names = "--profile",
      description =
          "time each pass of each layer, and tell at the end and in the run folder's profile.json"
              + " where a step's time goes")
  private boolean profile;

  TrainCommand(StopRequest stopRequest) {
    this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
  }

  @Override
  public Integer call() {
    if (override && !arguments.namesFolder()) {
      throw console.usageError(
          "--override needs --run DIR: the default folder is another one for another config");
    }

    if (dryRun && (override || sameData || profile)) {
      throw console.usageError("--dry-run goes without --override, --same-data and --profile");
    }

    stopRequest.listenWhileStarting();
    try {
      return dryRun ? dryRun() : train();
    } finally {
      stopRequest.started();
    }
  }

  private int dryRun() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    ConvoyConfig config = arguments.config();
    RunFolder folder = arguments.folder(config, hadoop);
    try (LazySpark spark = new LazySpark(stopRequest::listen)) {
      PlannedRun planned =
          Training.plan(config, Datasets.open(config, hadoop), folder, hadoop, console::println);
      describe(planned.datasets());
      preflight(spark.context(), planned);
      MemoryWatch.OF_PROCESS.workBegins();
      DryRun.Result result =
          DryRun.of(planned, spark.context(), stopRequest, console::println).run();
      result.lines().forEach(console::println);
      console.result(result);
    }

    return ExitCode.DONE.number();
  }

  private void preflight(JavaSparkContext spark, PlannedRun planned) {
    PreflightReport preflight = Preflight.ofTraining(spark, planned);
    preflight.requireNoProblems();
    preflight.warnings().forEach(warning -> console.text("Warning: " + warning));
  }

  private int train() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    ConvoyConfig config = config(hadoop);
    RunFolder folder = arguments.folder(config, hadoop).patient(config.checkpoint().patience());
    try (RunLock lock = folder.lock();
        LazySpark spark = new LazySpark(stopRequest::listen)) {
      try {
        PlannedRun planned =
            Training.plan(config, Datasets.open(config, hadoop), folder, hadoop, console::println);
        DataComparison comparison = new DataComparison(planned, hadoop, spark, console::println);
        return train(planned, lock, spark, comparison);
      } catch (Exception | Error e) {
        recordRefusal(e, folder, lock, spark.applicationId());
        throw e;
      }
    }
  }

  private ConvoyConfig config(Configuration hadoop) {
    try {
      ConvoyConfig config = arguments.config();
      arguments
          .keptLearningRate(config)
          .ifPresent(warning -> console.text("Warning: config: " + warning));
      return config;
    } catch (ConfigException e) {
      arguments.namedFolder(hadoop).ifPresent(folder -> recordRefusal(e, folder));
      throw e;
    }
  }

  private int train(PlannedRun planned, RunLock lock, LazySpark spark, DataComparison comparison) {
    if (override || planned.folder().result().isEmpty()) {
      lock.requireFree(SparkEnvironment.applicationBeforeStart());
    }

    if (sameData) {
      comparison.vouch();
    }

    Map<String, String> data = override ? comparison.ofChangedRun() : comparison.ofSameRun();
    List<Difference> changes =
        override ? planned.folder().beginOrChange(planned.config(), data) : List.of();
    console.println("Run folder " + planned.folder().location());
    changes.forEach(this::print);
    Optional<TrainResult> earlier = planned.folder().result();
    if (earlier.isPresent()) {
      planned.folder().requireModel();
      settle(planned.folder(), lock);
      console.println("Already finished; nothing to do.");
    } else {
      describe(planned.datasets());
    }

    TrainResult result = earlier.orElseGet(() -> train(planned, lock, spark.context(), data));
    report(result);
    if (earlier.isEmpty()) {
      RunReporter.atEnd(spark.context(), planned, validation).ifPresent(console::println);
      RunReporter.cardAtEnd(planned, spark.context().hadoopConfiguration())
          .ifPresent(console::println);
      MlflowArtifacts.send(
              planned.config().tracking(), planned.folder(), spark.context().hadoopConfiguration())
          .ifPresent(console::println);
    }

    console.result(result);
    return ExitCode.DONE.number();
  }

  /**
   * A process that was killed at its very end leaves a folder that is finished and does not say so:
   * whoever waits for {@code exit.json} would wait on. Where it cannot be written, it is finished
   * all the same.
   */
  private static void settle(RunFolder folder, RunLock lock) {
    try {
      if (!folder.isSettled()) {
        String application = SparkEnvironment.applicationBeforeStart();
        folder
            .acquire(lock, application)
            .recordEnding(ExitCode.DONE.ending(ExitCode.DONE.meaning(), application));
      }
    } catch (RunException | StorageException e) {
      LOG.debug("{} does not say how its run ended", folder.location(), e);
    }
  }

  private void describe(Datasets datasets) {
    console.println("Data       " + datasets.describe());
    datasets.remarks().forEach(remark -> console.println("           " + remark));
  }

  private void print(Difference change) {
    console.printf("Changed %s from %s to %s%n", change.key(), change.value(), change.other());
  }

  private TrainResult train(
      PlannedRun planned, RunLock lock, JavaSparkContext spark, Map<String, String> data) {
    preflight(spark, planned);
    try (ProgressDisplay progress = console.trainingProgress()) {
      Trainer.Builder trainer =
          planned.trainer(spark).stopRequest(stopRequest).listeners(progress, keeping());
      return Training.run(
          planned,
          lock,
          spark,
          trainer,
          data,
          made -> profile ? profiled(made, planned.folder()) : made.train());
    }
  }

  private static void recordRefusal(Throwable failure, RunFolder folder) {
    try (RunLock lock = folder.lock()) {
      recordRefusal(failure, folder, lock, SparkEnvironment.applicationBeforeStart());
    }
  }

  /**
   * Leaves in the folder why the training did not go on: what an earlier process left there is not
   * how this one ends. A folder in which nothing was begun, one whose run is finished, and one in
   * which another process trains are left as they are.
   */
  private static void recordRefusal(
      Throwable failure, RunFolder folder, RunLock lock, String application) {
    if (lock.isHeld() || lock.isOfAnother() || failure instanceof StorageAwayException) {
      return;
    }

    try {
      if (folder.exists() && folder.result().isEmpty()) {
        folder.acquire(lock, application).recordEnding(FailureReport.ending(failure, application));
      }
    } catch (RunException | StorageException unwritable) {
      failure.addSuppressed(unwritable);
    }
  }

  /** Also of a training that is stopped. */
  private TrainResult profiled(Trainer trainer, RunFolder folder) {
    ProfileAccumulator times = trainer.profile();
    try {
      return trainer.train();
    } finally {
      show(times.value(), folder);
    }
  }

  /** The training does not fail for it. */
  private void show(KernelProfile times, RunFolder folder) {
    ProfileTable.mostTime(times).forEach(console::println);
    try {
      folder.writeProfile(ProfileTable.json(times));
    } catch (RunException | StorageException e) {
      console.text("Warning: profile.json is not written: " + e.getMessage());
    }
  }

  /** For the report. */
  private TrainingListener keeping() {
    return new TrainingListener() {
      @Override
      public void epochFinished(EpochMetrics metrics, Evaluation evaluation) {
        validation = Optional.of(evaluation);
      }
    };
  }

  private void report(TrainResult result) {
    console.printf(
        "%s accuracy %.4f, loss %.4f, after %d epochs at %.0f images/s%n",
        result.isValidatedOnTest() ? "Test" : "Validation",
        result.accuracy(),
        result.loss(),
        result.epochs(),
        result.imagesPerSecond());
    Optional.ofNullable(result.test()).ifPresent(this::report);
    console.println("Weights " + result.weightsSha256());
    console.println("Run     " + result.run());
  }

  private void report(TestResult test) {
    console.printf("Test accuracy %.4f, loss %.4f", test.accuracy(), test.loss());
    if (test.bestEpoch() > 0) {
      console.printf(
          "; of the best epoch, %d: %.4f, loss %.4f",
          test.bestEpoch(), test.bestAccuracy(), test.bestLoss());
    }

    console.println("");
  }
}
