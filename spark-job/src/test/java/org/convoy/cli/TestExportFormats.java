package org.convoy.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.network.Network;
import org.convoy.train.stop.StopRequest;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the command does with ONNX and DL4J's zips. */
final class TestExportFormats {
  @TempDir private Path folder;

  private final StringWriter output = new StringWriter();
  private final StringWriter error = new StringWriter();
  private Path model;

  @BeforeEach
  void writeAModel() throws Exception {
    model = write("model.safetensors", new Architecture("lenet5", 2, 1, 28, 28));
  }

  private Path write(String name, Architecture architecture) throws Exception {
    Path file = folder.resolve(name);
    try (Network network = Network.create(ModelZoo.configuration(architecture));
        OutputStream stream = Files.newOutputStream(file)) {
      Map<String, String> metadata =
          Map.of(
              "convoy.model", architecture.toJson(),
              "convoy.classes", "[\"hat\",\"shoe\"]",
              "convoy.transforms", "[]",
              "convoy.normalize", "{\"mean\":[0.25],\"std\":[0.5]}");
      new Safetensors(StateDict.of(network.layout(), network.parameters()), metadata).write(stream);
    }

    return file;
  }

  private int export(Path subject, String format, String file, String... more) {
    String[] arguments = new String[6 + more.length];
    System.arraycopy(
        new String[] {
          "export", subject.toString(), "--format", format, "--out", folder.resolve(file).toString()
        },
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    return Main.commandLine(new StopRequest())
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(error, true))
        .execute(arguments);
  }

  @Test
  void onnxSaysWhatImagesGoThrough() throws Exception {
    assertThat(export(model, "onnx", "model.onnx")).as(error.toString()).isZero();

    assertThat(Files.readString(folder.resolve("model.onnx"), ISO_8859_1))
        .contains("[\"hat\",\"shoe\"]")
        .contains(
            "gray; no transforms; 28 x 28 pixels (height x width); values / 255, minus [0.25],"
                + " divided by [0.5], by channel; float32, NCHW");
  }

  @Test
  void aFolderForHuggingFaceIsAModelAsWell() throws Exception {
    assertThat(export(model, "huggingface", "hub")).as(error.toString()).isZero();

    Path hub = folder.resolve("hub");
    assertThat(hub.resolve("README.md")).content().contains("\n# lenet5\n", "hat, shoe\n");
    assertThat(hub.resolve("config.json")).content().contains("\"model_args\":{\"in_chans\":1}");
    assertThat(hub.resolve("model.safetensors")).hasSameBinaryContentAs(model);
    assertThat(export(model, "huggingface", "hub", "--what", "weights")).isEqualTo(2);
    assertThat(error.toString())
        .startsWith("convoy: --format huggingface writes a folder of a model; leave out --what");
  }

  @Test
  void dl4jZipsComeBackAsTheyWere() throws Exception {
    assertThat(export(model, "dl4j", "model.zip")).as(error.toString()).isZero();
    assertThat(export(folder.resolve("model.zip"), "dl4j", "again.zip")).isZero();
    assertThat(export(folder.resolve("model.zip"), "safetensors", "again.safetensors")).isZero();

    assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(folder.resolve("model.zip"));
    assertThat(folder.resolve("again.safetensors")).hasSameBinaryContentAs(model);
  }

  @Test
  void whatAFormatCannotHoldIsRefusedAndNothingIsWritten() throws Exception {
    LayerList layers = LayerList.of(List.of("gelu", "flatten", Map.of("linear", Map.of("out", 2))));
    Path gelu = write("gelu.safetensors", Architecture.of(layers, 2, new InputShape(1, 4, 4)));

    assertThat(export(gelu, "dl4j", "gelu.zip")).isEqualTo(2);
    assertThat(export(model, "onnx", "weights.onnx", "--what", "weights")).isEqualTo(2);
    assertThat(export(model, "dl4j", "weights.zip", "--what", "weights")).isEqualTo(2);
    assertThat(error.toString())
        .contains(
            "Layer \"0\" (GELU) cannot be exported to DL4J's own layers: it has no counterpart")
        .contains("an ONNX file always holds the network; export weights alone as safetensors")
        .contains("a DL4J zip always holds the network; export weights alone as safetensors")
        .doesNotContain("\tat ");
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("model.safetensors", "gelu.safetensors");
  }
}
