package org.convoy.config;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;

/** What the splits of the data are called. */
public record SplitConfig(
    @Key(unset = "`train` or `training`", description = "The split that is trained on")
        Optional<String> train,
    @Key(
            keepsVariables = true,
            unset = "`val`, `valid` or `validation`; else the test split",
            description =
                "The split that each epoch is measured on, which chooses the best checkpoint and"
                    + " ends a training early; with a slash in it the path of other data of the"
                    + " same kind")
        Optional<Location> validation,
    @Key(
            unset = "`test` or `testing`, if it has labels and is not the validation split",
            description =
                "The split that the final model and the best one are measured on at the end;"
                    + " `none`: no such measurement")
        Optional<String> test)
    implements SectionCheck, Serializable {
  @Override
  public void check(Problems problems) {
    Map<Split, String> names = names(Location::toString).chosen();
    if (names.values().stream().distinct().count() < names.size()) {
      problems.add("validation", "each split needs a name of its own, not " + names);
    }
  }

  /** By what names the splits are found. */
  public SplitNames names() {
    return names(Location::resolve);
  }

  private SplitNames names(Function<Location, String> text) {
    Map<Split, String> chosen = new EnumMap<>(Split.class);
    train.ifPresent(name -> chosen.put(Split.TRAIN, name));
    validation.map(text).ifPresent(name -> chosen.put(Split.VALIDATION, name));
    test.ifPresent(name -> chosen.put(Split.TEST, name));
    return new SplitNames(chosen);
  }
}
