package org.convoy.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.RunTable;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.run.RunList;
import org.convoy.run.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy runs}: what the runs in a folder came to. */
@Command(
    name = "runs",
    description =
        "Lists the runs in a folder: where they stand, what they reached, how they differ.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private static final Map<Order, Comparator<RunSummary>> ORDERS =
      Map.of(
          Order.NAME, Comparator.comparing(RunSummary::run),
          Order.STATE, Comparator.comparing(RunSummary::state).thenComparing(RunSummary::run),
          Order.ACCURACY, byAccuracy(),
          Order.LOSS, byLoss(),
          Order.SECONDS, Comparator.comparingDouble(RunSummary::seconds));

  @Mixin private Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR|RUN",
      description = "folders of run folders, or run folders (default: runs)")
  private List<String> folders = List.of("runs");

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      description = "name, state, accuracy, loss or seconds (default: name); the best comes first")
  private Order order = Order.NAME;

  /** What comes first. */
  enum Order {
    NAME,
    STATE,
    ACCURACY,
    LOSS,
    SECONDS
  }

  private static Comparator<RunSummary> byAccuracy() {
    return Comparator.comparing(
        RunSummary::bestAccuracy, Comparator.nullsLast(Comparator.reverseOrder()));
  }

  private static Comparator<RunSummary> byLoss() {
    return Comparator.comparing(RunSummary::loss, Comparator.nullsLast(Comparator.naturalOrder()));
  }

  @Override
  public Integer call() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    List<RunSummary> runs =
        RunList.in(folders, hadoop).summaries().stream().sorted(ORDERS.get(order)).toList();
    if (runs.isEmpty()) {
      console.println("There is no run in " + String.join(", ", folders));
    } else {
      RunTable.lines(runs).forEach(console::println);
    }

    console.result(new Result(runs));
    return ExitCode.DONE.number();
  }

  /** The JSON result. */
  record Result(List<RunSummary> runs) {}
}
