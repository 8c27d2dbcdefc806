package org.convoy.sweep;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.convoy.state.Objective;

/**
 * Trains the trials of a sweep, some side by side, and lets the best go on. Which trials there are,
 * for how long each is trained and what is the best depends on the config alone.
 */
public final class Sweep {
  private final List<Trial> trials;
  private final List<Rung> rungs;
  private final Objective objective;
  private final TrialTraining training;
  private final Consumer<Outcome> progress;

  /** Trains one trial. */
  @FunctionalInterface
  public interface TrialTraining {
    /**
     * Goes on to the end of this epoch, if the trial is not there yet.
     *
     * @param epochs from 1
     * @return what came of it; a failure that is the trial's own is a part of that
     */
    Outcome train(Trial trial, int epochs);
  }

  private Sweep(
      List<Trial> trials,
      List<Rung> rungs,
      Objective objective,
      TrialTraining training,
      Consumer<Outcome> progress) {
    this.trials = List.copyOf(trials);
    this.rungs = List.copyOf(rungs);
    this.objective = requireNonNull(objective, "objective is null");
    this.training = requireNonNull(training, "training is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * A sweep.
   *
   * @param epochs of a whole training
   * @param progress told of each outcome, by several threads but not at a time
   */
  public static Sweep of(
      SweepConfig config, int epochs, TrialTraining training, Consumer<Outcome> progress) {
    List<Trial> all = config.toTrials();
    int affordable = all.size();
    while (affordable > 1
        && Rung.epochsOf(rungs(config, epochs, affordable))
            > config.maxEpochs().orElse(Integer.MAX_VALUE)) {
      affordable--;
    }

    return new Sweep(
        all.subList(0, affordable),
        rungs(config, epochs, affordable),
        config.objective(),
        training,
        progress);
  }

  private static List<Rung> rungs(SweepConfig config, int epochs, int trials) {
    return config.method() == SweepConfig.Method.HALVING
        ? Rung.halving(
            config.minEpochs().orElseThrow(), config.reduction().orElseThrow(), epochs, trials)
        : Rung.single(epochs, trials);
  }

  public List<Trial> trials() {
    return trials;
  }

  public List<Rung> rungs() {
    return rungs;
  }

  /**
   * Trains them all.
   *
   * @param parallel how many at a time
   */
  public Result run(int parallel) {
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    List<Outcome> first = List.of();
    List<Trial> left = trials;
    for (Rung rung : rungs) {
      List<Trial> going = left.subList(0, Math.min(rung.trials(), left.size()));
      List<Outcome> reached = train(going, rung.epochs(), parallel);
      reached.forEach(outcome -> outcomes.put(outcome.trial(), outcome));
      first = first.isEmpty() ? reached : first;
      left =
          reached.stream()
              .filter(outcome -> outcome.problem() == null)
              .sorted(Outcome.bestFirst(objective))
              .map(outcome -> trials.get(outcome.trial() - 1))
              .toList();
    }

    return new Result(
        outcomes.values().stream().sorted(Outcome.bestFirst(objective)).toList(),
        KeyEffect.of(first));
  }

  /**
   * What came of a sweep.
   *
   * @param trials the best first
   * @param effects of each key, before any halving
   */
  public record Result(List<Outcome> trials, List<KeyEffect> effects) {
    public Result {
      trials = List.copyOf(trials);
      effects = List.copyOf(effects);
    }
  }

  private List<Outcome> train(List<Trial> going, int epochs, int parallel) {
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    AtomicBoolean isOver = new AtomicBoolean();
    try {
      List<Future<Outcome>> futures =
          going.stream().map(trial -> threads.submit(() -> train(trial, epochs, isOver))).toList();
      threads.shutdown();
      return futures.stream().map(Sweep::get).toList();
    } finally {
      isOver.set(true);
      await(threads);
    }
  }

  /** They end by themselves: none is left behind that still writes a checkpoint. */
  private static void await(ExecutorService threads) {
    try {
      threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Where one failed, those that have not begun never do. They are trained in order: its failure is
   * found before those of the ones that do not begin.
   */
  private Outcome train(Trial trial, int epochs, AtomicBoolean isOver) {
    if (isOver.get()) {
      throw new CancellationException("an earlier trial ended the sweep");
    }

    try {
      Outcome outcome = training.train(trial, epochs);
      synchronized (progress) {
        progress.accept(outcome);
      }

      return outcome;
    } catch (Throwable e) {
      isOver.set(true);
      throw e;
    }
  }

  private static Outcome get(Future<Outcome> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }

      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while trials were trained", e);
    }
  }
}
