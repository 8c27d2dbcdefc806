package org.convoy.train;

import static java.util.Objects.requireNonNull;

import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.spark.Epoch;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.TrainingState;
import org.convoy.train.sync.Precision;
import org.convoy.train.sync.RoundResult;

/**
 * Runs a round as a Spark job: a task a worker, on that worker's samples of the round, and the mean
 * of what they bring back. Nothing of a round stays in the executors when it is over.
 */
final class RoundJob {
  private final JavaSparkContext spark;
  private final ConvoyConfig config;
  private final ReplicaSpec spec;
  private final ReplicaOutput output;
  private final Precision precision;
  private final SampleLoader loader;
  private final BatchMixing mixing;
  private final ComputeStage stage;

  RoundJob(
      JavaSparkContext spark, ConvoyConfig config, ReplicaSpec spec, ModelDescription description) {
    this.spark = requireNonNull(spark, "spark is null");
    this.config = requireNonNull(config, "config is null");
    this.spec = requireNonNull(spec, "spec is null");
    this.output = Plans.replicaOutput(config);
    this.precision = config.sync().compress().precision();
    this.loader = Loaders.training(config, description);
    this.mixing =
        BatchMixing.of(
            config.data().transforms().trainStages().batches(), description.architecture());
    this.stage = ComputeStage.of(spark);
  }

  /** Runs the next round of a training. */
  RoundResult run(TrainingState state, Epoch epoch, RoundSteps steps) {
    try (RoundStart start = RoundStart.handOver(spark, state.roundStart(), precision)) {
      TrainRound task =
          new TrainRound(
              spec,
              output,
              loader.atEpoch(state.epoch()),
              mixing,
              start,
              steps,
              config.workers(),
              config.batchSize(),
              config.seed());
      RoundResults results = new RoundResults(epoch.samples(), task);
      stage.place(results);
      return reduce(results, epoch.partitions(state.round()), state.model())
          .from(precision, state.model());
    }
  }

  private RoundResult reduce(RoundResults results, int[] partitions, ModelState model) {
    if (spark.isLocal()) {
      return RoundResult.of(results.takeInProcess(partitions));
    }

    return reducesInExecutors(config, spark, bytes(model))
        ? SlicedReduction.reduce(results.toJavaRDD(), partitions, model.parameters().length)
        : RoundResult.of(results.collect(partitions));
  }

  /**
   * Whether the mean is taken slice by slice in the executors, rather than on the driver of whole
   * results. Both ways give the same bytes. What goes on with its worker passes through the driver
   * anyway.
   */
  static boolean reducesInExecutors(ConvoyConfig config, JavaSparkContext spark, long stateBytes) {
    return !spark.isLocal()
        && Plans.replicaOutput(config) != ReplicaOutput.PARAMETERS_AND_OWN_OPTIMIZER
        && SlicedReduction.pays(config.workers(), stateBytes / Float.BYTES);
  }

  private static long bytes(ModelState model) {
    long floats = (long) model.parameters().length + model.optimizerState().length;
    return floats * Float.BYTES;
  }
}
