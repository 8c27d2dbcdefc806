package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.Difference;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.state.TrainingState;
import org.convoy.weights.Safetensors;

/**
 * The folder of one run, on any Hadoop file system:
 *
 * <pre>
 *   config.conf         the resolved config
 *   data.json           fingerprints of the data
 *   checkpoints/        see {@link Checkpoints}
 *   metrics.jsonl       one line an epoch
 *   model.safetensors   the final model, self-contained
 *   result.json         written last: the run is finished
 * </pre>
 */
public final class RunFolder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileContext files;
  private final Path path;

  private RunFolder(FileContext files, Path path) {
    this.files = requireNonNull(files, "files is null");
    this.path = requireNonNull(path, "path is null");
  }

  /**
   * The folder at a path, whether it exists or not.
   *
   * @throws RunException when the path or its file system is none
   */
  public static RunFolder at(String location, Configuration hadoop) {
    try {
      Path path = new Path(location);
      FileContext files = FileContext.getFileContext(path.toUri(), hadoop);
      return new RunFolder(files, files.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException("run folder " + location + ": " + e.getMessage(), e);
    }
  }

  /** As a person would write it: without the scheme of local files. */
  public String location() {
    return path.toUri().getScheme().equals("file") ? path.toUri().getPath() : path.toString();
  }

  /** Whether a training was ever begun here. */
  public boolean exists() {
    return attempt("cannot be read", () -> files.util().exists(configFile()));
  }

  /**
   * Begins a run here or, where one was begun before, makes sure that it is the same.
   *
   * @param fingerprints of the data, by split
   * @throws RunException when the config or the data differ, naming each difference, or when the
   *     folder cannot be written
   */
  public void begin(ConvoyConfig config, Map<String, String> fingerprints) {
    if (exists()) {
      refuse(
          "config",
          config(List.of()).differences(config).stream().map(Difference::toString).toList());
      refuse("data", differences(readJson(dataFile(), new TypeReference<>() {}), fingerprints));
      return;
    }

    writeText(dataFile(), json(new TreeMap<>(fingerprints)));
    writeText(configFile(), config.render());
  }

  /**
   * The config that the run was begun with.
   *
   * @param overrides key=value settings that win over it
   */
  public ConvoyConfig config(List<String> overrides) {
    return ConvoyConfig.parse(configFile().toString(), readText(configFile()), overrides);
  }

  /**
   * The run's checkpoints.
   *
   * @param description of the model that is trained
   * @param layout of its parameters
   * @param keepLast how many are kept
   */
  public Checkpoints checkpoints(
      ModelDescription description, ParameterLayout layout, int keepLast) {
    return new Checkpoints(files, checkpointFolder(), description, layout, keepLast);
  }

  /**
   * The run's model: the final one, or that of the newest checkpoint.
   *
   * @throws RunException when there is none yet
   */
  public ModelFile model(Configuration hadoop) {
    if (result().isPresent()) {
      return ModelFile.read(modelFile().toString(), hadoop);
    }

    Path newest =
        attempt("cannot be read", () -> Checkpoints.newestFirst(files, checkpointFolder())).stream()
            .findFirst()
            .orElseThrow(() -> new RunException("run folder " + location() + " has no model yet"));
    return ModelFile.read(new Path(newest, Checkpoints.MODEL).toString(), hadoop);
  }

  /** Writes what the epochs gave so far, one line each. */
  public void writeMetrics(List<EpochMetrics> history) {
    writeText(
        new Path(path, "metrics.jsonl"),
        history.stream().map(RunFolder::json).collect(Collectors.joining()));
  }

  /** The result, when the run is finished. */
  public Optional<TrainResult> result() {
    boolean finished = attempt("cannot be read", () -> files.util().exists(resultFile()));
    return finished
        ? Optional.of(readJson(resultFile(), new TypeReference<>() {}))
        : Optional.empty();
  }

  /** Writes the final model, then the result that marks the run as finished. */
  public TrainResult finish(
      ModelDescription description, ParameterLayout layout, TrainingState state) {
    Safetensors model = description.file(layout, state.model().parameters());
    TrainResult result = TrainResult.of(location(), state);
    write(modelFile(), model::write);
    writeText(resultFile(), json(result));
    return result;
  }

  private Path modelFile() {
    return new Path(path, "model.safetensors");
  }

  private Path checkpointFolder() {
    return new Path(path, "checkpoints");
  }

  private Path configFile() {
    return new Path(path, "config.conf");
  }

  private Path dataFile() {
    return new Path(path, "data.json");
  }

  private Path resultFile() {
    return new Path(path, "result.json");
  }

  private void refuse(String what, List<String> differences) {
    if (!differences.isEmpty()) {
      throw new RunException(
          String.format(
              "run folder %s was begun with another %s:%n  %s%n"
                  + "Continue it as it was, or give another folder with --run.",
              location(), what, String.join(System.lineSeparator() + "  ", differences)));
    }
  }

  private static List<String> differences(Map<String, String> before, Map<String, String> now) {
    return now.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
        .map(
            entry ->
                String.format(
                    "%s: %s, now %s",
                    described(entry.getKey()), before.get(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static String described(String fingerprint) {
    return fingerprint.equals("pretrained") ? "pretrained weights" : fingerprint + " data";
  }

  private void writeText(Path file, String text) {
    write(file, output -> output.write(text.getBytes(UTF_8)));
  }

  private void write(Path file, AtomicFiles.Content content) {
    attempt(
        "cannot be written",
        () -> {
          AtomicFiles.write(files, file, content);
          return null;
        });
  }

  private String readText(Path file) {
    return attempt(
        "cannot be read",
        () -> {
          try (InputStream input = files.open(file)) {
            return new String(input.readAllBytes(), UTF_8);
          }
        });
  }

  private <T> T readJson(Path file, TypeReference<T> type) {
    String text = readText(file);
    return attempt(file.getName() + " cannot be read", () -> JSON.readValue(text, type));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (IOException e) {
      throw new IllegalArgumentException("not a JSON value: " + value, e);
    }
  }

  @FunctionalInterface
  private interface FileAction<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String failure, FileAction<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new RunException(
          String.format("run folder %s %s: %s", location(), failure, e.getMessage()), e);
    }
  }
}
