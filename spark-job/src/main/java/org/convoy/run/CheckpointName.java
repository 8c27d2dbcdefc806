package org.convoy.run;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint: where the training continues. Names sort as the training goes.
 *
 * @param epoch that it continues in, from 0
 * @param round that it continues with, from 0
 */
public record CheckpointName(int epoch, int round) {
  private static final Pattern NAME = Pattern.compile("epoch-(\\d{5,9})-round-(\\d{6,9})");

  /** The checkpoint that a text names, if it names one. */
  static Optional<CheckpointName> parse(String text) {
    Matcher matcher = NAME.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new CheckpointName(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** How many epochs are trained, a part of one counting as one. */
  public int epochsBegun() {
    return round > 0 ? epoch + 1 : epoch;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "epoch-%05d-round-%06d", epoch, round);
  }
}
