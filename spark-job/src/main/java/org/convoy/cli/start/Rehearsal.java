package org.convoy.cli.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.PlannedRun;
import org.convoy.run.RunFolder;
import org.convoy.run.lock.RunLock;
import org.convoy.train.Datasets;
import org.convoy.train.Trainer;
import org.convoy.train.TrainingListener;
import org.convoy.train.stop.StopRequest;
import org.convoy.train.stop.StoppedException;

/**
 * A training of which nothing stays, by the trainer itself, in a temporary folder of this machine.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Trains the first epochs of a plan, on other samples than its own. Fails as the training would.
   *
   * @param listener ends it by an exception
   */
  public static void train(
      PlannedRun planned,
      Datasets samples,
      int epochs,
      JavaSparkContext spark,
      StopRequest stopRequest,
      TrainingListener listener) {
    Path folder = temporary();
    try {
      RunFolder run =
          RunFolder.at(folder.resolve("run").toUri().toString(), spark.hadoopConfiguration());
      train(planned, samples, epochs, spark, stopRequest, run, listener);
    } catch (StoppedException e) {
      throw StoppedException.ofRehearsal(e);
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("convoy-rehearsal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void train(
      PlannedRun planned,
      Datasets samples,
      int epochs,
      JavaSparkContext spark,
      StopRequest stopRequest,
      RunFolder run,
      TrainingListener listener) {
    try (RunLock lock = run.lock()) {
      RunFolder held = run.acquire(lock, spark.sc().applicationId());
      held.begin(planned.config(), Map.of());
      try (Trainer trainer =
          Trainer.builder(spark, planned.driverModel(), samples)
              .pretrained(planned.pretrained())
              .stopRequest(stopRequest)
              .listeners(listener)
              .in(held)) {
        trainer.trainTo(epochs);
      }
    }
  }
}
