package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.run.file.RunException;

/**
 * Another config for a run that was begun.
 *
 * @param location of the run, for messages
 * @param now the config to go on with
 * @param differences of the run's config from it
 */
record ConfigChange(String location, ConvoyConfig now, List<Difference> differences) {
  private static final String EPOCHS = "epochs";

  ConfigChange {
    requireNonNull(now, "now is null");
    differences = List.copyOf(differences);
  }

  /** Refuses any difference. */
  void refuseAll() {
    if (differences.isEmpty()) {
      return;
    }

    boolean changeable = differences.stream().allMatch(Difference::changeable);
    throw new RunException(
        String.format(
            "run folder %s was begun with another config:%n  %s%n"
                + "Continue it as it was, %sor give another folder with --run.",
            location,
            lines(differences),
            changeable ? "continue it with these values by --override, " : ""));
  }

  /**
   * Refuses what the training so far depends on.
   *
   * @param newest the newest checkpoint
   */
  void refuseImpossible(Optional<CheckpointName> newest) {
    List<Difference> fixed =
        differences.stream().filter(difference -> !difference.changeable()).toList();
    if (!fixed.isEmpty()) {
      throw new RunException(
          String.format(
              "run folder %s cannot go on with another value of%n  %s%n"
                  + "What was trained so far depends on it, and --override does not change the past."
                  + " Continue the run as it was, or give another folder with --run.",
              location, lines(fixed)));
    }

    if (differences.stream().anyMatch(difference -> difference.key().equals(EPOCHS))) {
      newest.ifPresent(this::refuseEpochs);
    }
  }

  private void refuseEpochs(CheckpointName newest) {
    if (now.epochs() < newest.epochsBegun()) {
      throw new RunException(
          "epochs = %d: run folder %s has %d epochs already"
              .formatted(now.epochs(), location, newest.epochsBegun()));
    }

    if (newest.round() > 0 && now.sync().dependsOnEpochs()) {
      throw new RunException(
          ("epochs = %d: with sync.postLocal.fraction or sync.qsr the rounds depend on it, and the"
                  + " newest checkpoint of run folder %s is within epoch %d; change it at the end of"
                  + " an epoch")
              .formatted(now.epochs(), location, newest.epochsBegun()));
    }
  }

  private static String lines(List<Difference> differences) {
    return differences.stream()
        .map(Difference::toString)
        .collect(Collectors.joining(System.lineSeparator() + "  "));
  }
}
