package org.convoy.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.Finding;
import org.convoy.check.Preflight;
import org.convoy.check.PreflightReport;
import org.convoy.cli.argument.ConfigFiles;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.process.SparkTasks;
import org.convoy.cli.start.StarterConfig;
import org.convoy.cli.start.Training;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.DataException;
import org.convoy.data.DatasetSplits;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.prepare.Statistics;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.spark.StatisticsJob;
import org.convoy.data.split.StratifiedSplit;
import org.convoy.run.RunFolder;
import org.convoy.run.file.OutputFile;
import org.convoy.train.Datasets;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy init}: a config for data that it looks at. */
@Command(
    name = "init",
    description = {
      "Looks at a data set and writes a config for it, with comments: what it is, a network,"
          + " transforms and a batch that fit.",
      "Reads all training images once, as convoy stats does. Writes over no file."
    },
    mixinStandardHelpOptions = true,
    footer = {"", Console.TAKES_MASTER, "Then: convoy train FILE"})
final class InitCommand implements Callable<Integer> {
  private static final String MEMORY = "memory";

  @Mixin private Console console;

  @Parameters(
      paramLabel = "DATA",
      description = "the data set: a path, or kind:path, on any file system")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "the config, on any file system, or - for standard output (default: NAME.conf in the"
              + " current folder, from the data's name)")
  private String out;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "height and width of what the network is given, 28 to 1024 (default: 32, 64 or 224, by the"
              + " images): a training takes about in proportion to its square")
  private Integer size;

  @Override
  public Integer call() {
    if (size != null && (size < StarterConfig.SMALLEST_SIDE || size > StarterConfig.LARGEST_SIDE)) {
      throw console.usageError(
          "--size must be from %d to %d, not %d"
              .formatted(StarterConfig.SMALLEST_SIDE, StarterConfig.LARGEST_SIDE, size));
    }

    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    DatasetSource source = DatasetSource.parse(hadoop, data);
    String location = out == null ? defaultLocation(source) : out;
    OutputFile file = OutputFile.at(location, hadoop);
    file.requireAbsent();
    console.leaveOutputTo(location);

    DatasetSplits found =
        source.withValidation(new StratifiedSplit(0.1, 0)).openAll(hadoop); // No other is required.
    found.remarks().forEach(console::println);
    ImageDataset train =
        found.labelled().containsKey(Split.TRAIN)
            ? found.labelled().get(Split.TRAIN)
            : source.open(hadoop, Split.TRAIN);
    try (JavaSparkContext spark = SparkEnvironment.start()) {
      MemoryWatch.OF_PROCESS.workBegins();
      console.printf("Looking at %,d training images%n", Datasets.withImages(train).size());
      Statistics measured = measured(spark, train);
      requireGood(train, measured);
      StarterConfig starter =
          StarterConfig.of(
              source,
              train.classes(),
              measured,
              validation(found),
              size == null ? OptionalInt.empty() : OptionalInt.of(size),
              spark.defaultParallelism());
      write(starter, location, file, spark, hadoop);
    }

    return ExitCode.DONE.number();
  }

  private Statistics measured(JavaSparkContext spark, ImageDataset train) {
    return console
        .progress("Reading", train.size(), 0)
        .during(
            () -> SparkTasks.imagesDone(spark, train.size()),
            () -> StatisticsJob.run(spark, train, Split.TRAIN, DecodeOptions.DEFAULT));
  }

  private String defaultLocation(DatasetSource source) {
    String name =
        HadoopFiles.path(source.path())
            .getName()
            .replaceFirst("(\\.(tar|tgz|zip|gz|zst|parquet))+$", "");
    if (name.isEmpty() || name.matches("\\.+")) {
      throw console.usageError(
          "the data have no name that a config could be called by; give --out FILE");
    }

    return name + ".conf";
  }

  private static Optional<String> validation(DatasetSplits found) {
    return Stream.of(Split.VALIDATION, Split.TEST)
        .filter(found.labelled()::containsKey)
        .map(split -> found.names().getOrDefault(split, split.title()))
        .findFirst();
  }

  private static void requireGood(ImageDataset train, Statistics measured) {
    if (measured.samples() == 0) {
      throw new DataException(
          train.location(),
          "an image that can be decoded",
          measured.rejected().get(0).toString(),
          "Give other data.");
    }
  }

  /** With the largest batch that fits, as far as the preflight knows. */
  private void write(
      StarterConfig first,
      String location,
      OutputFile file,
      JavaSparkContext spark,
      Configuration hadoop) {
    StarterConfig starter = first;
    PreflightReport report = preflight(starter, location, spark, hadoop);
    while (starter.batchSize() > 1 && report.problems().stream().anyMatch(InitCommand::isMemory)) {
      starter = starter.withSmallerBatch();
      report = preflight(starter, location, spark, hadoop);
    }

    byte[] text = starter.text().getBytes(StandardCharsets.UTF_8);
    file.requireAbsent();
    file.write(output -> output.write(text));
    report.warnings().forEach(warning -> console.text("Warning: " + warning));
    report.problems().forEach(problem -> console.text("Problem: " + problem));
    console.printf(
        "Network  %s, %d workers, batches of %d%n",
        starter.network(), starter.workers(), starter.batchSize());
    console.println("Config   " + location);
    console.println("Next     convoy train " + location);
    console.result(Result.of(location, starter, report));
  }

  private static boolean isMemory(Finding problem) {
    return problem.subject().equals(MEMORY);
  }

  private static PreflightReport preflight(
      StarterConfig starter, String location, JavaSparkContext spark, Configuration hadoop) {
    ConvoyConfig config = ConfigFiles.parse(location, starter.text(), List.of());
    RunFolder folder = RunFolder.at(ConfigFiles.runLocation(null, location, config), hadoop);
    return Preflight.ofTraining(
        spark, Training.plan(config, Datasets.open(config, hadoop), folder, hadoop, remark -> {}));
  }

  /** The JSON result. */
  record Result(
      String config,
      String kind,
      long images,
      int classes,
      String network,
      int workers,
      int batchSize,
      List<String> problems) {
    private static Result of(String location, StarterConfig starter, PreflightReport report) {
      return new Result(
          location,
          starter.source().kind().specName(),
          starter.measured().samples(),
          starter.classes().size(),
          starter.network(),
          starter.workers(),
          starter.batchSize(),
          report.problems().stream().map(Finding::toString).toList());
    }
  }
}
