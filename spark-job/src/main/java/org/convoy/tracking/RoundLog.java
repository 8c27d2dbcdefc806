package org.convoy.tracking;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.convoy.metric.Evaluation;
import org.convoy.run.RunFolder;
import org.convoy.run.ValidationClasses;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;

/**
 * Metrics of rounds and classes in the run folder, in files of one epoch each, so that what is
 * written again while an epoch goes on stays small.
 */
final class RoundLog implements Tracker {
  private final RunFolder folder;
  private final List<String> classes;
  private final List<RoundMetrics> rounds = new ArrayList<>();
  private int unwritten;

  RoundLog(RunFolder folder, List<String> classes) {
    this.folder = requireNonNull(folder, "folder is null");
    this.classes = List.copyOf(classes);
  }

  @Override
  public String subject() {
    return "metrics of rounds";
  }

  @Override
  public void started(int epoch, int round, long trained) {
    rounds.addAll(
        folder.rounds(epoch).stream().filter(earlier -> earlier.round() < round).toList());
    folder.forgetRounds(rounds.isEmpty() ? epoch : epoch + 1);
  }

  @Override
  public void roundFinished(RoundMetrics round) {
    if (!rounds.isEmpty() && rounds.get(0).epoch() != round.epoch()) {
      rounds.clear();
    }

    rounds.add(round);
    unwritten++;
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    try {
      flush();
    } finally {
      folder.writeClasses(metrics.epoch(), ValidationClasses.of(validation.confusion(), classes));
    }
  }

  @Override
  public void flush() {
    if (unwritten > 0) {
      folder.writeRounds(rounds.get(0).epoch(), rounds);
      unwritten = 0;
    }
  }

  @Override
  public void close() {
    flush();
  }
}
