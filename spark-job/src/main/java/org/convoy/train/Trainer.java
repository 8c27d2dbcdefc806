package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.Sample;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.spark.SampleRdd;
import org.convoy.data.spark.ShuffledEpoch;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.run.Checkpoints;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.TrainResult;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.Tally;
import org.convoy.train.state.Timing;
import org.convoy.train.state.TrainingState;
import org.convoy.train.sync.ReplicaResult;
import org.convoy.train.sync.Synchronization;

/**
 * The driver loop: epochs, rounds, synchronisation, validation, checkpoints. Everything about time
 * is decided here; the tasks only compute.
 */
public final class Trainer implements AutoCloseable {
  private final JavaSparkContext spark;
  private final ConvoyConfig config;
  private final RunFolder run;
  private final StopRequest stopRequest;
  private final TrainingListener listener;

  private final ReplicaSpec spec;
  private final SampleLoader loader;
  private final ModelDescription description;
  private final ParameterLayout layout;
  private final EpochPlan firstEpoch;
  private final JavaRDD<Sample> samples;
  private final int sampleBytes;
  private final Evaluator validation;
  private final Synchronization synchronization;
  private final Checkpoints checkpoints;

  public Trainer(
      JavaSparkContext spark,
      ConvoyConfig config,
      Datasets datasets,
      ModelDescription description,
      RunFolder run,
      StopRequest stopRequest,
      TrainingListener listener) {
    this.spark = requireNonNull(spark, "spark is null");
    this.config = requireNonNull(config, "config is null");
    this.run = requireNonNull(run, "run is null");
    this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
    this.listener = requireNonNull(listener, "listener is null");

    this.description = requireNonNull(description, "description is null");
    spec = ReplicaSpec.of(config, description).pinned();
    loader = Loaders.training(config, description);
    layout = ReplicaPool.with(spec, Replica::layout);
    firstEpoch = Plans.firstEpoch(config, datasets.train().size());
    refuseShortSchedule();
    synchronization = Plans.synchronization(config);
    checkpoints = run.checkpoints(description, layout, config.checkpoint().keepLast());
    samples =
        SampleRdd.read(spark, datasets.train(), config.data().partitions())
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    sampleBytes = datasets.train().sampleBytes();
    validation = new Evaluator(spark, config, description, datasets.validation());
  }

  /**
   * Trains to the end of the last epoch, from the newest checkpoint if there is one, and writes the
   * final model into the run folder.
   *
   * @throws DivergedException when a loss or a parameter is not finite any more
   * @throws StoppedException when stopping was requested; a checkpoint was written before
   */
  public TrainResult train() {
    TrainingState state = checkpoints.newest().orElseGet(this::initialState);
    listener.trainingStarted(state, config.epochs(), firstEpoch);
    while (state.epoch() < config.epochs()) {
      state = trainEpoch(state);
      state = validate(state);
      checkpoints.save(state);
      run.writeMetrics(state.history());
    }

    return run.finish(description, layout, state);
  }

  /** Before anything is read or trained. */
  private void refuseShortSchedule() {
    Plans.schedule(config, firstEpoch, List.of());
  }

  private TrainingState initialState() {
    return TrainingState.initial(
        ReplicaPool.with(
            spec, replica -> replica.initialState(config.seed(), config.model().initialization())));
  }

  private TrainingState trainEpoch(TrainingState start) {
    TrainingState state = start;
    EpochPlan plan = firstEpoch.atEpoch(start.epoch());
    try (ShuffledEpoch epoch = ShuffledEpoch.of(samples, plan, sampleBytes)) {
      while (state.round() < plan.rounds().count()) {
        stopIfRequested(state);
        state = trainRound(state, epoch);
        saveIfDue(state);
      }
    }

    return state;
  }

  private void saveIfDue(TrainingState state) {
    int everyRounds = config.checkpoint().everyRounds();
    if (everyRounds > 0 && state.round() % everyRounds == 0) {
      checkpoints.save(state);
    }
  }

  private TrainingState trainRound(TrainingState state, ShuffledEpoch epoch) {
    long start = System.nanoTime();
    RoundSteps steps = steps(state, epoch.plan(), state.round());
    List<ReplicaResult> results = runRound(state, epoch, steps);
    Tally tally = results.stream().map(ReplicaResult::tally).reduce(Tally.EMPTY, Tally::plus);
    ModelState merged = synchronization.merge(state.model(), results);
    refuseDiverged(state, merged, tally, steps);
    double seconds = (System.nanoTime() - start) / 1e9;
    TrainingState next = state.afterRound(merged, tally, timing(seconds, results));
    listener.roundFinished(next, steps.lastLearningRate());
    return next;
  }

  private static Timing timing(double wallSeconds, List<ReplicaResult> results) {
    return new Timing(
        wallSeconds,
        results.stream().mapToDouble(result -> result.seconds().data()).sum(),
        results.stream().mapToDouble(result -> result.seconds().train()).sum());
  }

  /** One Spark job: a task a worker, on that worker's samples of the round. */
  private List<ReplicaResult> runRound(TrainingState state, ShuffledEpoch epoch, RoundSteps steps) {
    Broadcast<ModelState> model = spark.broadcast(state.model());
    try {
      TrainRound task =
          new TrainRound(
              spec,
              loader.atEpoch(state.epoch()),
              model,
              steps,
              config.workers(),
              config.batchSize(),
              config.seed());
      return Arrays.stream(
              epoch
                  .samples()
                  .mapPartitionsWithIndex(task, true)
                  .collectPartitions(epoch.partitions(state.round())))
          .flatMap(List::stream)
          .toList();
    } finally {
      model.destroy();
    }
  }

  private RoundSteps steps(TrainingState state, EpochPlan plan, int round) {
    long first = (long) plan.epoch() * plan.steps() + plan.rounds().start(round);
    LearningRateSchedule schedule = Plans.schedule(config, firstEpoch, state.history());
    return RoundSteps.of(first, plan.rounds().length(round), schedule);
  }

  private TrainingState validate(TrainingState state) {
    Tally tally = validation.evaluate(state.model().parameters());
    EpochPlan plan = firstEpoch.atEpoch(state.epoch());
    EpochMetrics metrics =
        new EpochMetrics(
            state.epoch(),
            steps(state, plan, plan.rounds().count() - 1).lastLearningRate(),
            state.tally().loss(),
            state.tally().accuracy(),
            tally.loss(),
            tally.accuracy(),
            state.tally().samples() / state.timing().wallSeconds(),
            state.timing().wallSeconds(),
            state.timing().dataSeconds(),
            state.timing().trainSeconds());
    listener.epochFinished(metrics);
    return state.afterEpoch(metrics);
  }

  private static void refuseDiverged(
      TrainingState state, ModelState merged, Tally tally, RoundSteps steps) {
    if (!Double.isFinite(tally.lossSum()) || !merged.isFinite()) {
      throw new DivergedException(
          state.epoch(), state.round(), tally.loss(), steps.lastLearningRate());
    }
  }

  private void stopIfRequested(TrainingState state) {
    if (stopRequest.isRequested()) {
      checkpoints.save(state);
      throw new StoppedException(state.epoch(), state.round());
    }
  }

  /** Frees the samples that Spark keeps in memory. */
  @Override
  public void close() {
    samples.unpersist();
    validation.close();
  }
}
