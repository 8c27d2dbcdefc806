package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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

  private static final Duration LONGEST_FLUSH = Duration.ofSeconds(20);

  private final MlflowServer server;
  private final String experiment;
  private final RunFolder folder;
  private final UnaryOperator<String> hidden;
  private final Deque<KeyValue> parameters = new ArrayDeque<>();
  private final Deque<Metric> metrics = new ArrayDeque<>();
  private Optional<String> run = Optional.empty();
  private boolean isContinued;
  private long images;

  /**
   * @param hidden a text without the secrets in it
   */
  MlflowLog(
      MlflowServer server, ConvoyConfig config, RunFolder folder, UnaryOperator<String> hidden) {
    this.server = requireNonNull(server, "server is null");
    this.experiment = config.tracking().mlflow().experiment();
    this.folder = requireNonNull(folder, "folder is null");
    this.hidden = requireNonNull(hidden, "hidden is null");
    config.settings().forEach(this::addParameter);
  }

  /** The newest run of the server that a folder is of, as the server describes it. */
  static Optional<JsonNode> find(MlflowServer server, String experimentId, RunFolder folder)
      throws IOException {
    return server.newestRun(experimentId, FOLDER_TAG, hash(folder));
  }

  private static String hash(RunFolder folder) {
    return Sha256.hex(folder.location().getBytes(UTF_8));
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
    metrics.add(new Metric(key, value, System.currentTimeMillis(), images));
    while (metrics.size() > MOST_WAITING) {
      metrics.remove();
    }
  }

  private void addParameter(Setting setting) {
    String value = hidden.apply(setting.value());
    parameters.add(
        new KeyValue(setting.key(), value.substring(0, Math.min(value.length(), LONGEST_VALUE))));
  }

  /** In bounded time: what is left is sent the next time. */
  @Override
  public void flush() {
    long end = System.nanoTime() + LONGEST_FLUSH.toNanos();
    try {
      if (run.isEmpty()) {
        run = Optional.of(findOrCreate());
      }

      send("params", parameters, MOST_PARAMETERS, end);
      send("metrics", metrics, MOST_METRICS, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void send(String name, Deque<?> waiting, int most, long end) throws IOException {
    while (!waiting.isEmpty() && System.nanoTime() < end) {
      List<?> batch = waiting.stream().limit(most).toList();
      server.post("runs/log-batch", Map.of("run_id", run.orElseThrow(), name, batch));
      batch.forEach(unused -> waiting.remove());
    }
  }

  private String findOrCreate() throws IOException {
    String experimentId = server.experiment(experiment);
    Optional<JsonNode> found = isContinued ? find(server, experimentId, folder) : Optional.empty();
    if (found.isEmpty()) {
      return create(experimentId);
    }

    String id = found.get().path("run_id").asText();
    server.post("runs/update", Map.of("run_id", id, "status", "RUNNING"));
    parameters.clear(); // A parameter is set once; an override is among the run's changes.
    return id;
  }

  private String create(String experimentId) throws IOException {
    JsonNode created =
        server.post(
            "runs/create",
            Map.of(
                "experiment_id", experimentId,
                "run_name", folder.path().getName(),
                "start_time", System.currentTimeMillis(),
                "tags",
                    List.of(
                        new KeyValue("convoy.run", hidden.apply(folder.location())),
                        new KeyValue(FOLDER_TAG, hash(folder)))));
    return created.path("run").path("info").path("run_id").asText();
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
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
