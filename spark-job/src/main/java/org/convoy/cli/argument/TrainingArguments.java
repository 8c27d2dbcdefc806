package org.convoy.cli.argument;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.OptimizerConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.run.RunFolder;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which training is meant: its config, and the folder of its run. */
public final class TrainingArguments {
  @Parameters(index = "0", paramLabel = "CONF", description = "config file, on any file system")
  private String conf;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "config keys that override the file's, for example epochs=1 sync.every=20")
  private List<String> overrides = List.of();

  private String text;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "run folder (default: runs/NAME-HASH, from the config's name and content)")
  private String run;

  @Option(
      names = "--run-unlocked",
      description =
          "take a run folder also where the file system cannot keep out another training that begins"
              + " at the same moment, as on some object stores; you have to")
  private boolean runUnlocked;

  /**
   * Reads the config.
   *
   * @throws org.convoy.config.binding.ConfigException naming everything that is wrong with it
   */
  public ConvoyConfig config() {
    text = ConfigFiles.text(conf);
    return ConfigFiles.parse(conf, text, overrides);
  }

  /**
   * A warning where another optimizer is named here and the learning rate is that of the file's.
   */
  public Optional<String> keptLearningRate(ConvoyConfig config) {
    return sets("optimizer.name") && !sets("optimizer.learningRate")
        ? configured().flatMap(file -> keptLearningRate(file.optimizer(), config.optimizer()))
        : Optional.empty();
  }

  public static Optional<String> keptLearningRate(OptimizerConfig before, OptimizerConfig now) {
    return before.name().equals(now.name()) || before.learningRate() != now.learningRate()
        ? Optional.empty()
        : Optional.of(
            "optimizer.name = %s is from the command line, optimizer.learningRate = %s from the file, for %s; set it too, or optimizer.learningRate=null for the default of %1$s"
                .formatted(now.name(), now.learningRate(), before.name()));
  }

  private boolean sets(String key) {
    return overrides.stream().anyMatch(override -> override.strip().startsWith(key));
  }

  /** Without what is said here of the optimizer; nothing where that does not stand by itself. */
  private Optional<ConvoyConfig> configured() {
    List<String> others =
        overrides.stream().filter(override -> !override.strip().startsWith("optimizer.")).toList();
    try {
      return Optional.of(ConfigFiles.parse(conf, text, others));
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  /** The folder that is named, or the one that the config has of its own. */
  public RunFolder folder(ConvoyConfig config, Configuration hadoop) {
    RunFolder folder = RunFolder.at(ConfigFiles.runLocation(run, conf, config), hadoop);
    return runUnlocked ? folder.unlocked() : folder;
  }

  /** The folder that is named, whatever the config says. */
  public Optional<RunFolder> namedFolder(Configuration hadoop) {
    return Optional.ofNullable(run).map(location -> RunFolder.at(location, hadoop));
  }

  public boolean namesFolder() {
    return run != null;
  }
}
