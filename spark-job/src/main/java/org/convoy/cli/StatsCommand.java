package org.convoy.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.cli.argument.DecodingArguments;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.process.SparkTasks;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.prepare.Rejection;
import org.convoy.data.prepare.SizeHistogram;
import org.convoy.data.prepare.Statistics;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.spark.StatisticsJob;
import org.convoy.data.split.SplitDataset.NamedSplit;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy stats}: what there is in a data set. */
@Command(
    name = "stats",
    description = {
      "Counts the images of each class, measures sizes, and mean and standard deviation of each"
          + " channel (over all pixels of all images at their own size, 0…1).",
      "Bad images are counted and listed, not refused."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      Console.TAKES_MASTER,
    })
final class StatsCommand implements Callable<Integer> {
  private static final int REJECTIONS_SHOWN = 20;

  @Mixin private Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      description = "the data set: a path, or kind:path, on any file system")
  private String data;

  @Option(
      names = "--split",
      defaultValue = "train",
      description = "train, validation or test (default: ${DEFAULT-VALUE})")
  private Split split;

  @Mixin private DecodingArguments decoding;

  @Option(
      names = "--verify",
      description =
          "read all bytes and print the fingerprint of the content instead; shards that convoy"
              + " prepare made are compared with their manifest")
  private boolean verify;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description =
          "with --verify: verify the data of this run, and note the content in its folder, so that"
              + " the data are recognised wherever they are copied to; no DATA then")
  private String run;

  @Override
  public Integer call() {
    DecodeOptions options = options();
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    requireArguments();

    if (verify) {
      new ContentVerification(hadoop, console).run(data, split, run);
      return ExitCode.DONE.number();
    }

    NamedSplit found = DatasetSource.parse(hadoop, data).openNamed(hadoop, split);
    ImageDataset dataset = found.dataset();
    found.remarks().forEach(console::println);

    try (JavaSparkContext spark = SparkEnvironment.start()) {
      MemoryWatch.OF_PROCESS.workBegins();
      report(dataset, measured(spark, dataset, options));
    }

    return ExitCode.DONE.number();
  }

  private Statistics measured(JavaSparkContext spark, ImageDataset dataset, DecodeOptions options) {
    return console
        .progress("Reading", dataset.size(), 0)
        .during(
            () -> SparkTasks.imagesDone(spark, dataset.size()),
            () -> StatisticsJob.run(spark, dataset, split, options));
  }

  private DecodeOptions options() {
    try {
      return decoding.options();
    } catch (IllegalArgumentException e) {
      throw console.usageError(e.getMessage());
    }
  }

  private void requireArguments() {
    if (run != null && !verify) {
      throw console.usageError("--run goes with --verify");
    }

    if ((data == null) == (run == null)) {
      throw console.usageError("give DATA" + (verify ? " or --run RUN" : ""));
    }
  }

  private void report(ImageDataset dataset, Statistics statistics) {
    Result result = Result.of(dataset.classes(), statistics);
    console.printf("Samples   %d%n", result.samples());
    console.printf("Rejected  %d%n", result.rejected());
    showRejections(statistics.rejected());
    console.printf("Mean      %s%n", rounded(result.mean()));
    console.printf("Std       %s%n", rounded(result.std()));
    showSizes(result.sizes());
    console.println("Classes");
    result.classes().forEach((name, count) -> console.printf("  %8d  %s%n", count, name));
    console.result(result);
  }

  private void showRejections(List<Rejection> rejected) {
    rejected.stream().limit(REJECTIONS_SHOWN).map(Rejection::toString).forEach(console::remark);

    if (rejected.size() > REJECTIONS_SHOWN) {
      console.remark("and %d more".formatted(rejected.size() - REJECTIONS_SHOWN));
    }
  }

  private void showSizes(SizeHistogram sizes) {
    console.printf("Height    %d…%d%n", sizes.minHeight(), sizes.maxHeight());
    console.printf("Width     %d…%d%n", sizes.minWidth(), sizes.maxWidth());
    console.println("Shorter side");
    sizes
        .shorterSide()
        .forEach((side, count) -> console.printf("  %8d  %d…%d%n", count, side, 2 * side - 1));
  }

  static String rounded(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.4f", value))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** The JSON result. */
  record Result(
      long samples,
      long rejected,
      Map<String, Long> classes,
      List<Double> mean,
      List<Double> std,
      SizeHistogram sizes) {
    private static Result of(List<String> names, Statistics statistics) {
      Map<String, Long> classes = new LinkedHashMap<>();
      IntStream.range(0, names.size())
          .forEach(label -> classes.put(names.get(label), statistics.classCounts().get(label)));
      return new Result(
          statistics.samples(),
          statistics.rejected().size(),
          classes,
          statistics.sums().mean(),
          statistics.sums().standardDeviation(),
          statistics.sizes());
    }
  }
}
