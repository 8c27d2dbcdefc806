package org.convoy.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.config.binding.ConfigBinder;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.EnvironmentVariables.Unset;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.config.binding.SectionEntry;
import org.convoy.state.Metric;
import org.convoy.state.Objective;

/** What a sweep tries. docs/sweep.md describes its file. */
public record SweepConfig(
    @Key(description = "Config file that all trials share, from this file's folder on")
        Optional<String> config,
    @Key(
            defaultValue = "[]",
            description = "Settings of all trials, each key=value, which win over that file")
        List<String> settings,
    @Key(description = "The keys that differ, each with the values that are tried")
        Optional<SearchSpace> parameters,
    @Key(
            defaultValue = "random",
            description =
                "grid: all combinations; random: combinations drawn by seed; halving: random ones,"
                    + " of which only the best are trained further")
        Method method,
    @Key(
            min = 1,
            max = SweepConfig.MOST_TRIALS,
            unset = "all of a grid, else `16`",
            description = "How many trials there are")
        Optional<Integer> trials,
    @Key(defaultValue = "42", description = "Seed of random combinations") long seed,
    @Key(defaultValue = "validation-accuracy", description = "What a trial is judged by")
        Metric metric,
    @Key(
            unset = "max for accuracies, min for losses",
            description = "Which values are the good ones")
        Optional<Objective.Mode> mode,
    @Key(min = 1, unset = "`1`", description = "Epochs of every trial before the first halving")
        Optional<Integer> minEpochs,
    @Key(
            min = 2,
            unset = "`3`",
            description =
                "After each halving one in this many goes on, for this many times the epochs")
        Optional<Integer> reduction,
    @Key(
            min = 1,
            unset = "no limit",
            description = "Epochs of all trials together: no trial begins that would exceed them")
        Optional<Integer> maxEpochs)
    implements SectionCheck {
  private static final int TRIALS = 16;
  private static final int MOST_TRIALS = 10_000;

  private static final SectionEntry SCHEMA =
      SectionEntry.of(
          "",
          "Top level",
          SweepConfig.class,
          Map.of(SearchSpace.class, bounds -> SearchSpace.TYPE));

  /** How trials are chosen. */
  public enum Method {
    GRID,
    RANDOM,
    HALVING
  }

  public SweepConfig {
    settings = List.copyOf(settings);
    if (method == Method.HALVING) {
      minEpochs = Optional.of(minEpochs.orElse(1));
      reduction = Optional.of(reduction.orElse(3));
    }
  }

  /**
   * Reads a sweep.
   *
   * @param sourceName what the text was read from, as problems name it
   * @param overrides settings of the command line, each {@code key=value}
   * @throws org.convoy.config.binding.ConfigException naming all problems
   */
  public static SweepConfig parse(
      String sourceName, String text, List<String> overrides, IncludedFiles includes) {
    SweepConfig read =
        (SweepConfig)
            ConfigBinder.bind(
                SCHEMA,
                sourceName,
                text,
                overrides,
                includes,
                Unset.REFUSED,
                (bound, problems) -> {});
    List<String> missing = new ArrayList<>();
    if (read.config.isEmpty()) {
      missing.add(
          sourceName + ": config: required key is missing (the file that all trials share)");
    }

    if (read.parameters.isEmpty()) {
      missing.add(sourceName + ": parameters: required key is missing (what is tried)");
    }

    if (!missing.isEmpty()) {
      throw new ConfigException(missing);
    }

    return read;
  }

  @Override
  public void check(Problems problems) {
    if (method == Method.GRID) {
      parameters.ifPresent(space -> checkGrid(space, problems));
    }

    if (method != Method.HALVING && (minEpochs.isPresent() || reduction.isPresent())) {
      problems.add(
          minEpochs.isPresent() ? "minEpochs" : "reduction",
          "has no effect without method = halving");
    }
  }

  private void checkGrid(SearchSpace space, Problems problems) {
    space
        .endless()
        .forEach(key -> problems.add("parameters", "a grid needs a list of values of " + key));
    if (space.endless().isEmpty() && trials.isEmpty() && space.gridSize() > MOST_TRIALS) {
      problems.add(
          "parameters",
          "a grid of %d trials, above %d; say how many with trials, or let method = random choose"
              .formatted(space.gridSize(), MOST_TRIALS));
    }
  }

  /** As HOCON, every key included. */
  public String render() {
    return SCHEMA.render(this);
  }

  /** The trials, in an order that does not depend on anything else. */
  public List<Trial> toTrials() {
    SearchSpace space = parameters.orElseThrow();
    return Trial.numbered(
        method == Method.GRID
            ? space.grid(trials.orElse(MOST_TRIALS))
            : space.random(seed, trials.orElse(TRIALS)));
  }

  public Objective objective() {
    return Objective.of(metric, mode);
  }
}
