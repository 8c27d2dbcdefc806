package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.cli.argument.WeightsOption;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.config.Call;
import org.convoy.config.NormalizeConfig;
import org.convoy.data.HadoopFiles;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.run.SafetensorsWriter;
import org.convoy.run.file.OutputFile;
import org.convoy.run.file.RunException;
import org.convoy.zoo.Architecture;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy import}: weights of another program as a model that says all about itself. */
@Command(
    name = "import",
    description = {
      "Makes a self-contained model of weights with PyTorch's names, safetensors or a .pth file,"
          + " whose code is not run; or of a zip of DL4J's ModelSerializer, whose layers come along.",
      "The model is what evaluate, inspect, features and model.pretrained take."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "the weights, on any file system")
  private String file;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "the network (default: the one of the zoo whose tensors have these names)")
  private String network;

  @Mixin private WeightsOption weights;

  @ArgGroup(exclusive = true)
  private Classes classes = new Classes();

  /** The names of the classes. */
  static final class Classes {
    @Option(
        names = "--classes",
        split = ",",
        paramLabel = "A,B,…",
        hideParamSyntax = true,
        description = "names of the classes, in the order of the outputs (default: 0, 1, …)")
    private List<String> names = List.of();

    @Option(
        names = "--classes-file",
        paramLabel = "FILE",
        description = "a text file with one name of a class a line")
    private String file;
  }

  @ArgGroup(exclusive = false)
  private Statistics statistics;

  /** The normalization by channel. */
  static final class Statistics {
    @Option(
        names = "--mean",
        required = true,
        split = ",",
        paramLabel = "M,…",
        hideParamSyntax = true,
        description =
            "mean of each channel, of values from 0 to 1, as 0.485,0.456,0.406 for ImageNet"
                + " (default: no normalization)")
    private List<Double> mean;

    @Option(
        names = "--std",
        required = true,
        split = ",",
        paramLabel = "S,…",
        hideParamSyntax = true,
        description = "standard deviation of each channel, as 0.229,0.224,0.225 for ImageNet")
    private List<Double> std;
  }

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "side of the images that the network gets (default: 224, CIFAR 32, LeNet-5 28)")
  private Integer size;

  @Option(
      names = "--resize",
      paramLabel = "N",
      description =
          "resize the shorter side of an image to this, then cut out the middle, as torchvision's"
              + " models want it (default: resize the whole image)")
  private Integer resize;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "the file to write, on any file system; - is standard output (default: FILE.safetensors, here)")
  private String out;

  @Override
  public Integer call() {
    console.leaveOutputTo(out);
    requirePositive("--size", size);
    requirePositive("--resize", resize);
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    OptionalInt side = size == null ? OptionalInt.empty() : OptionalInt.of(size);
    ModelFile foreign =
        ModelFile.read(file, Optional.ofNullable(network), side, weights.choice(), hadoop);
    String target = out == null ? defaultFile() : out;
    OutputFile output = OutputFile.at(target, hadoop);
    if (output.isAt(file, hadoop)) {
      throw console.usageError("--out: " + target + " is the file to import; name another");
    }

    ModelFile model = foreign.withDescription(describe(foreign.description(), hadoop));
    model.requireSound();
    output.write(stream -> new SafetensorsWriter().write(model, Artifact.MODEL, stream));
    report(model, target);
    return ExitCode.DONE.number();
  }

  private void requirePositive(String option, Integer value) {
    if (value != null && value < 1) {
      throw console.usageError("%s must be at least 1, not %d".formatted(option, value));
    }
  }

  private ModelDescription describe(ModelDescription found, Configuration hadoop) {
    Architecture architecture =
        size == null ? found.architecture() : found.architecture().withSize(size);
    List<String> names = classNames(hadoop);
    requireAsMany("--classes", names.size(), architecture.numClasses(), "classes");
    return new ModelDescription(
        architecture,
        named(found, names),
        transforms(found, architecture),
        normalization(found, architecture));
  }

  private List<String> named(ModelDescription found, List<String> names) {
    try {
      return found.classesNamed(names);
    } catch (IllegalArgumentException e) {
      throw console.usageError("--classes: " + e.getMessage());
    }
  }

  private List<Call> transforms(ModelDescription found, Architecture architecture) {
    List<Integer> sides = List.of(architecture.inputHeight(), architecture.inputWidth());
    if (resize != null) {
      return List.of(
          new Call("resize", Map.of("size", resize)),
          new Call("centerCrop", Map.of("size", sides)));
    }

    return size == null ? found.transforms() : List.of(new Call("resize", Map.of("size", sides)));
  }

  private NormalizeConfig normalization(ModelDescription found, Architecture architecture) {
    if (statistics == null) {
      return found.normalization();
    }

    requireAsMany("--mean", statistics.mean.size(), architecture.inputChannels(), "channels");
    requireAsMany("--std", statistics.std.size(), architecture.inputChannels(), "channels");
    if (!statistics.mean.stream().allMatch(Double::isFinite)) {
      throw console.usageError("--mean: must be numbers, got " + statistics.mean);
    }

    if (!statistics.std.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
      throw console.usageError("--std: must be above 0, got " + statistics.std);
    }

    return new NormalizeConfig(statistics.mean, statistics.std);
  }

  private List<String> classNames(Configuration hadoop) {
    return classes.file == null ? classes.names : lines(classes.file, hadoop);
  }

  private static List<String> lines(String location, Configuration hadoop) {
    Path path = HadoopFiles.path(location);
    try (InputStream input = HadoopFiles.open(path, hadoop)) {
      return Arrays.asList(text(input.readAllBytes()).strip().split("\\s*\\n\\s*"));
    } catch (IOException e) {
      throw RunException.unreadable("names of classes", location, e);
    }
  }

  /** Text editors of Windows begin a file with a byte order mark, which is none of its letters. */
  private static String text(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private void requireAsMany(String option, int given, int needed, String what) {
    if (given > 0 && given != needed) {
      throw console.usageError(
          "%s: %d are given, but the network has %d %s".formatted(option, given, needed, what));
    }
  }

  private String defaultFile() {
    return ExportFormat.SAFETENSORS.fileFor(file, "");
  }

  private void report(ModelFile model, String target) {
    ModelDescription description = model.description();
    Architecture architecture = description.architecture();
    Result result =
        new Result(
            architecture.name(),
            architecture.numClasses(),
            List.of(
                architecture.inputChannels(),
                architecture.inputHeight(),
                architecture.inputWidth()),
            target);
    console.printf(
        "Model      %s, %d classes, images of %s%nTransforms %s%nNormalize  %s%nWritten    %s%n",
        result.model(),
        result.classes(),
        result.input(),
        description.transforms(),
        text(description.normalization()),
        target);
    console.result(result);
  }

  private static String text(NormalizeConfig normalization) {
    return normalization.mean().isEmpty()
        ? "not at all; --mean and --std say how"
        : "mean %s, std %s".formatted(normalization.mean(), normalization.std());
  }

  /** The JSON result. */
  record Result(String model, int classes, List<Integer> input, String file) {}
}
