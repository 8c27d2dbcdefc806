package org.convoy.cli.start;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.PlannedRun;
import org.convoy.cli.console.Secrets;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.FailureReport;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.Ending;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.lock.RunLock;
import org.convoy.tracking.Tracking;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.train.Pretrained;
import org.convoy.train.ShuffleChoice;
import org.convoy.train.Trainer;
import org.convoy.train.stop.MemoryWatch;

/** What a training is, whichever command begins it. */
public final class Training {
  private Training() {}

  /**
   * A training of these data.
   *
   * @param remarks told what was chosen
   */
  public static PlannedRun plan(
      ConvoyConfig config,
      Datasets datasets,
      RunFolder folder,
      Configuration hadoop,
      Consumer<String> remarks) {
    ModelDescription model = Models.describe(config, datasets.train());
    Pretrained pretrained = Pretrained.of(config, model, hadoop);
    ShuffleChoice shuffle = ShuffleChoice.of(config, datasets.train(), hadoop);
    ConvoyConfig resolved = Models.withClassWeights(shuffle.in(config), datasets.train(), hadoop);
    remarks.accept(shuffle.toString());
    return new PlannedRun(resolved, datasets, model, pretrained, folder);
  }

  /**
   * Trains in the plan's folder and leaves there how that ended, for where the exit code does not
   * come back. Spark throws checked exceptions that it does not declare.
   *
   * @param lock of the folder
   * @param trainer of the plan
   * @param data its fingerprints
   * @param work what the trainer shall do
   */
  public static <T> T run(
      PlannedRun planned,
      RunLock lock,
      JavaSparkContext spark,
      Trainer.Builder trainer,
      Map<String, String> data,
      Function<Trainer, T> work) {
    String application = spark.sc().applicationId();
    RunFolder folder = planned.folder().acquire(lock, application);
    MemoryWatch.OF_PROCESS.workBegins();
    try {
      folder.begin(planned.config(), data);
      T result = tracked(planned, folder, trainer, work);
      folder.recordEnding(ending(folder, application));
      return result;
    } catch (Exception | Error e) {
      folder.recordEnding(FailureReport.ending(e, application));
      throw e;
    }
  }

  private static <T> T tracked(
      PlannedRun planned, RunFolder folder, Trainer.Builder builder, Function<Trainer, T> work) {
    try (Tracking tracking =
            Tracking.of(planned.config(), folder, planned.driverModel(), Secrets::hidden);
        Trainer trainer = builder.listeners(tracking).in(folder)) {
      return work.apply(trainer);
    }
  }

  /** None but a sweep leaves a training before it is finished. */
  private static Ending ending(RunFolder folder, String application) {
    return folder.result().isPresent()
        ? ExitCode.DONE.ending(ExitCode.DONE.meaning(), application)
        : ExitCode.STOPPED.ending("its sweep did not let it go on, or not yet", application);
  }
}
