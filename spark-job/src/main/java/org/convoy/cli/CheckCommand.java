package org.convoy.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.convoy.check.Finding;
import org.convoy.check.Preflight;
import org.convoy.check.Preflight.Part;
import org.convoy.check.PreflightReport;
import org.convoy.cli.argument.TrainingArguments;
import org.convoy.cli.console.Bar;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code convoy check}: what would go wrong with a training, without training. */
@Command(
    name = "check",
    description = {
      "Looks at all that a training needs: versions, data, run folder, executors, kernels, memory,"
          + " GPUs.",
      "Lists everything that is wrong, each with what to change. Writes nothing that stays."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      Console.TAKES_MASTER,
      "Exit code: 0 ready (warnings may be listed), 2 not ready, 4 not ready because of the data"
          + " alone."
    })
final class CheckCommand implements Callable<Integer> {
  private static final List<Part> PARTS = List.of(Part.values());

  @Mixin private Console console;

  @Mixin private TrainingArguments arguments;

  @Override
  public Integer call() {
    ConvoyConfig config = arguments.config();
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    RunFolder folder = arguments.folder(config, hadoop);
    PreflightReport found = look(config, folder, hadoop);
    PreflightReport report =
        arguments
            .keptLearningRate(config)
            .map(warning -> found.withWarning("config", warning))
            .orElse(found);
    print(report);
    return exitCode(report).number();
  }

  /** Data may be long to look at, and executors to come. */
  private PreflightReport look(ConvoyConfig config, RunFolder folder, Configuration hadoop) {
    Optional<Bar> bar = console.bar();
    try {
      return Preflight.ofConfig(
          config,
          folder,
          hadoop,
          SparkEnvironment::start,
          part ->
              bar.ifPresent(
                  shown ->
                      shown.draw(
                          "Checking ", PARTS.indexOf(part), PARTS.size(), List.of("  " + part))));
    } finally {
      bar.ifPresent(Bar::clear);
    }
  }

  private void print(PreflightReport report) {
    report.findings().forEach(this::print);
    console.println(summary(report));
    console.result(Result.of(report));
  }

  private void print(Finding finding) {
    String level = finding.level().name().toLowerCase(Locale.ROOT);
    console.text("%-8s %-14s %s".formatted(level, finding.subject(), finding.text()));
  }

  private static String summary(PreflightReport report) {
    int problems = report.problems().size();
    if (problems > 0) {
      return problems == 1 ? "1 problem" : problems + " problems";
    }

    return report.warnings().isEmpty() ? "Ready." : "Ready, with warnings.";
  }

  private static ExitCode exitCode(PreflightReport report) {
    if (report.problems().isEmpty()) {
      return ExitCode.DONE;
    }

    return report.failsForDataOnly() ? ExitCode.DATA : ExitCode.USAGE;
  }

  /** The JSON result. */
  record Result(boolean ready, List<String> problems, List<String> warnings) {
    private static Result of(PreflightReport report) {
      return new Result(
          report.problems().isEmpty(), texts(report.problems()), texts(report.warnings()));
    }

    private static List<String> texts(List<Finding> findings) {
      return findings.stream().map(Finding::toString).toList();
    }
  }
}
