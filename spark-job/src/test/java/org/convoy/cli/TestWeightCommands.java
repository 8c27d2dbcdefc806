package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.process.ExitCode;
import org.convoy.config.NormalizeConfig;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.ModelFile;
import org.convoy.train.stop.StopRequest;
import org.convoy.weights.DataType;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

/** Commands on files of weights: import, export, inspect. */
final class TestWeightCommands {
  private final StringWriter output = new StringWriter();
  private final StringWriter error = new StringWriter();

  @TempDir private Path folder;
  private Path foreign;

  /** A LeNet-5 of another program. */
  @BeforeEach
  void writeForeign() throws IOException {
    ParameterLayout layout =
        ParameterLayout.of(ModelZoo.configuration(new Architecture("lenet5", 3, 1, 28, 28)));
    float[] values = new float[layout.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 11 - 5) / 8f;
    }

    Map<String, Tensor> tensors = new HashMap<>(StateDict.of(layout, values));
    tensors.put("fc3.num_batches_tracked", Tensor.ofLongs(new long[] {7}));
    foreign = write("foreign.safetensors", tensors);
  }

  @Test
  void importsDescribesAndExports() throws IOException {
    String model = folder.resolve("model.safetensors").toString();
    String weights = folder.resolve("weights.safetensors").toString();
    // As a text editor of Windows writes it.
    Path names =
        Files.writeString(folder.resolve("names.txt"), "\ufeffcat\r\nsea lion, grey\r\ndog\r\n");

    assertThat(
            run(
                "import",
                foreign,
                "--classes-file",
                names,
                "--mean",
                "0.5",
                "--std",
                "0.25",
                "--resize",
                "32",
                "--out",
                model,
                "--json"))
        .isZero();
    assertThat(output.toString())
        .contains("Model      lenet5, 3 classes, images of [1, 28, 28]")
        .contains("Normalize  mean [0.5], std [0.25]")
        .endsWith(
            "{\"model\":\"lenet5\",\"classes\":3,\"input\":[1,28,28],\"file\":\"%s\"}%n"
                .formatted(model));
    ModelFile imported = ModelFile.read(model, new Configuration());
    assertThat(imported.description().classes()).containsExactly("cat", "sea lion, grey", "dog");
    assertThat(imported.description().transforms())
        .hasToString("[{\"resize\":{\"size\":32}}, {\"centerCrop\":{\"size\":[28,28]}}]");
    assertThat(imported.description().normalization())
        .isEqualTo(new NormalizeConfig(List.of(0.5), List.of(0.25)));

    assertThat(run("export", model, "--what", "weights", "--out", weights)).isZero();
    Safetensors exported = Safetensors.read(Path.of(weights));
    assertThat(exported.tensors()).isEqualTo(imported.tensors()).doesNotContainKey("fc3.num");
    assertThat(exported.metadata()).containsExactly(Map.entry("format", "pt"));
    String again = folder.resolve("again.safetensors").toString();
    assertThat(run("export", model, "--out", again)).isZero();
    assertThat(Path.of(again)).hasSameBinaryContentAs(Path.of(model));
  }

  /** As of a wrapped model, its moving average, and what a criterion has. */
  @Test
  void findsANetworkUnderAPrefixAndChooses() throws IOException {
    Map<String, Tensor> raw = Safetensors.read(foreign).tensors();
    Map<String, Tensor> all = new HashMap<>();
    all.put("criterion.weight", Tensor.ofFloats(new float[] {1, 2}, 2));
    raw.forEach((name, tensor) -> all.put("_orig_mod.module." + name, tensor));
    raw.forEach(
        (name, tensor) ->
            all.put(
                "model_ema.module." + name,
                tensor.dataType() == DataType.F32
                    ? Tensor.ofFloats(new float[tensor.floats().length], tensor.shape())
                    : tensor));
    Path wrapped = write("wrapped.safetensors", all);
    Path chosen = folder.resolve("chosen.safetensors");

    for (List<String> weights : List.of(List.<String>of(), List.of("--weights", "raw"))) {
      List<Object> arguments = new ArrayList<>(List.of("import", wrapped, "--out", chosen));
      arguments.addAll(weights);
      assertThat(run(arguments.toArray())).isZero();
      assertThat(Safetensors.read(chosen).tensors().get("fc3.weight"))
          .isEqualTo(raw.get("fc3.weight"));
    }

    assertThat(run("import", wrapped, "--weights", "ema", "--out", chosen)).isZero();
    assertThat(Safetensors.read(chosen).tensors().get("fc3.weight").floats()).containsOnly(0);
    assertRefused(
        ExitCode.DATA,
        "no averaged weights (EMA) of the network are in it",
        "import",
        foreign,
        "--weights",
        "ema");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void refusesWeightsThatAreNotFinite(float value) throws IOException {
    Map<String, Tensor> tensors = new HashMap<>(Safetensors.read(foreign).tensors());
    float[] bias = tensors.get("fc3.bias").floats();
    bias[1] = value;
    tensors.put("fc3.bias", Tensor.ofFloats(bias, bias.length));
    Path broken = write("broken.safetensors", tensors);

    for (String command : List.of("import", "export", "inspect")) {
      assertRefused(
          ExitCode.DATA,
          "fc3.bias has %s at element 1; the training it comes from diverged, or the file is damaged"
              .formatted(value),
          command,
          broken);
    }
  }

  /** Two of its sizes fit the layers. */
  @Test
  void importsANetworkThatDl4jSaved() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(4).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(9, 9, 1))
                .build());
    network.init();
    Path zip = folder.resolve("network.zip");
    ModelSerializer.writeModel(network, zip.toFile(), true);
    String model = folder.resolve("model.safetensors").toString();

    assertRefused(
        ExitCode.DATA,
        "does not say the size of the images, of which sides from 9 to 10 fit; say it with convoy"
            + " import --size",
        "import",
        zip,
        "--out",
        model);
    assertThat(run("import", zip, "--size", "9", "--mean", "0", "--std", "1", "--out", model))
        .as(error.toString())
        .isZero();

    ModelFile imported = ModelFile.read(model, new Configuration());
    assertThat(imported.description().architecture().input()).isEqualTo(new InputShape(1, 9, 9));
    assertThat(imported.description().classes()).containsExactly("0", "1", "2");
    assertThat(imported.description().transforms()).hasToString("[{\"resize\":{\"size\":[9,9]}}]");
    assertThat(imported.tensors().get("layer1.weight").floats())
        .containsExactly(network.getLayer(1).getParam("W").dup('f').data().asFloat());
  }

  @Test
  void inspectsNamesFilesAndTensors() {
    assertThat(run("inspect", "resnet50", "--json")).isZero();
    assertThat(output.toString())
        .contains("25.56 M parameters, 4.09 G multiply-adds an image")
        .endsWith(
            "{\"model\":\"resnet50\",\"parameters\":25557032,\"multiplyAdds\":4089184256}%n"
                .formatted());
    assertThat(run("inspect", "resnet20", "--classes", "100", "--size", "64")).isZero();
    assertThat(output.toString()).contains("resnet20, input 3 x 64 x 64, 100 classes");
    assertThat(run("inspect", foreign)).isZero();
    assertThat(output.toString()).contains("lenet5, input 1 x 28 x 28, 3 classes");
    assertThat(run("inspect", foreign, "--tensors")).isZero();
    assertThat(output.toString()).contains("conv1.weight").contains("[6, 1, 5, 5]");
  }

  @Test
  void showsWhatRunsEachPassOfEachLayer() {
    assertThat(run("inspect", "lenet5", "--kernels", "--batch", "16")).isZero();
    assertThat(output.toString())
        .contains("lenet5, batch of 16", "Implementation", "GFLOP/s", "Peak of one core")
        .containsPattern("conv2 +backward data +jit")
        .containsPattern("pool1 +backward +jit")
        .containsPattern("products +forward ");
    assertThat(run("inspect", "lenet5", "--kernels", "--json")).isZero();
    assertThat(output.toString()).contains("\"peakGigaflops\":{\"f32\":");
    assertRefused(
        ExitCode.USAGE, "--batch goes with --kernels", "inspect", "lenet5", "--batch", "8");
    assertRefused(
        ExitCode.USAGE,
        "--batch needs a whole number of at least 1, got 0",
        "inspect",
        "lenet5",
        "--kernels",
        "--batch",
        "0");
  }

  @Test
  void pointsToTheNetworksWhereANameIsNone() {
    assertRefused(
        ExitCode.USAGE,
        "swin_transformer: no such file; Unknown network \"swin_transformer\"; \"convoy models\" lists all",
        "inspect",
        "swin_transformer");
    assertRefused(
        ExitCode.USAGE,
        "resnet19: no such file; Unknown network \"resnet19\"; did you mean resnet18?"
            + " \"convoy models\" lists all",
        "inspect",
        "resnet19");
    assertRefused(ExitCode.USAGE, "a.conf: no such file\n", "inspect", "a.conf");
  }

  @Test
  void saysWhatAFileSystemLacks() {
    String weights = "s3a://bucket/x.pth";
    String lacks = weights + ": the file system s3a is not there";
    for (String command : List.of("import", "inspect", "export")) {
      assertRefused(ExitCode.USAGE, lacks, command, weights);
    }

    assertRefused(ExitCode.USAGE, lacks, "predict", weights, "a.png");
    assertRefused(ExitCode.USAGE, lacks, "features", weights, "a.png");
  }

  @Test
  void tellsAuxiliaryClassifiersFromTheNetwork() {
    assertThat(run("inspect", "googlenet_aux", "--json")).isZero();
    assertThat(output.toString())
        .containsPattern("aux1\\.fc2 +Linear +1000 +1,025,000 ")
        .contains("13.00 M parameters, 1.50 G multiply-adds an image")
        .contains(
            "6.38 M of the parameters are of auxiliary classifiers; their 0.01 G multiply-adds, which"
                + " only training needs, are not in the total")
        .contains("\"parameters\":13004888,");
    String multiplyAdds = output.toString().replaceAll("(?s).*\"multiplyAdds\"", "");
    assertThat(run("inspect", "googlenet", "--json")).isZero();
    assertThat(output.toString())
        .endsWith("\"parameters\":6624904,\"multiplyAdds\"" + multiplyAdds);
  }

  @Test
  void refusesWithoutWritingAnything() throws IOException {
    Path out = folder.resolve("out.safetensors");
    assertRefused(
        ExitCode.USAGE,
        "--classes: 2 are given, but the network has 3 classes",
        "import",
        foreign,
        "--classes",
        "a,b",
        "--out",
        out);
    assertRefused(
        ExitCode.USAGE,
        "--mean: 3 are given, but the network has 1 channels",
        "import",
        foreign,
        "--mean",
        "0,0,0",
        "--std",
        "1,1,1",
        "--out",
        out);
    assertRefused(
        ExitCode.USAGE,
        "vgg11_bn_cifar has a tensor classifier.weight, but there is none in the file",
        "import",
        foreign,
        "--model",
        "vgg11_bn_cifar",
        "--out",
        out);
    Map<String, Tensor> incomplete = new HashMap<>(Safetensors.read(foreign).tensors());
    incomplete.remove("conv1.bias");
    incomplete.remove("conv2.bias");
    assertRefused(
        ExitCode.DATA,
        "does not fit the network:\n  missing conv1.bias\n  missing conv2.bias\n",
        "import",
        write("incomplete.safetensors", incomplete),
        "--model",
        "lenet5",
        "--out",
        out);
    assertRefused(
        ExitCode.USAGE, "is the file to import; name another", "import", foreign, "--out", foreign);
    assertRefused(
        ExitCode.USAGE,
        "Unknown network \"lenet6\"; did you mean lenet5?",
        "export",
        foreign,
        "--model",
        "lenet6",
        "--out",
        out);
    assertRefused(
        ExitCode.USAGE,
        "resnet5O: no such file; Unknown network \"resnet5O\"; did you mean resnet50?",
        "inspect",
        "resnet5O");
    assertRefused(ExitCode.USAGE, "which has no config", "inspect", "resnet50", "epochs=3");
    Path text = Files.writeString(folder.resolve("text.pth"), "no weights at all");
    assertRefused(
        ExitCode.DATA, "text.pth: the header's length is given as", "import", text, "--out", out);
    Path huge =
        Files.write(folder.resolve("huge.safetensors"), new byte[] {0, 0, 0, 0, 0, 0, 0, 16});
    assertRefused(
        ExitCode.DATA,
        "the header's length is given as 1152921504606846976 bytes, but the file has only 8",
        "inspect",
        huge);
    assertThat(folder).isDirectoryNotContaining(file -> file.equals(out));
  }

  @Test
  void saysWhatIsThereInPlaceOfAFile() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path text = Files.writeString(folder.resolve("notes.txt"), "no weights at all");
    String noRun = empty + " cannot be read: it is a folder, but not a run's";

    for (String command : List.of("evaluate", "export", "import")) {
      assertRefused(ExitCode.USAGE, noRun, command, empty);
      assertRefused(ExitCode.USAGE, "notes.txt cannot be read: it is neither", command, text);
    }

    assertRefused(
        ExitCode.USAGE, "cannot be written: it is a folder", "export", foreign, "--out", empty);
    assertRefused(ExitCode.USAGE, empty + ": cannot be read: it is a folder", "train", empty);
    assertRefused(ExitCode.USAGE, "the path is empty", "train", "");
  }

  @Test
  void saysThatWhatIsNamedIsNoPath() {
    String no = "Expected closing bracket for IPv6 address";

    assertRefused(ExitCode.USAGE, no, "train", "hdfs://[b");
    assertRefused(ExitCode.USAGE, no, "inspect", "hdfs://[b");
    for (String command : List.of("evaluate", "export", "import")) {
      assertRefused(ExitCode.USAGE, no, command, "hdfs://[b");
    }

    assertRefused(ExitCode.USAGE, no, "export", foreign, "--out", "hdfs://[b");
    assertRefused(ExitCode.USAGE, no, "import", foreign, "--out", "hdfs://[b");
    assertRefused(ExitCode.DATA, no, "import", foreign, "--classes-file", "hdfs://[b");
    assertRefused(ExitCode.DATA, no, "evaluate", foreign, "--data", "idx:hdfs://[b");
    assertRefused(ExitCode.DATA, no, "stats", "hdfs://[b");
    assertRefused(ExitCode.DATA, no, "fetch", "mnist", "hdfs://[b");
    assertRefused(ExitCode.USAGE, no, "prepare", folder, "hdfs://[b");
  }

  @Test
  void namesAWrongOptionWithoutAllTheOthers() {
    for (String command : List.of("train", "check", "evaluate", "predict", "export", "stats")) {
      assertRefused(ExitCode.USAGE, "convoy: Unknown option: '--wrong'", command, "x", "--wrong");
      assertThat(error.toString())
          .contains("convoy " + command + " --help says more")
          .doesNotContain("Usage:");
    }

    assertRefused(ExitCode.USAGE, "Did you mean: convoy train?", "trian");
    assertRefused(ExitCode.USAGE, "Usage: convoy [-hV] [COMMAND]");
  }

  private void assertRefused(ExitCode code, String problem, Object... arguments) {
    error.getBuffer().setLength(0);
    assertThat(run(arguments)).as(problem).isEqualTo(code.number());
    assertThat(error.toString()).contains(problem).doesNotContain("\tat ");
  }

  private int run(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }

    return Main.commandLine(new StopRequest())
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(error, true))
        .execute(texts);
  }

  private Path write(String name, Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream stream = Files.newOutputStream(file)) {
      new Safetensors(tensors, Map.of()).write(stream);
    }

    return file;
  }

  @Test
  void aModelSaysItselfWhichNetworkItIs() throws IOException {
    String model = folder.resolve("model.safetensors").toString();
    assertThat(run("import", foreign, "--out", model)).isZero();

    assertThat(run("inspect", model, "--model", "resnet18")).isEqualTo(ExitCode.USAGE.number());
    assertThat(error.toString())
        .isEqualTo(
            "convoy: weights %s are those of lenet5, not of resnet18: leave out --model%n"
                .formatted(model));
    assertThat(run("inspect", model, "epochs=3")).isEqualTo(ExitCode.USAGE.number());
    assertThat(error.toString()).contains(model + " is a file of weights, which has no config");
    assertThat(run("import", foreign, "--mean", "1e999", "--std", "1", "--out", model))
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(error.toString()).contains("--mean: must be numbers, got [Infinity]");
  }
}
