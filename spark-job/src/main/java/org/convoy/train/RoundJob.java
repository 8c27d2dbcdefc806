package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.spark.ShuffledEpoch;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.TrainingState;
import org.convoy.train.sync.ReplicaResult;
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
  private final SampleLoader loader;
  private final BatchMixing mixing;
  private final ComputeStage stage;

  RoundJob(
      JavaSparkContext spark, ConvoyConfig config, ReplicaSpec spec, ModelDescription description) {
    this.spark = requireNonNull(spark, "spark is null");
    this.config = requireNonNull(config, "config is null");
    this.spec = requireNonNull(spec, "spec is null");
    this.output = Plans.replicaOutput(config);
    this.loader = Loaders.training(config, description);
    this.mixing =
        BatchMixing.of(
            config.data().transforms().trainStages().batches(), description.architecture());
    this.stage = ComputeStage.of(spark);
  }

  /** Runs the next round of a training. */
  RoundResult run(TrainingState state, ShuffledEpoch epoch, RoundSteps steps) {
    try (RoundStart start = RoundStart.broadcast(spark, state.roundStart())) {
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
      JavaRDD<ReplicaResult> results =
          stage.place(epoch.samples().mapPartitionsWithIndex(task, true));
      int[] partitions = epoch.partitions(state.round());
      return reducesInExecutors(config, spark, bytes(state.model()))
          ? SlicedReduction.reduce(results, partitions, state.model().parameters().length)
          : collect(results, partitions);
    }
  }

  /**
   * Whether the mean is taken slice by slice in the executors, rather than on the driver of whole
   * results. Both ways give the same bytes; where driver and executors are one process the second
   * stage only costs. What goes on with its worker passes through the driver anyway.
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

  private static RoundResult collect(JavaRDD<ReplicaResult> results, int[] partitions) {
    List<ReplicaResult> whole =
        Arrays.stream(results.collectPartitions(partitions)).flatMap(List::stream).toList();
    return RoundResult.of(whole);
  }
}
