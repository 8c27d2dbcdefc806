package org.convoy.cli;

import org.convoy.train.StopRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point: {@code convoy COMMAND …}. */
@Command(
    name = "convoy",
    description = "Trains image-classification CNNs data-parallel on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      InspectCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      PrepareCommand.class,
      StatsCommand.class,
      FetchCommand.class,
      FeaturesCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:usage or config error",
      "3:training diverged (NaN or infinite loss)",
      "4:data missing or unreadable",
      "75:stopped; the same command continues"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StopRequest stopRequest = new StopRequest();
    stopRequest.exit(commandLine(stopRequest).execute(arguments));
  }

  static CommandLine commandLine(StopRequest stopRequest) {
    return new CommandLine(new Main(), new CommandFactory(stopRequest))
        .setExecutionExceptionHandler(new FailureReport())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing command, one of " + spec.subcommands().keySet());
  }
}
