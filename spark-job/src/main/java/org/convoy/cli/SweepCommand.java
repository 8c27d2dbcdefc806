package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.cli.argument.ConfigFiles;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.SweepTable;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.LazySpark;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.common.Json;
import org.convoy.common.Sha256;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.HadoopFiles;
import org.convoy.run.RunFolder;
import org.convoy.sweep.KeyEffect;
import org.convoy.sweep.Outcome;
import org.convoy.sweep.Rung;
import org.convoy.sweep.Sweep;
import org.convoy.sweep.SweepConfig;
import org.convoy.sweep.SweepFolder;
import org.convoy.sweep.Trial;
import org.convoy.train.stop.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy sweep}: many trainings that differ in some keys. */
@Command(
    name = "sweep",
    description = {
      "Trains a network many times with other values of some keys, and says which were best.",
      "The same command continues an interrupted sweep, to the same results."
    },
    mixinStandardHelpOptions = true,
    footer = {"", Console.TAKES_MASTER, "The file is described in docs/sweep.md."})
final class SweepCommand implements Callable<Integer> {
  private static final int MOST_PROBLEMS = 3;

  private final StopRequest stopRequest;

  @Mixin private Console console;

  @Parameters(index = "0", paramLabel = "SWEEP", description = "sweep file, on any file system")
  private String file;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "keys of the sweep file that override it, for example trials=8")
  private List<String> overrides = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder of the sweep (default: sweeps/NAME-HASH, from the files)")
  private String out;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "trials at a time, which share the task slots (default: 1)")
  private int parallel = 1;

  @Option(
      names = "--run-unlocked",
      description =
          "also where the file system cannot tell apart two sweeps that begin at the same moment:"
              + " you make sure of it")
  private boolean runUnlocked;

  SweepCommand(StopRequest stopRequest) {
    this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
  }

  @Override
  public Integer call() {
    if (parallel < 1) {
      throw console.usageError("--parallel must be at least 1, got " + parallel);
    }

    stopRequest.listenWhileStarting();
    try {
      return sweep();
    } finally {
      stopRequest.started();
    }
  }

  private int sweep() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    SweepConfig config =
        SweepConfig.parse(file, ConfigFiles.text(file), overrides, ConfigFiles::included);
    Map<Trial, ConvoyConfig> trials = trials(config);
    ConvoyConfig first = trials.values().iterator().next();
    SweepFolder folder = SweepFolder.at(location(config, first), hadoop);
    folder.begin(config, first);
    console.println("Sweep folder " + folder.location());
    try (LazySpark spark = new LazySpark(stopRequest::listen);
        TrialRunner runner =
            new TrialRunner(
                trials,
                config.objective(),
                trial -> run(folder, trial, hadoop),
                Math.min(parallel, trials.size()),
                spark,
                stopRequest,
                console)) {
      return run(config, longest(trials), folder, runner);
    }
  }

  private RunFolder run(SweepFolder sweep, Trial trial, Configuration hadoop) {
    RunFolder folder = RunFolder.at(sweep.run(trial), hadoop);
    return runUnlocked ? folder.unlocked() : folder;
  }

  private static int longest(Map<Trial, ConvoyConfig> trials) {
    return trials.values().stream().mapToInt(ConvoyConfig::epochs).max().orElseThrow();
  }

  private int run(SweepConfig config, int epochs, SweepFolder folder, TrialRunner runner) {
    Sweep sweep =
        Sweep.of(config, epochs, runner, outcome -> console.println(SweepTable.line(outcome)));
    for (Rung rung : sweep.rungs()) {
      console.printf(
          "%d trial%s to epoch %d%n", rung.trials(), rung.trials() == 1 ? "" : "s", rung.epochs());
    }

    Sweep.Result result = sweep.run(parallel);
    SweepTable.lines(config.metric(), result).forEach(console::println);
    folder.finish(Json.of(result) + "\n");
    console.result(new Result(folder.location(), result.trials(), result.effects()));
    return result.trials().stream().anyMatch(outcome -> outcome.value() != null)
        ? ExitCode.DONE.number()
        : ExitCode.DIVERGED.number();
  }

  /**
   * Each trial with its config.
   *
   * @throws ConfigException of trials that cannot be
   */
  private Map<Trial, ConvoyConfig> trials(SweepConfig sweep) {
    String base = beside(file, sweep.config().orElseThrow());
    String text = ConfigFiles.text(base);
    Map<Trial, ConvoyConfig> configs = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Trial trial : sweep.toTrials()) {
      List<String> settings = new ArrayList<>(sweep.settings());
      settings.addAll(trial.overrides());
      try {
        configs.put(trial, ConfigFiles.parse(base, text, settings));
      } catch (ConfigException e) {
        // To the config, what the sweep's file says is a command line.
        e.problems().stream()
            .map(problem -> problem.replaceFirst("^command line: ", ""))
            .forEach(problem -> problems.add(trial + ": " + problem));
      }
    }

    if (!problems.isEmpty()) {
      throw new ConfigException(problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
    }

    return configs;
  }

  private static String beside(String file, String other) {
    Path folder = HadoopFiles.path(file).getParent();
    Path path = HadoopFiles.path(other);
    return path.isAbsolute() || folder == null ? other : new Path(folder, path).toString();
  }

  private String location(SweepConfig sweep, ConvoyConfig first) {
    String all = sweep.render() + first.render();
    String hash = Sha256.hex(all.getBytes(UTF_8)).substring(0, 8);
    return out == null ? "sweeps/%s-%s".formatted(ConfigFiles.name(file), hash) : out;
  }

  /** The JSON result; the best trial first. */
  record Result(String sweep, List<Outcome> trials, List<KeyEffect> effects) {}
}
