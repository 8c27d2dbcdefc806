package org.convoy.tracking;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Histogram;
import org.convoy.run.RunFolder;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;

/**
 * Metrics as TensorBoard's event files, over the number of images that were trained on: so runs
 * with other batches, workers or rounds can be compared. Each process writes files of its own, in
 * which an event says what of earlier files is void.
 */
final class TensorBoardLog implements Tracker {
  private final RunFolder folder;
  private long images;
  private EventFile file;

  TensorBoardLog(RunFolder folder) {
    this.folder = requireNonNull(folder, "folder is null");
  }

  @Override
  public String subject() {
    return "event files for TensorBoard";
  }

  @Override
  public void started(int epoch, int round, long trained) {
    images = trained;
  }

  @Override
  public void roundFinished(RoundMetrics round) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("train/loss", round.loss());
    values.put("train/accuracy", round.accuracy());
    values.put("train/gradient_norm", round.gradientNorm());
    values.put("learning_rate", round.learningRate());
    values.put("throughput/images_per_second", round.imagesPerSecond());
    values.put("seconds/round", round.seconds().wall());
    values.put("seconds/data", round.seconds().data());
    values.put("seconds/compute", round.seconds().compute());
    values.put("seconds/synchronisation", round.seconds().synchronisation());
    values.put("seconds/checkpoint", round.seconds().checkpoint());
    write(images + round.images(), values);
    images += round.images();
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("validation/loss", metrics.validationLoss());
    values.put("validation/accuracy", metrics.validationAccuracy());
    values.put("validation/top_5_accuracy", metrics.validationTopFiveAccuracy());
    values.put("validation/macro_f1", metrics.validationMacroF1());
    values.put("validation/calibration_error", metrics.validationCalibrationError());
    write(images, values);
    if (file.canBeReadWhileWritten()) {
      flush();
    } else {
      close();
    }
  }

  @Override
  public void spread(Map<String, Histogram> histograms) {
    attempt(() -> file().writeHistograms(images, histograms));
  }

  private void write(long step, Map<String, Double> values) {
    attempt(() -> file().writeScalars(step, values));
  }

  private EventFile file() throws IOException {
    if (file == null) {
      file = new EventFile(folder.create(newFile()), images);
    }

    return file;
  }

  /** By which TensorBoard finds files, and their order. */
  static String newFile() {
    Instant now = Instant.now();
    return "tensorboard/events.out.tfevents.%010d.%09d.%s"
        .formatted(now.getEpochSecond(), now.getNano(), UUID.randomUUID());
  }

  @Override
  public void flush() {
    if (file != null) {
      attempt(file::flush);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      EventFile closing = file;
      file = null;
      attempt(closing::close);
    }
  }

  /** Does something with the file. */
  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  /** A file that failed is not written to again: another one is begun. */
  private void attempt(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      file = null;
      throw new UncheckedIOException(e);
    }
  }
}
