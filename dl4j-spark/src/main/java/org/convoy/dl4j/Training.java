package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.dl4j.Replica.StepNumber;
import org.convoy.state.ModelState;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.convoy.strategy.RoundResult;
import org.deeplearning4j.optimize.api.TrainingListener;

/** One fit: an epoch in rounds, after each of which the user's network has the mean. */
final class Training {
  private final JavaSparkContext spark;
  private final TrainedNetwork network;
  private final Settings settings;
  private final int workers;
  private final Collection<TrainingListener> listeners;

  Training(
      JavaSparkContext spark,
      TrainedNetwork network,
      Settings settings,
      Collection<TrainingListener> listeners) {
    this.spark = requireNonNull(spark, "spark is null");
    this.network = requireNonNull(network, "network is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.listeners = List.copyOf(listeners);
    workers = settings.workers() > 0 ? settings.workers() : spark.defaultParallelism();
  }

  /**
   * Trains each example once.
   *
   * @param chunks of {@link EncodedExamples#encode}
   */
  void run(JavaRDD<byte[]> chunks) {
    network.check();
    try (Examples examples = Examples.of(chunks, settings.storageLevel())) {
      ReplicaSpec spec = network.spec(examples.layout());
      ModelState fresh = fresh(spec);
      StepNumber first = network.nextStep();
      try (DealtExamples dealt = DealtExamples.of(examples, plan(examples, first))) {
        for (int round = 0; round < dealt.plan().rounds().count(); round++) {
          StepNumber start = first.plus(dealt.plan().rounds().start(round));
          RoundResult result = round(dealt, round, spec, examples.layout(), start, fresh);
          finish(start.plus(dealt.plan().rounds().length(round)), result);
        }
      }
    }
  }

  private EpochPlan plan(Examples examples, StepNumber first) {
    return new EpochPlan(
        settings.seed(),
        first.epoch(),
        examples.size(),
        workers,
        settings.batchSize(),
        settings.averagingFrequency());
  }

  /** The state of a replica that nothing was loaded into; also tells that its layout is right. */
  private ModelState fresh(ReplicaSpec spec) {
    try (Replica replica = spec.create()) {
      Map<String, Long> found = FlatState.offsets(replica.network());
      Map<String, Long> expected = FlatState.offsets(network.model());
      if (!found.equals(expected)) {
        throw new IllegalStateException(
            "The network's configuration, written as JSON and read again, gives other parameters: %s, not %s"
                .formatted(found, expected));
      }

      return FlatState.of(replica.network());
    }
  }

  private RoundResult round(
      DealtExamples dealt,
      int round,
      ReplicaSpec spec,
      ExampleLayout layout,
      StepNumber firstStep,
      ModelState fresh) {
    ModelState state = start(fresh);
    int parameters = state.parameters().length;
    Broadcast<byte[]> start = spark.broadcast(FlatState.toBytes(state));
    try {
      WorkerRound task = new WorkerRound(spec, layout, start, firstStep, settings, workers);
      List<byte[]>[] results =
          dealt
              .rows()
              .mapPartitionsWithIndex(task, true)
              .collectPartitions(dealt.partitions(round));
      return RoundResult.mean(
          Arrays.stream(results)
              .flatMap(List::stream)
              .map(result -> WorkerRound.result(result, parameters))
              .toList());
    } finally {
      start.destroy();
    }
  }

  private ModelState start(ModelState fresh) {
    ModelState now = FlatState.of(network.model());
    return settings.updaterState() == OptimizerStateRule.RESET
        ? new ModelState(now.parameters(), fresh.optimizerState())
        : now;
  }

  private void finish(StepNumber next, RoundResult result) {
    FlatState.write(result.shared(), network.model());
    network.finishRound(next, result.tally().loss());
    listeners.forEach(
        listener -> listener.iterationDone(network.model(), next.iteration(), next.epoch()));
  }
}
