package org.convoy.bench.sync;

import java.util.ArrayList;
import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;
import org.convoy.train.HeapNeed;
import org.convoy.train.TrainingListener;

/** Takes down where the time of each round of a training goes. */
final class RoundRecorder implements TrainingListener {
  private final List<Outcome.Round> rounds = new ArrayList<>();
  private Timing before = Timing.ZERO;
  private long bytesBefore = ProcessIo.bytes();
  private TrainingState last;

  @Override
  public void trainingStarted(TrainingState start, int epochs, EpochPlan epoch) {
    last = start;
    bytesBefore = ProcessIo.bytes();
  }

  @Override
  public void roundFinished(TrainingState state, RoundMetrics round) {
    Timing now = state.timing();
    long bytes = ProcessIo.bytes();
    rounds.add(
        new Outcome.Round(
            now.wallSeconds() - before.wallSeconds(),
            computing(now) - computing(before),
            bytes - bytesBefore));
    before = now;
    bytesBefore = bytes;
    last = state;
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    before = Timing.ZERO;
    bytesBefore = ProcessIo.bytes();
  }

  private static double computing(Timing timing) {
    return timing.dataSeconds() + timing.trainSeconds();
  }

  Outcome outcome(double seconds, HeapNeed need) {
    long floats = last.model().parameters().length + (long) last.model().optimizerState().length;
    return new Outcome(
        last.model().parameters().length,
        floats * Float.BYTES,
        seconds,
        List.copyOf(rounds),
        last.tally().loss(),
        need.leastDriver(),
        need.leastExecutor(1));
  }
}
