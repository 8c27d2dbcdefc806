package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.common.Sha256;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.Setting;
import org.convoy.metric.Evaluation;
import org.convoy.run.RunFolder;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;

/**
 * A training as a run of MLflow: its config as parameters, the metrics of rounds and epochs over
 * the images that were trained on. A continued training goes on with its run there.
 */
final class MlflowLog implements Tracker {
  /** By which a continued training finds its run. */
  private static final String FOLDER_TAG = "convoy.run.sha256";

  /** What the server takes at a time. */
  private static final int MOST_METRICS = 1000;

  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_VALUE = 500;

  /** More wait for a server that does not answer; then the oldest are given up. */
  private static final int MOST_WAITING = 100_000;

  private final MlflowServer server;
  private final String experiment;
  private final ConvoyConfig config;
  private final RunFolder folder;
  private final Deque<Metric> waiting = new ArrayDeque<>();
  private Optional<String> run = Optional.empty();
  private boolean isContinued;
  private long images;

  MlflowLog(MlflowServer server, String experiment, ConvoyConfig config, RunFolder folder) {
    this.server = requireNonNull(server, "server is null");
    this.experiment = requireNonNull(experiment, "experiment is null");
    this.config = requireNonNull(config, "config is null");
    this.folder = requireNonNull(folder, "folder is null");
  }

  /** As MLflow's interface has it. */
  private record Metric(String key, double value, long timestamp, long step) {}

  private record KeyValue(String key, String value) {}

  @Override
  public String subject() {
    return "metrics for MLflow";
  }

  @Override
  public void started(int epoch, int round, long trained) {
    images = trained;
    isContinued = trained > 0;
    flush();
  }

  @Override
  public void roundFinished(RoundMetrics round) {
    images += round.images();
    add("train_loss", round.loss());
    add("train_accuracy", round.accuracy());
    add("gradient_norm", round.gradientNorm());
    add("learning_rate", round.learningRate());
    add("images_per_second", round.imagesPerSecond());
    add("round_seconds", round.seconds().wall());
    add("synchronisation_seconds", round.seconds().synchronisation());
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    add("validation_loss", metrics.validationLoss());
    add("validation_accuracy", metrics.validationAccuracy());
    add("validation_top_5_accuracy", metrics.validationTopFiveAccuracy());
    add("validation_macro_f1", metrics.validationMacroF1());
    add("validation_calibration_error", metrics.validationCalibrationError());
    flush();
  }

  private void add(String key, double value) {
    waiting.add(new Metric(key, value, System.currentTimeMillis(), images));
    while (waiting.size() > MOST_WAITING) {
      waiting.remove();
    }
  }

  @Override
  public void flush() {
    try {
      if (run.isEmpty()) {
        run = Optional.of(findOrCreate());
      }

      while (!waiting.isEmpty()) {
        List<Metric> batch = waiting.stream().limit(MOST_METRICS).toList();
        server.post("runs/log-batch", Map.of("run_id", run.get(), "metrics", batch));
        batch.forEach(unused -> waiting.remove());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String findOrCreate() throws IOException {
    String experimentId = server.experiment(experiment);
    String folderHash = Sha256.hex(folder.location().getBytes(UTF_8));
    if (isContinued) {
      JsonNode found =
          server.post(
              "runs/search",
              Map.of(
                  "experiment_ids", List.of(experimentId),
                  "filter", "tags.`%s` = '%s'".formatted(FOLDER_TAG, folderHash),
                  "max_results", 1));
      String id = found.path("runs").path(0).path("info").path("run_id").asText("");
      if (!id.isEmpty()) {
        server.post("runs/update", Map.of("run_id", id, "status", "RUNNING"));
        return id;
      }
    }

    return create(experimentId, folderHash);
  }

  private String create(String experimentId, String folderHash) throws IOException {
    JsonNode created =
        server.post(
            "runs/create",
            Map.of(
                "experiment_id", experimentId,
                "run_name", folder.path().getName(),
                "start_time", System.currentTimeMillis(),
                "tags",
                    List.of(
                        new KeyValue("convoy.run", folder.location()),
                        new KeyValue(FOLDER_TAG, folderHash))));
    String id = created.path("run").path("info").path("run_id").asText();
    List<KeyValue> parameters = parameters();
    for (int from = 0; from < parameters.size(); from += MOST_PARAMETERS) {
      List<KeyValue> batch =
          parameters.subList(from, Math.min(parameters.size(), from + MOST_PARAMETERS));
      server.post("runs/log-batch", Map.of("run_id", id, "params", batch));
    }

    return id;
  }

  private List<KeyValue> parameters() {
    List<KeyValue> parameters = new ArrayList<>();
    for (Setting setting : config.settings()) {
      String value = setting.value();
      parameters.add(
          new KeyValue(setting.key(), value.substring(0, Math.min(value.length(), LONGEST_VALUE))));
    }

    return parameters;
  }

  /** A run that is not finished may be continued. */
  @Override
  public void close() {
    flush();
    String status = folder.isFinished() ? "FINISHED" : "KILLED";
    try {
      server.post(
          "runs/update",
          Map.of(
              "run_id", run.orElseThrow(),
              "status", status,
              "end_time", System.currentTimeMillis()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
