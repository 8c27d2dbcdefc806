package org.convoy.cli.start;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.convoy.check.PlannedRun;
import org.convoy.cli.process.FailureReport;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.train.Pretrained;
import org.convoy.train.ShuffleChoice;

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
   * Leaves in the folder how a training that fails ends, for where the exit code does not come
   * back. Spark throws checked exceptions that it does not declare.
   */
  public static <T> T recorded(RunFolder folder, String application, Supplier<T> training) {
    try {
      return training.get();
    } catch (Exception | Error e) {
      folder.recordEnding(FailureReport.ending(e, application));
      throw e;
    }
  }
}
