package org.convoy.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageException;
import org.convoy.run.lock.OwnerFile.Sign;
import org.convoy.state.EpochMetrics;

/**
 * What a run came to, as far as its folder tells.
 *
 * @param run the folder
 * @param state where it stands
 * @param message how its last process ended, or what cannot be read; null of one that runs or is
 *     done
 * @param epochs trained so far
 * @param epochsWanted by its config
 * @param accuracy on the validation samples after the last epoch, 0 … 1; null before there is one,
 *     as the others
 * @param loss likewise
 * @param bestAccuracy of any epoch
 * @param bestEpoch the first epoch that had it, from 1
 * @param seconds that the rounds of its epochs took
 * @param settings keys that are not the same in all runs of a list, with their values
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(
    String run,
    State state,
    String message,
    int epochs,
    int epochsWanted,
    Double accuracy,
    Double loss,
    Double bestAccuracy,
    Integer bestEpoch,
    double seconds,
    Map<String, String> settings) {
  /** Of a process on another machine, whose file is written anew every five seconds. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  /** Where a run stands. */
  public enum State {
    RUNNING,
    DONE,
    /** By a signal, by its time limit, or for want of its file system: the same command goes on. */
    STOPPED,
    DIVERGED,
    FAILED,
    /** Its process is gone without a word: the same command goes on. */
    DEAD,
    UNREADABLE;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a folder tells, and its config. What cannot be read makes a summary that says so. */
  record Found(RunSummary summary, Optional<ConvoyConfig> config) {}

  static Found of(RunFolder run) {
    try {
      ConvoyConfig config = run.config(List.of());
      return new Found(summary(run, config), Optional.of(config));
    } catch (RunException | StorageException | ConfigException e) {
      String problem = e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
      return new Found(
          new RunSummary(
              run.location(), State.UNREADABLE, problem, 0, 0, null, null, null, null, 0, Map.of()),
          Optional.empty());
    }
  }

  private static RunSummary summary(RunFolder run, ConvoyConfig config) {
    List<EpochMetrics> history = run.history();
    Optional<Ending> ending = run.ending();
    State state = state(run, ending);
    Optional<EpochMetrics> last = history.stream().reduce((first, second) -> second);
    Optional<EpochMetrics> best =
        history.stream()
            .max(
                Comparator.comparingDouble(EpochMetrics::validationAccuracy)
                    .thenComparing(EpochMetrics::epoch, Comparator.reverseOrder()));
    return new RunSummary(
        run.location(),
        state,
        state == State.RUNNING || state == State.DONE
            ? null
            : ending.map(Ending::message).orElse(null),
        history.size(),
        config.epochs(),
        last.map(EpochMetrics::validationAccuracy).orElse(null),
        last.map(EpochMetrics::validationLoss).orElse(null),
        best.map(EpochMetrics::validationAccuracy).orElse(null),
        best.map(epoch -> epoch.epoch() + 1).orElse(null),
        history.stream().mapToDouble(EpochMetrics::seconds).sum(),
        Map.of());
  }

  private static State state(RunFolder run, Optional<Ending> ending) {
    if (run.isFinished()) {
      return State.DONE;
    }

    if (run.trainer().filter(RunSummary::isAlive).isPresent()) {
      return State.RUNNING;
    }

    return ending
        .map(
            end ->
                switch (end.code()) {
                  case Ending.STOPPED -> State.STOPPED;
                  case Ending.DIVERGED -> State.DIVERGED;
                  default -> State.FAILED;
                })
        .orElse(State.DEAD);
  }

  private static boolean isAlive(Sign sign) {
    long silent = System.currentTimeMillis() - sign.modificationTime();
    return sign.owner().isInSight() ? sign.owner().isAlive() : silent < SILENCE.toMillis();
  }

  RunSummary with(Map<String, String> differing) {
    return new RunSummary(
        run,
        state,
        message,
        epochs,
        epochsWanted,
        accuracy,
        loss,
        bestAccuracy,
        bestEpoch,
        seconds,
        differing);
  }
}
