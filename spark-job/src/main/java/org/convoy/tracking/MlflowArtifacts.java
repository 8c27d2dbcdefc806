package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.config.TrackingConfig;
import org.convoy.run.RunFolder;
import org.convoy.run.file.RunException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the files of a finished run to the tracking server of MLflow that was told of it, if that
 * passes artifacts on to its store ({@code mlflow server --serve-artifacts}, the default since
 * MLflow 2). Where it would have clients write into the store themselves, nothing is sent.
 */
public final class MlflowArtifacts {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowArtifacts.class);
  private static final List<String> FILES =
      List.of("report.html", "model.safetensors", "average.safetensors", "README.md");
  private static final String PROXY = "mlflow-artifacts";

  private final MlflowServer server;
  private final RunFolder folder;
  private final Configuration hadoop;

  MlflowArtifacts(MlflowServer server, RunFolder folder, Configuration hadoop) {
    this.server = requireNonNull(server, "server is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
  }

  /**
   * Sends what is there of a run's files. A failure is told, and is none of the run.
   *
   * @return a line for people; nothing where no server is wanted
   */
  @SuppressWarnings("CatchingUnchecked") // whatever it is, the training is done
  public static Optional<String> send(
      TrackingConfig config, RunFolder folder, Configuration hadoop) {
    return MlflowServer.of(config)
        .map(
            server -> {
              try {
                return new MlflowArtifacts(server, folder, hadoop)
                    .send(config.mlflow().experiment());
              } catch (IOException | RuntimeException e) {
                LOG.debug("the artifacts are not sent", e);
                return "Warning: not all artifacts are with MLflow: " + e.getMessage();
              }
            });
  }

  private String send(String experiment) throws IOException {
    JsonNode run =
        MlflowLog.find(server, server.experiment(experiment), folder)
            .orElseThrow(() -> new IOException("the server has no run of this folder"));
    URI store = URI.create(run.path("artifact_uri").asText(""));
    if (!PROXY.equals(store.getScheme()) || store.getAuthority() != null) {
      return "Warning: no artifacts are sent to MLflow: its server does not pass them on, but would"
          + " have them written to %s; it does with --serve-artifacts".formatted(store);
    }

    String root = store.getPath().replaceFirst("^/+", "");
    List<String> sent = new ArrayList<>();
    for (String name : FILES) {
      if (send(name, root)) {
        sent.add(name);
      }
    }

    return "MLflow  has %s%s".formatted(String.join(", ", sent), sendModel(run, root));
  }

  /** Returns what to add to what people are told. */
  private String sendModel(JsonNode run, String root) throws IOException {
    MlflowModel model = new MlflowModel(folder.model(hadoop));
    java.nio.file.Path network = Files.createTempFile("convoy", ".onnx");
    try {
      try {
        model.writeNetwork(network);
      } catch (RunException e) {
        return "; not the model, which ONNX cannot hold: " + e.getMessage();
      }

      sendModel(model, network, run.path("run_id").asText(), root + "/" + MlflowModel.FOLDER + "/");
      return ", and the model";
    } finally {
      Files.delete(network);
    }
  }

  private void sendModel(MlflowModel model, java.nio.file.Path network, String runId, String path)
      throws IOException {
    String description = model.description(runId);
    byte[] bytes = description.getBytes(UTF_8);
    send(path + MlflowModel.NETWORK, network);
    server.putArtifact(
        path + MlflowModel.DESCRIPTION, bytes.length, () -> new ByteArrayInputStream(bytes));
    server.post("runs/log-model", Map.of("run_id", runId, "model_json", description));
  }

  private void send(String path, java.nio.file.Path file) throws IOException {
    server.putArtifact(
        path,
        Files.size(file),
        () -> {
          try {
            return Files.newInputStream(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private boolean send(String name, String root) throws IOException {
    Path file = new Path(folder.path(), name);
    FileSystem files = file.getFileSystem(hadoop);
    if (!files.exists(file)) {
      return false;
    }

    long bytes = files.getFileStatus(file).getLen();
    server.putArtifact(root + "/" + name, bytes, () -> open(file, files));
    return true;
  }

  private static InputStream open(Path file, FileSystem files) {
    try {
      return files.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
