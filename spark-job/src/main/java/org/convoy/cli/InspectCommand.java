package org.convoy.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.network.NetworkBlueprint;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convoy inspect}: the layers of a network. */
@Command(
    name = "inspect",
    description =
        "Shows a network's layers: output shapes, parameters, multiply-adds of one image.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %-18s %-16s %14s %16s%n";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "CONF_OR_RUN",
      description = "a config file, a run folder, or a weights file")
  private String subject;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "config keys that override the file's")
  private List<String> overrides = List.of();

  @Option(names = "--json", description = "end with the result as one JSON object on a line")
  private boolean json;

  @Override
  public Integer call() {
    Architecture architecture = description().architecture();
    print(architecture, NetworkBlueprint.of(ModelZoo.configuration(architecture)).summary());
    return ExitCode.DONE.number();
  }

  private ModelDescription description() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    if (subject.endsWith(".safetensors")) {
      return ModelFile.read(subject, hadoop).description();
    }

    RunFolder folder = RunFolder.at(subject, hadoop);
    ConvoyConfig config =
        folder.exists() ? folder.config(overrides) : ConfigFiles.read(subject, overrides);
    return Models.describe(config, Datasets.validation(config, hadoop));
  }

  private void print(Architecture architecture, List<LayerSummary> layers) {
    PrintWriter output = spec.commandLine().getOut();
    output.printf(
        Locale.ROOT,
        "%s, input %d x %d x %d, %d classes%n%n",
        architecture.name(),
        architecture.inputChannels(),
        architecture.inputHeight(),
        architecture.inputWidth(),
        architecture.numClasses());
    if (!architecture.layers().isEmpty()) {
      output.printf("%s%n%n", architecture.layers().toJson());
    }

    output.printf(ROW, "Layer", "Type", "Output", "Parameters", "Multiply-adds");
    for (LayerSummary layer : layers) {
      printRow(
          layer.name(),
          layer.type(),
          shape(layer.outputShape()),
          layer.parameters(),
          layer.multiplyAdds());
    }

    long parameters = layers.stream().mapToLong(LayerSummary::parameters).sum();
    long multiplyAdds = layers.stream().mapToLong(LayerSummary::multiplyAdds).sum();
    printRow("Total", "", "", parameters, multiplyAdds);
    if (json) {
      output.println(JsonResult.line(new Result(architecture.name(), parameters, multiplyAdds)));
    }
  }

  private void printRow(
      String name, String type, String shape, long parameters, long multiplyAdds) {
    spec.commandLine()
        .getOut()
        .printf(ROW, name, type, shape, grouped(parameters), grouped(multiplyAdds));
  }

  private static String shape(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The JSON result. */
  record Result(String model, long parameters, long multiplyAdds) {}
}
