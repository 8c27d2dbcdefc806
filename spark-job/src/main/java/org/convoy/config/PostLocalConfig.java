package org.convoy.config;

import java.util.Optional;

/** When rounds of one step end and those of {@code sync.every} steps begin. */
public record PostLocalConfig(
    @Key(
            min = 1,
            unset = "`sync.every` from the start",
            description = "Epochs of rounds of one step, after which sync.every holds")
        Optional<Integer> epoch,
    @Key(
            above = 0,
            below = 1,
            unset = "`sync.every` from the start",
            description = "The same as a share of the training's steps, in place of the epoch")
        Optional<Double> fraction)
    implements SectionCheck {

  @Override
  public void check(Problems problems) {
    if (epoch.isPresent() && fraction.isPresent()) {
      problems.add(
          "fraction", "cannot be combined with sync.postLocal.epoch; set one of them to null");
    }
  }

  boolean isSet() {
    return epoch.isPresent() || fraction.isPresent();
  }

  /** The key that is set, within sync. */
  String key() {
    return epoch.isPresent() ? "postLocal.epoch" : "postLocal.fraction";
  }

  /** Index of the first step of longer rounds, over the whole training. */
  long firstStep(int epochs, long stepsPerEpoch) {
    return epoch
        .map(whole -> whole * stepsPerEpoch)
        .orElseGet(() -> (long) Math.ceil(fraction.orElseThrow() * epochs * stepsPerEpoch));
  }
}
