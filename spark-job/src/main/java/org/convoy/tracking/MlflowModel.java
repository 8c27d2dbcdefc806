package org.convoy.tracking;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.convoy.common.Json;
import org.convoy.run.ModelFile;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.run.OnnxWriter;
import org.convoy.weights.onnx.OnnxModel;
import org.convoy.zoo.Architecture;

/**
 * A trained model as <a href="https://mlflow.org/docs/latest/ml/model/">MLflow's format</a> has it:
 * a folder with an ONNX file, and a file that says how it is loaded and what goes in and comes out.
 */
final class MlflowModel {
  /** The folder of the model among a run's artifacts. */
  static final String FOLDER = "model";

  /** In that folder, says what the others are. */
  static final String DESCRIPTION = "MLmodel";

  /** In that folder, the network. */
  static final String NETWORK = "model.onnx";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

  private final ModelFile model;

  MlflowModel(ModelFile model) {
    this.model = requireNonNull(model, "model is null");
  }

  /**
   * Writes the network into a file of this machine.
   *
   * @throws org.convoy.run.file.RunException if ONNX cannot express it
   */
  void writeNetwork(Path file) throws IOException {
    try (OutputStream output = Files.newOutputStream(file)) {
      new OnnxWriter().write(model, Artifact.MODEL, output);
    }
  }

  /** The description, which is YAML by MLflow's books: JSON is that too. */
  String description(String runId) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("artifact_path", FOLDER);
    description.put("flavors", flavors());
    description.put("model_uuid", UUID.randomUUID().toString().replace("-", ""));
    description.put("run_id", runId);
    description.put("signature", signature());
    description.put("utc_time_created", TIME.format(LocalDateTime.now(ZoneOffset.UTC)));
    return Json.of(description);
  }

  private static Map<String, Object> flavors() {
    return Map.of(
        "onnx",
        Map.of("data", NETWORK, "providers", List.of("CPUExecutionProvider")),
        "python_function",
        Map.of("data", NETWORK, "loader_module", "mlflow.onnx"));
  }

  /** Inputs and outputs are texts of JSON. */
  private Map<String, String> signature() {
    Architecture network = model.description().architecture();
    return Map.of(
        "inputs",
        tensor(
            OnnxModel.INPUT, network.inputChannels(), network.inputHeight(), network.inputWidth()),
        "outputs",
        tensor(OnnxModel.OUTPUT, network.numClasses()));
  }

  /** Of any batch. */
  private static String tensor(String name, Integer... shape) {
    List<Integer> all = new ArrayList<>(List.of(-1));
    all.addAll(List.of(shape));
    return Json.of(
        List.of(
            Map.of(
                "name",
                name,
                "type",
                "tensor",
                "tensor-spec",
                Map.of("dtype", "float32", "shape", all))));
  }
}
