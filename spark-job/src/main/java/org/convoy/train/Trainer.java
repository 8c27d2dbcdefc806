package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.Sample;
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
import org.convoy.train.state.SynchronizedState;
import org.convoy.train.state.Tally;
import org.convoy.train.state.Timing;
import org.convoy.train.state.TrainingState;
import org.convoy.train.sync.RoundResult;
import org.convoy.train.sync.Synchronization;

/**
 * The driver loop: epochs, rounds, synchronisation, validation, checkpoints. Everything about time
 * is decided here; the tasks only compute.
 */
public final class Trainer implements AutoCloseable {
  private final ConvoyConfig config;
  private final RunFolder run;
  private final Pretrained pretrained;
  private final StopRequest stopRequest;
  private final TrainingListener listener;

  private final ReplicaSpec spec;
  private final ModelDescription description;
  private final ParameterLayout layout;
  private final EpochPlan epochSteps;
  private final JavaRDD<Sample> samples;
  private final int sampleBytes;
  private final Evaluator validation;
  private final RoundJob rounds;
  private final Checkpoints checkpoints;

  /** Makes a trainer that begins with random weights. */
  public Trainer(
      JavaSparkContext spark,
      ConvoyConfig config,
      Datasets datasets,
      ModelDescription description,
      RunFolder run,
      StopRequest stopRequest,
      TrainingListener listener) {
    this(spark, config, datasets, description, Pretrained.none(), run, stopRequest, listener);
  }

  /** Makes a trainer; without a checkpoint it begins with these weights. */
  public Trainer(
      JavaSparkContext spark,
      ConvoyConfig config,
      Datasets datasets,
      ModelDescription description,
      Pretrained pretrained,
      RunFolder run,
      StopRequest stopRequest,
      TrainingListener listener) {
    requireNonNull(spark, "spark is null");
    this.config = requireNonNull(config, "config is null");
    this.run = requireNonNull(run, "run is null");
    this.pretrained = requireNonNull(pretrained, "pretrained is null");
    this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
    this.listener = requireNonNull(listener, "listener is null");

    this.description = requireNonNull(description, "description is null");
    spec = ReplicaSpec.of(config, description).pinned();
    layout = ReplicaPool.with(spec, Replica::layout);
    epochSteps = Plans.steps(config, datasets.train().size());
    refuseShortSchedule();
    rounds = new RoundJob(spark, config, spec, description);
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
    listener.trainingStarted(state, config.epochs(), epochSteps);
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
    Plans.schedule(config, epochSteps, List.of());
  }

  private TrainingState initialState() {
    ModelState random =
        ReplicaPool.with(
            spec, replica -> replica.initialState(config.seed(), config.model().initialization()));
    ModelState start =
        new ModelState(pretrained.startFrom(layout, random.parameters()), random.optimizerState());
    return TrainingState.initial(Plans.start(config, start));
  }

  private TrainingState trainEpoch(TrainingState start) {
    TrainingState state = start;
    EpochPlan plan = Plans.epoch(config, epochSteps, start.history());
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
    RoundResult result = rounds.run(state, epoch, steps);
    SynchronizedState merged = synchronization(steps).merge(state.roundStart(), result);
    refuseDiverged(state, merged.model(), result.tally(), steps);
    double seconds = (System.nanoTime() - start) / 1e9;
    TrainingState next = state.afterRound(merged, result.tally(), timing(seconds, result));
    listener.roundFinished(next, steps.lastLearningRate());
    return next;
  }

  private static Timing timing(double wallSeconds, RoundResult result) {
    return new Timing(
        wallSeconds,
        result.reports().stream().mapToDouble(report -> report.seconds().data()).sum(),
        result.reports().stream().mapToDouble(report -> report.seconds().train()).sum());
  }

  private Synchronization synchronization(RoundSteps steps) {
    return Plans.synchronization(config, spec, layout, steps);
  }

  private RoundSteps steps(TrainingState state, EpochPlan plan, int round) {
    long first = (long) plan.epoch() * plan.steps() + plan.rounds().start(round);
    LearningRateSchedule schedule = Plans.schedule(config, epochSteps, state.history());
    return RoundSteps.of(first, plan.rounds().length(round), schedule);
  }

  private TrainingState validate(TrainingState state) {
    Tally tally = validation.evaluate(state.model().parameters());
    EpochPlan plan = epochSteps.atEpoch(state.epoch());
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
