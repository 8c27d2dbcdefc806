package org.convoy.cli;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.run.RunFolder;
import org.convoy.train.config.ConvoyConfig;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which training is meant: its config, and the folder of its run. */
final class TrainingArguments {
  @Parameters(index = "0", paramLabel = "CONF", description = "config file, on any file system")
  private String conf;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "config keys that override the file's, for example epochs=1 sync.every=20")
  private List<String> overrides = List.of();

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
   * @throws org.convoy.train.config.ConfigException naming everything that is wrong with it
   */
  ConvoyConfig config() {
    return ConfigFiles.read(conf, overrides);
  }

  /** The folder that is named, or the one that the config has of its own. */
  RunFolder folder(ConvoyConfig config, Configuration hadoop) {
    RunFolder folder = RunFolder.at(ConfigFiles.runLocation(run, conf, config), hadoop);
    return runUnlocked ? folder.unlocked() : folder;
  }

  boolean namesFolder() {
    return run != null;
  }
}
