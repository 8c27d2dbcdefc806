package org.convoy.cli;

import java.io.FileNotFoundException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.argument.ConfigFiles;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.ProfileTable;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.start.TrialSteps;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.network.LayerSummary;
import org.convoy.run.ModelFile;
import org.convoy.run.NamedTensors;
import org.convoy.run.TrainedModel;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightChoice;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.convoy.zoo.UsualData;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy inspect}: the layers of a network. */
@Command(
    name = "inspect",
    description =
        "Shows a network's layers: output shapes, parameters, multiply-adds of one image.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %-18s %-16s %14s %16s%n";
  private static final String TENSOR_ROW = "%-40s %-5s %14s  %s%n";
  private static final double MILLION = 1e6;
  private static final double BILLION = 1e9;
  private static final int USUAL_BATCH = 32;

  /** Of what is inspected, if that has one. */
  private Optional<ConvoyConfig> config = Optional.empty();

  @Mixin private Console console;

  @Parameters(
      index = "0",
      paramLabel = "NAME|CONF|RUN|WEIGHTS",
      description =
          "a network of the zoo, a config file, a run folder, a checkpoint, or a weights file"
              + " (safetensors, .pth)")
  private String subject;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "config keys that override the file's")
  private List<String> overrides = List.of();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "the network that a weights file of another program is for")
  private String network;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "classes of a network of the zoo (default: 1000, CIFAR's and LeNet-5 10)")
  private Integer classes;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "side of the images of a network of the zoo (default: 224, CIFAR's 32, LeNet-5 28)")
  private Integer size;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "channels of the images of a network of the zoo (default: 3, LeNet-5 1)")
  private Integer channels;

  @Option(
      names = "--tensors",
      description = "list the tensors of a run or a weights file, whatever network they are for")
  private boolean tensors;

  @Option(
      names = "--kernels",
      description =
          "train some steps on random images and show what runs each pass of each layer, how long,"
              + " and how near it comes to what one core can do")
  private boolean kernels;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "with --kernels: images of a step (default: the config's batchSize, or 32)")
  private Integer batch;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "with --kernels, of a network of the zoo: f32 (default) or bf16")
  private String precision;

  @Override
  public Integer call() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    requireKernelOptions();
    if (tensors) {
      printTensors(ModelFile.weights(subject, WeightChoice.RAW_IF_THERE, hadoop));
      return ExitCode.DONE.number();
    }

    Architecture architecture = architecture(hadoop);
    if (kernels) {
      profile(architecture);
      return ExitCode.DONE.number();
    }

    print(architecture, LayerSummary.of(configuration(architecture)));
    return ExitCode.DONE.number();
  }

  private void requireKernelOptions() {
    if (batch != null && (!kernels || batch < 1)) {
      throw console.usageError(
          kernels
              ? "--batch needs a whole number of at least 1, got " + batch
              : "--batch goes with --kernels");
    }

    if (kernels && tensors) {
      throw console.usageError("--tensors goes without --kernels");
    }
  }

  /** As the config says, if there is one, else by the kernels that suit this machine best. */
  private void profile(Architecture architecture) {
    int images =
        Optional.ofNullable(batch)
            .or(() -> config.map(ConvoyConfig::batchSize))
            .orElse(USUAL_BATCH);
    KernelChoice choice = config.map(found -> found.kernels().choice()).orElseGet(this::fastest);
    KernelProfile profile = TrialSteps.profile(configuration(architecture), choice, images);
    if (console.isJson()) {
      console.result(ProfileTable.json(profile));
      return;
    }

    console.printf("%s, batch of %d%n%n", architecture.name(), images);
    ProfileTable.all(profile).forEach(console::println);
  }

  private KernelChoice fastest() {
    try {
      return new KernelChoice(
          Backend.AUTO, Isa.AUTO, precision == null ? Precision.F32 : Precision.of(precision));
    } catch (IllegalArgumentException e) {
      throw console.usageError("--precision: " + e.getMessage());
    }
  }

  private static ComputationGraphConfiguration configuration(Architecture architecture) {
    try {
      return ModelZoo.configuration(architecture);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(architecture.name() + ": " + e.getMessage()));
    }
  }

  private Architecture architecture(Configuration hadoop) {
    TrainedModel trained = TrainedModel.at(subject, hadoop);
    if (trained.isWholeRun()) {
      requireNoSizes();
      return described(trained.run().orElseThrow().config(overrides), hadoop);
    }

    if (trained.checkpoint().isPresent() || ModelFile.isAt(subject, hadoop)) {
      requireNoSizes();
      if (!overrides.isEmpty()) {
        throw console.usageError(subject + " is a file of weights, which has no config");
      }

      ModelFile model = trained.read(Optional.ofNullable(network), hadoop);
      model.parameters(model.layout());
      return model.description().architecture();
    }

    if (ModelZoo.names().contains(subject)) {
      return ofZoo();
    }

    requireNoSizes();
    return described(readConfig(), hadoop);
  }

  private Architecture described(ConvoyConfig found, Configuration hadoop) {
    config = Optional.of(found);
    return Models.describe(found, Datasets.open(found, hadoop).train()).architecture();
  }

  private ConvoyConfig readConfig() {
    try {
      return ConfigFiles.read(subject, overrides);
    } catch (ConfigException e) {
      // A word without a folder or an ending was hardly meant as a file.
      if (e.getCause() instanceof FileNotFoundException && subject.matches("\\w+")) {
        requireNetwork(subject);
      }

      throw e;
    }
  }

  private static void requireNetwork(String name) {
    try {
      ModelZoo.checkName(name);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(name + ": no such file; " + e.getMessage()));
    }
  }

  private Architecture ofZoo() {
    if (!overrides.isEmpty() || network != null) {
      throw console.usageError(subject + " is a network of the zoo, which has no config");
    }

    UsualData usual = UsualData.of(subject);
    try {
      return new Architecture(
          subject,
          Objects.requireNonNullElse(classes, usual.numClasses()),
          Objects.requireNonNullElse(channels, usual.input().channels()),
          Objects.requireNonNullElse(size, usual.input().height()),
          Objects.requireNonNullElse(size, usual.input().width()));
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private void requireNoSizes() {
    if (classes != null || size != null || channels != null) {
      throw console.usageError(
          "--classes, --size and --channels are for a network of the zoo, but %s is none; \"convoy models\" lists them"
              .formatted(subject));
    }
  }

  private void print(Architecture architecture, List<LayerSummary> layers) {
    console.printf(
        "%s, input %d x %d x %d, %d classes%n%n",
        architecture.name(),
        architecture.inputChannels(),
        architecture.inputHeight(),
        architecture.inputWidth(),
        architecture.numClasses());
    if (!architecture.layers().isEmpty()) {
      console.output().printf("%s%n%n", architecture.layers().toJson());
    }

    console.printf(ROW, "Layer", "Type", "Output", "Parameters", "Multiply-adds");
    for (LayerSummary layer : layers) {
      printRow(
          layer.name(),
          layer.type(),
          shape(layer.outputShape()),
          layer.parameters(),
          layer.multiplyAdds());
    }

    List<LayerSummary> auxiliary = layers.stream().filter(LayerSummary::isAuxiliary).toList();
    long parameters = parameters(layers);
    long multiplyAdds = multiplyAdds(layers) - multiplyAdds(auxiliary);
    printRow("Total", "", "", parameters, multiplyAdds);
    console.printf(
        "%n%.2f M parameters, %.2f G multiply-adds an image%n",
        parameters / MILLION, multiplyAdds / BILLION);
    if (!auxiliary.isEmpty()) {
      console.printf(
          "%.2f M of the parameters are of auxiliary classifiers; their %.2f G multiply-adds, which"
              + " only training needs, are not in the total%n",
          parameters(auxiliary) / MILLION, multiplyAdds(auxiliary) / BILLION);
    }

    console.result(new Result(architecture.name(), parameters, multiplyAdds));
  }

  private static long parameters(List<LayerSummary> layers) {
    return layers.stream().mapToLong(LayerSummary::parameters).sum();
  }

  private static long multiplyAdds(List<LayerSummary> layers) {
    return layers.stream().mapToLong(LayerSummary::multiplyAdds).sum();
  }

  private void printRow(
      String name, String type, String shape, long parameters, long multiplyAdds) {
    console.printf(ROW, name, type, shape, grouped(parameters), grouped(multiplyAdds));
  }

  private void printTensors(NamedTensors named) {
    console.printf(TENSOR_ROW, "Tensor", "Type", "Elements", "Shape");
    Map<String, Tensor> sorted = new TreeMap<>(named.tensors());
    sorted.forEach(
        (name, tensor) ->
            console.printf(
                TENSOR_ROW,
                name,
                tensor.dataType(),
                grouped(tensor.size()),
                Arrays.toString(tensor.shape())));
    long elements = sorted.values().stream().mapToLong(Tensor::size).sum();
    console.printf(TENSOR_ROW, "Total", "", grouped(elements), "");
    console.result(new Tensors(sorted.size(), elements, named.sha256()));
  }

  private static String shape(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The JSON result. */
  record Result(String model, long parameters, long multiplyAdds) {}

  /** The JSON result of a list of tensors. */
  record Tensors(int tensors, long elements, String sha256) {}
}
