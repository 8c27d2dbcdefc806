package org.convoy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.source.DatasetSource;
import org.convoy.report.Explanation;
import org.convoy.report.ReportData;
import org.convoy.report.ReportData.Details;
import org.convoy.report.RunReport;
import org.convoy.run.ModelFile;
import org.convoy.run.RunFolder;
import org.convoy.run.RunSummary.State;
import org.convoy.run.file.OutputFile;
import org.convoy.run.file.RunException;
import org.convoy.train.Datasets;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy report}: one page about a run, or about several beside each other. */
@Command(
    name = "report",
    description = {
      "Writes one HTML page about a run: its curves, its mistakes, its data, its config.",
      "Of several runs: what differs between them, a table, their curves in one plot."
    },
    mixinStandardHelpOptions = true,
    footer = {"", Console.TAKES_MASTER})
final class ReportCommand implements Callable<Integer> {
  /** Parameters of a network that this process can be expected to hold twice. */
  private static final int LARGEST_EXPLAINED = 1 << 26;

  @Mixin private Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "run folders, or folders of run folders, on any file system")
  private List<String> folders;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "the page, on any file system; - is standard output (default: RUN/report.html; of several"
              + " runs report.html here)")
  private String out;

  @ArgGroup(exclusive = true)
  private DataChoice choice = new DataChoice();

  /** Where the data of a single run are. */
  static final class DataChoice {
    @Option(
        names = "--data",
        paramLabel = "SPEC",
        description =
            "where the data of the run are now, a path or kind:path (default: where they were)")
    private String data;

    @Option(
        names = "--no-data",
        description = "leave out what needs the data: mistakes, classes, samples")
    private boolean none;
  }

  @Override
  public Integer call() {
    console.leaveOutputTo(out);
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    List<ReportData.Run> runs = RunReport.runs(folders, hadoop);
    if (runs.isEmpty()) {
      throw new RunException("there is no run in " + String.join(", ", folders));
    }

    if (runs.size() > 1 && choice.data != null) {
      throw console.usageError(
          "--data is for one run, and these are %d: of several, no data are looked at"
              .formatted(runs.size()));
    }

    String file = out == null ? usualFile(runs) : out;
    OutputFile output = OutputFile.at(file, hadoop);
    output.requireNoFolder();
    Optional<Details> details = runs.size() == 1 ? details(runs.get(0), hadoop) : Optional.empty();
    RunReporter.write(output, runs, details);
    runs.stream()
        .limit(1)
        .filter(run -> runs.size() == 1)
        .map(ReportData.Run::sentence)
        .forEach(console::println);
    console.println("Written " + file);
    console.result(new Result(runs.stream().map(run -> run.summary().run()).toList(), file));
    return ExitCode.DONE.number();
  }

  private static String usualFile(List<ReportData.Run> runs) {
    return runs.size() == 1
        ? runs.get(0).summary().run() + "/" + RunReporter.FILE
        : RunReporter.FILE;
  }

  private Optional<Details> details(ReportData.Run run, Configuration hadoop) {
    RunFolder folder = RunFolder.at(run.summary().run(), hadoop);
    if (run.summary().state() == State.UNREADABLE) {
      throw new RunException(run.summary().message());
    }

    ConvoyConfig config = folder.config(overrides(hadoop));
    if (choice.none || !folder.hasModel()) {
      Optional<ModelFile> model =
          folder.hasModel() ? Optional.of(folder.model(hadoop)) : Optional.empty();
      String reason = choice.none ? "as --no-data says" : "since there is no checkpoint yet";
      return Optional.of(
          RunReport.details(folder, config, model, List.of(RunReporter.withoutData(reason))));
    }

    ModelFile model = folder.model(hadoop);
    Datasets datasets = Datasets.open(config, hadoop);
    console.println("Data    " + datasets.describe());
    try (JavaSparkContext spark = SparkEnvironment.start()) {
      MemoryWatch.OF_PROCESS.workBegins();
      RunReporter reporter = new RunReporter(hadoop, folder, config, model);
      return Optional.of(explained(reporter, spark, datasets, model, folder));
    }
  }

  private static Details explained(
      RunReporter reporter,
      JavaSparkContext spark,
      Datasets datasets,
      ModelFile model,
      RunFolder folder) {
    Optional<Explanation> explanation =
        model.layout().size() <= LARGEST_EXPLAINED
            ? Explanation.of(folder, spark.hadoopConfiguration())
            : Optional.empty();
    try {
      return reporter.details(spark, datasets, explanation);
    } finally {
      explanation.ifPresent(Explanation::close);
    }
  }

  private List<String> overrides(Configuration hadoop) {
    List<String> overrides = new ArrayList<>();
    if (choice.data != null) {
      DatasetSource source = DatasetSource.parse(hadoop, choice.data);
      overrides.add("data.kind=" + source.kind().specName());
      overrides.add("data.path=" + source.path());
    }

    return overrides;
  }

  /** The JSON result. */
  record Result(List<String> runs, String file) {}
}
