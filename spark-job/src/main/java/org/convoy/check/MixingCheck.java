package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.DataConfig.Shuffle;
import org.convoy.data.DataException;
import org.convoy.data.sampler.ClassOrder;

/**
 * Whether neighbours in the data set are of different classes where chunks of neighbours are dealt:
 * chunks of data that are sorted by class would give every worker a few classes at a time.
 */
record MixingCheck(PlannedRun run, Configuration hadoop) implements Check {
  MixingCheck {
    requireNonNull(run, "run is null");
    requireNonNull(hadoop, "hadoop is null");
  }

  @Override
  public List<Finding> findings() {
    if (run.config().data().shuffle() != Shuffle.CHUNKS) {
      return List.of();
    }

    try {
      return findings(run.datasets().train().labels(hadoop));
    } catch (DataException e) {
      return List.of(DataCheck.problem(e));
    }
  }

  static List<Finding> findings(int[] labels) {
    ClassOrder order = ClassOrder.of(labels);
    return order.isMixed() ? List.of() : List.of(Finding.warning(DataCheck.SUBJECT, text(order)));
  }

  private static String text(ClassOrder order) {
    return String.format(
        Locale.ROOT,
        "%.0f %% of the training images have the class of the one before, %.0f %% would if they"
            + " were mixed; data.shuffle = chunks keeps neighbours together: prepare the data with"
            + " convoy prepare --shuffle, or set data.shuffle = auto",
        100 * order.alike(),
        100 * order.alikeIfMixed());
  }
}
