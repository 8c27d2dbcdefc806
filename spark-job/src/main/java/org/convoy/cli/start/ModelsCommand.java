package org.convoy.cli.start;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.model.NamePattern;
import org.convoy.nn.network.LayerSummary;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.convoy.zoo.PublishedWeights;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code convoy models}: the networks of the zoo. */
@Command(
    name = "models",
    description = {
      "Lists the networks that have a name: parameters, multiply-adds of one image, size of a weights"
          + " file, and the accuracy on ImageNet that torchvision documents for its weights.",
      "For the classes and images each was made for; convoy inspect NAME shows its layers."
    },
    mixinStandardHelpOptions = true)
public final class ModelsCommand implements Callable<Integer> {
  private static final String ROW = "%-20s %9s %8s %12s %14s %9s %7s  %s";
  private static final double MILLION = 1e6;
  private static final double BILLION = 1e9;

  @Mixin private Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "names to list: * stands for any characters, ? for one (default: all)")
  private String pattern = "*";

  @Override
  public Integer call() {
    List<Model> models = names().stream().map(ModelsCommand::describe).toList();
    console.println(
        ROW.formatted(
            "Network",
            "image",
            "classes",
            "parameters",
            "multiply-adds",
            "size",
            "top-1",
            "torchvision's weights"));
    models.forEach(model -> console.println(row(model)));
    console.result(new Result(models));
    return ExitCode.DONE.number();
  }

  private List<String> names() {
    try {
      return new NamePattern("network", pattern).select(ModelZoo.names());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(e.getMessage()));
    }
  }

  private static Model describe(String name) {
    Architecture architecture = Architecture.usual(name);
    ComputationGraphConfiguration network = ModelZoo.configuration(architecture);
    List<LayerSummary> layers = LayerSummary.of(network);
    Optional<PublishedWeights> published = PublishedWeights.of(name);
    return new Model(
        name,
        architecture.inputChannels(),
        architecture.inputHeight(),
        architecture.numClasses(),
        layers.stream().mapToLong(LayerSummary::parameters).sum(),
        layers.stream()
            .filter(layer -> !layer.isAuxiliary())
            .mapToLong(LayerSummary::multiplyAdds)
            .sum(),
        (long) ParameterLayout.of(network).size() * Float.BYTES,
        published.map(PublishedWeights::top1).orElse(null),
        published.map(PublishedWeights::weights).orElse(null));
  }

  private static String row(Model model) {
    return ROW.formatted(
            model.name(),
            "%d x %d".formatted(model.channels(), model.side()),
            model.classes(),
            "%,d".formatted(model.parameters()),
            "%.2f G".formatted(model.multiplyAdds() / BILLION),
            "%.1f MB".formatted(model.bytes() / MILLION),
            model.top1() == null ? "" : "%.2f %%".formatted(model.top1()),
            model.weights() == null ? "" : model.weights())
        .stripTrailing();
  }

  /**
   * A network.
   *
   * @param side of its square images, in pixels
   * @param bytes of its parameters and running statistics, in float32
   * @param top1 in percent; null where nothing is published
   * @param weights which ones reach that
   */
  record Model(
      String name,
      int channels,
      int side,
      int classes,
      long parameters,
      long multiplyAdds,
      long bytes,
      Double top1,
      String weights) {}

  /** The JSON result. */
  record Result(List<Model> models) {}
}
