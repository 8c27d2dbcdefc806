package org.convoy.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.convoy.check.VersionCheck;
import org.convoy.cli.argument.UnknownOption;
import org.convoy.cli.console.TerminalText;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.FailureReport;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.start.CompletionCommand;
import org.convoy.cli.start.DoctorCommand;
import org.convoy.cli.start.ModelsCommand;
import org.convoy.common.NearestName;
import org.convoy.spark.UserExit;
import org.convoy.train.stop.MemoryWatch;
import org.convoy.train.stop.StopRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point: {@code convoy COMMAND …}. */
@Command(
    name = "convoy",
    description = "Trains image-classification CNNs data-parallel on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      TrainCommand.class,
      CheckCommand.class,
      LrFindCommand.class,
      InitCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      InspectCommand.class,
      ModelsCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      PrepareCommand.class,
      StatsCommand.class,
      FetchCommand.class,
      FeaturesCommand.class,
      SweepCommand.class,
      RunsCommand.class,
      ReportCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:usage or config error",
      "3:training diverged (NaN or infinite loss)",
      "4:data missing or unreadable",
      "5:run folder out of space or not writable",
      "6:out of memory once the work had begun; while it was made ready, 2",
      "75:stopped, or the file system is away; the same command continues"
    })
public final class Main implements Callable<Integer> {
  /** Those that look at what they need before they begin. */
  private static final Set<String> BEGIN_LATER =
      Set.of(
          "train",
          "check",
          "lr-find",
          "evaluate",
          "prepare",
          "stats",
          "init",
          "predict",
          "features",
          "export",
          "report");

  /** What Java makes of a character that the locale does not know. */
  private static final char UNREADABLE = '\ufffd';

  private static final String WRONG_LOCALE =
      "the arguments have characters that the locale of this process does not know: %s; set LC_ALL=C.UTF-8";

  @Spec private CommandSpec spec;

  Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @throws SparkUserAppException within YARN's application master, which takes a process that ends
   *     by itself for a failure, whatever its exit code
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    Locale.setDefault(Locale.ROOT); // what it prints is the same everywhere
    Optional<String> wrongVersions = VersionCheck.problem();
    if (wrongVersions.isPresent()) {
      refuse(wrongVersions.get());
    }

    MemoryWatch.OF_PROCESS.listen(() -> FailureReport.memoryCode().number());
    StopRequest stopRequest = new StopRequest();
    int code = execute(stopRequest, arguments);
    if (!SparkEnvironment.isApplicationMaster(new SparkConf()) || !stopRequest.letOthersExit()) {
      stopRequest.exit(code);
    }

    if (code != ExitCode.DONE.number()) {
      throw UserExit.of(code);
    }

    SparkEnvironment.startOnce();
  }

  /** With nothing of Spark but what any version has. */
  @SuppressWarnings("SystemOut")
  private static void refuse(String problem) throws SparkUserAppException {
    System.err.println("convoy: " + problem);
    boolean isOfYarn = "yarn".equals(System.getProperty("spark.master"));
    if (isOfYarn && "cluster".equals(System.getProperty("spark.submit.deployMode"))) {
      throw UserExit.of(ExitCode.USAGE.number());
    }

    System.exit(ExitCode.USAGE.number());
  }

  /** Errors end the command as exceptions do: threads of Spark would keep the process alive. */
  private static int execute(StopRequest stopRequest, String[] arguments) {
    CommandLine command = commandLine(stopRequest);
    if (Stream.of(arguments).anyMatch(argument -> argument.indexOf(UNREADABLE) >= 0)) {
      command.getErr().println("convoy: " + WRONG_LOCALE.formatted(String.join(" ", arguments)));
      return ExitCode.USAGE.number();
    }

    if (arguments.length > 0 && !BEGIN_LATER.contains(arguments[0])) {
      MemoryWatch.OF_PROCESS.workBegins();
    }

    try {
      int code = command.execute(arguments);
      boolean isOutput = arguments.length > 0 && !arguments[0].equals("train");
      return isOutput && code == ExitCode.DONE.number() ? written(command) : code;
    } catch (Error e) {
      return FailureReport.report(e, command.getErr());
    }
  }

  /** What was said and could not be written is lost; a pipe whose reader had enough is none. */
  private static int written(CommandLine command) {
    if (!System.out.checkError()) {
      return ExitCode.DONE.number();
    }

    try (FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
      output.write('\n'); // Says why, which a PrintStream does not.
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      if (!reason.contains("Broken pipe")) {
        command.getErr().println("convoy: standard output cannot be written: " + reason);
        return ExitCode.STORAGE.number();
      }
    }

    return ExitCode.DONE.number();
  }

  static CommandLine commandLine(StopRequest stopRequest) {
    return new CommandLine(new Main(), new CommandFactory(stopRequest))
        .setOut(TerminalText.to(System.out))
        .setErr(TerminalText.to(System.err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setExecutionExceptionHandler(new FailureReport())
        .setParameterExceptionHandler(Main::wrongUsage)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** What is wrong, below which nothing else draws attention. */
  private static int wrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter error = command.getErr();
    error.println("convoy: " + message(wrong, arguments));
    error.printf("%s --help says more%n", command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE.number();
  }

  private static String message(ParameterException wrong, String[] arguments) {
    if (arguments.length > 0 && wrong.getCommandLine().getParent() == null) {
      String commands = String.join(", ", wrong.getCommandLine().getSubcommands().keySet());
      return "%s is no command.%s Known are %s"
          .formatted(arguments[0], nearest(arguments[0], wrong.getCommandLine()), commands);
    }

    return UnknownOption.among(wrong, arguments)
        .map(UnknownOption::message)
        .orElseGet(
            () ->
                wrong instanceof UnmatchedArgumentException unmatched
                    ? surplus(unmatched.getUnmatched().get(0), unmatched, arguments)
                    : wrong.getMessage());
  }

  /** An argument that has no place: one too many, or what an option before it does not take. */
  private static String surplus(String surplus, ParameterException wrong, String[] arguments) {
    CommandSpec command = wrong.getCommandLine().getCommandSpec();
    String places =
        command.positionalParameters().stream()
            .map(PositionalParamSpec::paramLabel)
            .collect(Collectors.joining(" "));
    int place = List.of(arguments).indexOf(surplus);
    return "%s is one argument too many: %s takes %s%s"
        .formatted(
            surplus,
            command.name(),
            places.isEmpty() ? "none" : places,
            Optional.ofNullable(place > 0 ? command.optionsMap().get(arguments[place - 1]) : null)
                .map(option -> optionalValue(option, arguments[place - 1]))
                .orElse(""));
  }

  private static String optionalValue(OptionSpec option, String name) {
    return option.arity().max() == 0
        ? ""
        : "; what follows %s is a %s only where it is a whole number"
            .formatted(name, option.paramLabel());
  }

  private static String nearest(String name, CommandLine command) {
    return NearestName.of(name, List.copyOf(command.getSubcommands().keySet()))
        .map(nearest -> " Did you mean: convoy " + nearest + "?")
        .orElse("");
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.number();
  }
}
