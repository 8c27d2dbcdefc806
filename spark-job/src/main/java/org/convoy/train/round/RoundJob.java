package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.spark.Epoch;
import org.convoy.replica.DriverModel;
import org.convoy.state.ModelState;
import org.convoy.state.TrainingState;
import org.convoy.strategy.Precision;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices;
import org.convoy.strategy.Strategy.Merging;
import org.convoy.strategy.Strategy.Output;

/**
 * Runs a round as a Spark job: a task a worker, on that worker's samples of the round, and the mean
 * of what they bring back. Nothing of a round stays in the executors when it is over.
 */
public final class RoundJob {
  /**
   * 512 kB: small enough for the young generation of any heap, whatever its regions, so that copies
   * of slices go as soon as they are of no use.
   */
  private static final int LENT_SLICE_FLOATS = 1 << 17;

  private final JavaSparkContext spark;
  private final ConvoyConfig config;
  private final DriverModel model;
  private final Output output;
  private final Precision precision;
  private final IntFunction<RoundTraining> training;
  private final ComputeStage stage;
  private final Exchange exchange;
  private Observations observations = Observations.NONE;

  public RoundJob(JavaSparkContext spark, DriverModel model) {
    this.spark = requireNonNull(spark, "spark is null");
    this.model = requireNonNull(model, "model is null");
    this.config = model.config();
    this.output = config.sync().strategy().toStrategy().output();
    this.precision = config.sync().compress().precision();
    this.training = RoundTraining.of(model);
    this.stage = ComputeStage.of(spark);
    this.exchange = Exchange.ofJobs(config, spark, model.stateFloats());
  }

  /** Watches all rounds from now on for these. */
  public void observe(Observations other) {
    observations = requireNonNull(other, "other is null");
  }

  /** In which slices a state goes to the executors. */
  public StateSlices slices() {
    return exchange == Exchange.SLICED
        ? SlicedReduction.slices(config.workers(), model.stateFloats())
        : StateSlices.WHOLE;
  }

  /**
   * Whether the mean of a round may be written over the state before it: where that is read before
   * and after the round's tasks, and nothing that can still fail needs it.
   */
  public boolean overwritesState() {
    return overwritesState(config, exchange, model.stateFloats());
  }

  /** As above, of a training whose state has so many elements. */
  public static boolean overwritesState(ConvoyConfig config, Exchange exchange, long stateFloats) {
    return exchange == Exchange.LENT
        && Exchange.isLarge(stateFloats)
        && config.sync().compress().precision() == Precision.FULL
        && config.sync().strategy().toStrategy().merging() == Merging.REPLACES;
  }

  /**
   * Runs the next round of a training.
   *
   * @param vectors for the mean where it is put together from slices; asked for before anything is
   *     sent, or after the job if it {@link #overwritesState}
   */
  public RoundResult run(
      TrainingState state, Epoch epoch, RoundSteps steps, Supplier<ModelState> vectors) {
    Supplier<ModelState> room = exchange == Exchange.SLICED ? madeNow(vectors) : vectors;
    try (RoundStart start = RoundStart.handOver(spark, state.start(), slices(), precision)) {
      TrainTask task =
          new TrainTask(
              model.spec(),
              training.apply(state.epoch()).with(observations),
              start,
              steps,
              config.workers());
      RoundResult result = reduce(epoch, epoch.partitions(state.round()), task, room);
      return result.with(precision.end(state.model(), result.shared()));
    }
  }

  /**
   * They are the longest arrays of all: where the state before the last one was, they fit, but not
   * any more between the many pieces of the state that is sent, which G1 does not move.
   */
  private static Supplier<ModelState> madeNow(Supplier<ModelState> vectors) {
    ModelState made = vectors.get();
    return () -> made;
  }

  private RoundResult reduce(
      Epoch epoch, int[] partitions, TrainTask task, Supplier<ModelState> vectors) {
    return switch (exchange) {
      case LENT -> {
        RoundRdd<TrainedReplica> replicas = RoundRdd.lent(epoch.samples(), task);
        stage.place(replicas);
        yield reduceInProcess(replicas.takeInProcess(partitions), vectors);
      }
      case COPIED -> RoundResult.mean(whole(epoch, task).takeInProcess(partitions));
      case WHOLE -> RoundResult.mean(whole(epoch, task).collect(partitions));
      case SLICED ->
          SlicedReduction.reduce(
              RoundRdd.sliced(epoch.samples(), task, slices(), stage),
              partitions,
              slices(),
              around(vectors.get()));
      case DIRECT -> throw new IllegalStateException("a segment has such rounds");
    };
  }

  private RoundRdd<RoundResult> whole(Epoch epoch, TrainTask task) {
    RoundRdd<RoundResult> results = RoundRdd.whole(epoch.samples(), task);
    stage.place(results);
    return results;
  }

  /** Slice by slice from the replicas' memory, so that no worker's result is copied as a whole. */
  private RoundResult reduceInProcess(List<TrainedReplica> replicas, Supplier<ModelState> vectors) {
    try {
      StateSlices slices = StateSlices.of(model.stateFloats(), LENT_SLICE_FLOATS);
      RoundResult first = mean(replicas, slices, 0);
      if (slices.count() == 1) {
        return first;
      }

      RoundResult whole = around(vectors.get()).with(first.reports());
      slices.put(first, 0, whole);
      IntStream.range(1, slices.count())
          .parallel()
          .forEach(slice -> slices.put(mean(replicas, slices, slice), slice, whole));
      return whole;
    } finally {
      replicas.forEach(TrainedReplica::close);
    }
  }

  private static RoundResult mean(List<TrainedReplica> replicas, StateSlices slices, int slice) {
    return RoundResult.meanOnThread(
        replicas.stream().map(replica -> replica.result(slices, slice)).toList());
  }

  /** A result of these vectors for the mean, and others for what goes on with its worker. */
  private RoundResult around(ModelState mean) {
    List<float[]> own =
        IntStream.range(0, output.keepsOptimizer() ? config.workers() : 0)
            .mapToObj(worker -> new float[model.optimizerFloats()])
            .toList();
    return new RoundResult(mean, List.of(), own);
  }

  /** New vectors for the mean of what the workers share. */
  public ModelState newVectors() {
    return new ModelState(
        new float[model.layout().size()],
        new float[output.sharesOptimizer() ? model.optimizerFloats() : 0]);
  }

  /** Those vectors of a state that the workers share. */
  public ModelState shared(ModelState state) {
    return output.sharesOptimizer() ? state : new ModelState(state.parameters(), new float[0]);
  }
}
