package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.SyncConfig.Transport;
import org.convoy.data.ImageDataset;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.spark.Epoch;
import org.convoy.metric.Evaluation;
import org.convoy.replica.DriverModel;
import org.convoy.run.CheckpointName;
import org.convoy.run.CheckpointWriter;
import org.convoy.run.Checkpoints;
import org.convoy.run.ModelDescription;
import org.convoy.run.Provenance;
import org.convoy.run.RunFolder;
import org.convoy.run.TestResult;
import org.convoy.run.TrainResult;
import org.convoy.state.BadImages;
import org.convoy.state.EarlyStopping;
import org.convoy.state.EpochMetrics;
import org.convoy.state.ModelState;
import org.convoy.state.RoundMetrics;
import org.convoy.state.SynchronizedState;
import org.convoy.state.Tally;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.Strategy;
import org.convoy.strategy.WeightAverage;
import org.convoy.strategy.WorkerReport;
import org.convoy.train.round.ComputeStage;
import org.convoy.train.round.Exchange;
import org.convoy.train.round.GradientSample;
import org.convoy.train.round.Observations;
import org.convoy.train.round.ProfileAccumulator;
import org.convoy.train.round.RoundEnd;
import org.convoy.train.round.RoundJob;
import org.convoy.train.round.RoundMeasurement;
import org.convoy.train.round.RoundSteps;
import org.convoy.train.segment.SegmentEnd;
import org.convoy.train.segment.SegmentJob;
import org.convoy.train.segment.SegmentListener;
import org.convoy.train.stop.OverrunGuard;
import org.convoy.train.stop.StopRequest;
import org.convoy.train.stop.StoppedException;
import org.convoy.train.stop.TimeBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver loop: epochs, rounds, synchronisation, validation, checkpoints. Everything about time
 * is decided here; the tasks only compute.
 */
public final class Trainer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  /** What a failure costs at most: the driver has the state of the end of each segment. */
  private static final double LONGEST_SEGMENT_SECONDS = 120;

  /** Executors of an application that has just begun register one after the other. */
  private static final Duration FIRST_EXECUTOR_PATIENCE = Duration.ofMinutes(1);

  private static final Duration EXECUTOR_PATIENCE = Duration.ofSeconds(2);

  /** The driver names all of them to the workers before the first. */
  private static final int MOST_ROUNDS = 1000;

  private final JavaSparkContext spark;
  private final ConvoyConfig config;
  private final Datasets datasets;
  private final RunFolder run;
  private final Pretrained pretrained;
  private final StopRequest stopRequest;
  private final List<TrainingListener> listeners;

  private final DriverModel model;
  private final Strategy strategy;
  private final ModelDescription description;
  private final Timetable timetable;
  private final KeptSamples kept;
  private final boolean isKeptByOthers;
  private final TrainingSamples samples;
  private final Evaluator validation;
  private final RoundJob rounds;
  private final SegmentJob segments;
  private final boolean isDirect;
  private final Checkpoints checkpoints;
  private final CheckpointWriter writer;
  private final TimeBudget budget;
  private final OverrunGuard overrunGuard;

  /** The training so far. Nothing else refers to a state for longer than a round. */
  private TrainingState state;

  /** The last round that listeners were told of. */
  private int toldEpoch = -1;

  private int toldRound = -1;

  private Observations observations = Observations.NONE;

  /** For how long the round that runs waited for a checkpoint to be written. */
  private long checkpointNanos;

  private Trainer(Builder builder, RunFolder run) {
    this.run = requireNonNull(run, "run is null");
    spark = builder.spark;
    datasets = builder.datasets;
    model = builder.model;
    pretrained = builder.pretrained;
    stopRequest = builder.stopRequest;
    listeners = List.copyOf(builder.listeners);

    config = model.config();
    description = model.description();
    strategy = config.sync().strategy().toStrategy();
    timetable = new Timetable(config, datasets.train().size());
    requirePlan(config, datasets, description);
    if (!spark.isLocal() && config.sync().transport() != Transport.JOB) {
      ComputeStage stage = ComputeStage.of(spark);
      stage.awaitSlots(spark, 1, FIRST_EXECUTOR_PATIENCE);
      stage.awaitSlots(spark, config.workers(), EXECUTOR_PATIENCE);
    }

    rounds = new RoundJob(spark, model);
    segments = new SegmentJob(spark, model);
    if (config.tracking().hasHistograms()) {
      sampleGradients();
    }

    isDirect = isDirect();
    checkpoints =
        run.checkpoints(
            description,
            model.layout(),
            config.checkpoint(),
            new Provenance(config.seed(), config.sha256(), Versions.all(spark.version())));
    kept = builder.shared.orElseGet(() -> new KeptSamples(spark));
    isKeptByOthers = builder.shared.isPresent();
    samples = TrainingSamples.of(spark, kept, datasets.train(), config);
    validation = new Evaluator(spark, model, datasets.validation(), kept);
    budget = TimeBudget.ofProcess(config.maxHours());
    stopRequest.cancelJobsBy(spark.sc()::cancelAllJobs);
    // Threads at last: nothing after them fails and leaves them behind.
    writer = new CheckpointWriter(this::save);
    overrunGuard = OverrunGuard.start(budget, stopRequest);
  }

  /** A trainer of a model on these data; {@link Builder#in} says where. */
  public static Builder builder(JavaSparkContext spark, DriverModel model, Datasets datasets) {
    return new Builder(spark, model, datasets);
  }

  /** What a training has besides its model and its data. */
  public static final class Builder {
    private final JavaSparkContext spark;
    private final DriverModel model;
    private final Datasets datasets;
    private final List<TrainingListener> listeners =
        new ArrayList<>(List.of(DriverMetrics.OF_PROCESS));
    private Pretrained pretrained = Pretrained.none();
    private StopRequest stopRequest = new StopRequest();
    private Optional<KeptSamples> shared = Optional.empty();

    private Builder(JavaSparkContext spark, DriverModel model, Datasets datasets) {
      this.spark = requireNonNull(spark, "spark is null");
      this.model = requireNonNull(model, "model is null");
      this.datasets = requireNonNull(datasets, "datasets is null");
    }

    /** Weights that it begins with where there is no checkpoint; without: those drawn. */
    public Builder pretrained(Pretrained pretrained) {
      this.pretrained = requireNonNull(pretrained, "pretrained is null");
      return this;
    }

    /** Who may stop it; without: nobody. */
    public Builder stopRequest(StopRequest stopRequest) {
      this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
      return this;
    }

    /** Samples that Spark keeps for other trainings as well; without: this one's own. */
    public Builder samples(KeptSamples shared) {
      this.shared = Optional.of(shared);
      return this;
    }

    /** Adds who is told how it goes, in this order. */
    public Builder listeners(TrainingListener... more) {
      listeners.addAll(List.of(more));
      return this;
    }

    /**
     * The trainer.
     *
     * @param run where it goes on if something is there
     */
    public Trainer in(RunFolder run) {
      return new Trainer(this, run);
    }
  }

  private boolean isDirect() {
    Optional<String> obstacle = Exchange.whyNotDirect(config, spark);
    if (!spark.isLocal() || obstacle.isEmpty()) {
      LOG.info(
          "{}",
          obstacle
              .map("Each round is a Spark job: "::concat)
              .orElse("Workers take the mean of each round among themselves (sync.transport)"));
    }

    return obstacle.isEmpty();
  }

  /**
   * Makes sure that a config can be trained with this data. Reads and writes nothing.
   *
   * @throws org.convoy.config.binding.ConfigException when the samples fill no step, the schedule
   *     is too short, or a batch too small for the network
   */
  public static void requirePlan(
      ConvoyConfig config, Datasets datasets, ModelDescription description) {
    EpochPlan steps = new Timetable(config, datasets.train().size()).epochSteps();
    SmallestBatch.require(config, steps, description);
  }

  /**
   * Trains to the end of the last epoch, from the newest checkpoint if there is one, and writes the
   * final model into the run folder.
   *
   * @throws DivergedException when a loss or a parameter is not finite any more
   * @throws StoppedException when stopping was requested or the time is over; a checkpoint was
   *     written before
   * @throws org.convoy.run.file.StorageException when a checkpoint cannot be written
   * @throws org.convoy.data.DataException when data is damaged, or more than data.maxBad of it
   * @throws org.convoy.data.DataAwayException when data cannot be read now
   */
  public TrainResult train() {
    trainTo(config.epochs());
    return finish();
  }

  private void observe(Observations other) {
    observations = other;
    rounds.observe(other);
    segments.observe(other);
  }

  private void sampleGradients() {
    GradientSample sample = new GradientSample();
    spark.sc().register(sample, "gradients");
    observe(observations.with(sample));
  }

  /** Has the steps that are trained from now on timed, by layer and pass. */
  public ProfileAccumulator profile() {
    ProfileAccumulator profile = new ProfileAccumulator();
    spark.sc().register(profile, "profile");
    observe(observations.with(profile));
    return profile;
  }

  /**
   * As {@link #train}, to the end of an epoch that need not be the last, and without a final model.
   *
   * @param epochs from 1
   * @return what its epochs gave so far
   */
  public List<EpochMetrics> trainTo(int epochs) {
    state = checkpoints.resume().map(this::startFrom).orElseGet(this::initialState);
    pretrained.forget();
    listeners.forEach(told -> told.trainingStarted(state, config.epochs(), timetable.epochSteps()));
    while (state.epoch() < epochs && !stopsEarly()) {
      trainEpoch();
      validate();
      writer.offer(state);
    }

    writer.await();
    return state.history();
  }

  private TrainResult finish() {
    Optional<TestResult> test = datasets.test().map(this::test);
    return run.finish(description, model.layout(), state, datasets.validationName(), test);
  }

  /** Measures the final model and the best one on images that had no part in the training. */
  private TestResult test(ImageDataset images) {
    stopUnless(budget.fitsValidation(writer.longest()));
    spark.sc().setJobDescription("test");
    try (Evaluator test = new Evaluator(spark, model, images, kept)) {
      Tally last = untilStopped(() -> test.evaluate(state.start().measured())).tally();
      Optional<CheckpointName> best = checkpoints.best();
      Tally ofBest =
          best.filter(found -> found.epochsBegun() != state.epoch())
              .map(found -> untilStopped(() -> test.evaluate(checkpoints.measured(found))).tally())
              .orElse(last);
      return new TestResult(
          last.samples(),
          last.accuracy(),
          last.loss(),
          best.map(CheckpointName::epochsBegun).orElse(0),
          ofBest.accuracy(),
          ofBest.loss());
    }
  }

  private TrainingState startFrom(TrainingState saved) {
    writer.startFrom(saved);
    run.writeMetrics(saved.history());
    return saved;
  }

  /** At the end of an epoch, when the training does not get better. */
  private boolean stopsEarly() {
    Optional<EarlyStopping> rule =
        config.earlyStopping().toRule().filter(early -> early.isOver(state.history()));
    if (state.round() > 0 || rule.isEmpty()) {
      return false;
    }

    listeners.forEach(told -> told.stoppedEarly(rule.get(), state.history()));
    return true;
  }

  private TrainingState initialState() {
    ModelState start = model.initialState();
    pretrained.putInto(start.parameters(), model.layout());
    SynchronizedState fresh = strategy.start(start, config.workers());
    return TrainingState.initial(config.averagesWeights() ? WeightAverage.begin(fresh) : fresh);
  }

  private void trainEpoch() {
    EpochPlan plan = timetable.epoch(state.history());
    GradientSample gradients = observations.gradients();
    if (gradients != null) {
      int last = plan.rounds().count() - 1;
      gradients.want(timetable.steps(plan, last, state.history()).firstStep());
    }

    try (Epoch epoch = samples.epoch(plan)) {
      while (state.round() < plan.rounds().count()) {
        if (!isDirect || !trainSegment(epoch)) {
          trainRound(epoch);
        }

        saveIfDue();
      }
    }

    if (gradients != null && !gradients.isZero()) {
      listeners.forEach(told -> told.gradientsSampled(gradients.value()));
    }
  }

  /** In Spark's web interface. */
  private void nameJobs(String what) {
    String name = "epoch %d/%d \u00b7 %s".formatted(state.epoch() + 1, config.epochs(), what);
    spark.sc().setJobDescription(name);
  }

  private void saveIfDue() {
    int everyRounds = config.checkpoint().everyRounds();
    if (everyRounds > 0 && state.round() % everyRounds == 0) {
      writer.offer(state);
    }
  }

  /** On the writer's thread. */
  private void save(TrainingState due) {
    checkpoints.save(due);
    if (due.round() == 0) {
      run.writeMetrics(due.history());
    }

    listeners.forEach(told -> told.checkpointSaved(due.epoch(), due.round()));
  }

  private void trainRound(Epoch epoch) {
    RoundSteps steps = timetable.steps(epoch.plan(), state.round(), state.history());
    stopUnless(budget.fitsRound(steps.count(), writer.longest()));
    nameJobs("round %d/%d".formatted(state.round() + 1, epoch.plan().rounds().count()));
    RoundClock clock = new RoundClock();
    checkpointNanos = 0;
    RoundResult result = untilStopped(() -> rounds.run(state, epoch, steps, this::vectorsForMean));
    SynchronizedState merged =
        WeightAverage.after(
            state.start(),
            strategy.merge(state.start(), result, new RoundEnd(model, steps)),
            steps.averageDecay());
    if (!merged.model().isFinite()) {
      throw diverged(state, result.reports(), steps);
    }

    state = roundFinished(state, merged, result.reports(), steps, clock, epoch);
  }

  /**
   * As many rounds as can be trained before the driver has to have the state.
   *
   * @return whether that was possible; not if there are fewer slots than workers now
   */
  private boolean trainSegment(Epoch epoch) {
    List<RoundSteps> steps =
        IntStream.range(state.round(), segmentEnd(epoch.plan()))
            .mapToObj(round -> timetable.steps(epoch.plan(), round, state.history()))
            .toList();
    stopUnless(budget.fitsRound(steps.get(0).count(), writer.longest()));
    nameJobs("rounds from %d/%d".formatted(state.round() + 1, epoch.plan().rounds().count()));
    checkpointNanos = 0;
    SegmentProgress progress = new SegmentProgress(epoch, steps);
    if (Exchange.isLarge(model.stateFloats())) {
      awaitOtherCheckpoints();
    }

    Optional<SegmentEnd> end = untilStopped(() -> segments.run(state, epoch, steps, progress));
    end.ifPresent(reached -> state = progress.finish(reached));
    return end.isPresent();
  }

  /** The round at which a segment ends at the latest: a checkpoint's, or the epoch's end. */
  private int segmentEnd(EpochPlan plan) {
    int every = config.checkpoint().everyRounds();
    int checkpoint = every > 0 ? (state.round() / every + 1) * every : Integer.MAX_VALUE;
    int longest = state.round() + MOST_ROUNDS;
    return Math.min(plan.rounds().count(), Math.min(checkpoint, longest));
  }

  /** Goes on from a round, which is told of. */
  private TrainingState roundFinished(
      TrainingState before,
      SynchronizedState after,
      List<WorkerReport> reports,
      RoundSteps steps,
      RoundClock clock,
      Epoch epoch) {
    Tally tally = sum(reports);
    if (!Double.isFinite(tally.lossSum())) {
      throw diverged(before, reports, steps);
    }

    double seconds = clock.seconds();
    budget.roundTook(steps.count(), seconds);
    RoundMetrics metrics =
        RoundMeasurement.of(
            before,
            epoch.plan().rounds().count(),
            reports,
            steps.lastLearningRate(),
            seconds,
            checkpointNanos / 1e9);
    checkpointNanos = 0;
    TrainingState reached = before.afterRound(after, tally, timing(seconds, metrics));
    FewBadImages.require(config, reached.tally().bad(), datasets.train());
    if (isNew(before)) {
      listeners.forEach(told -> told.roundFinished(reached, metrics));
    }

    return reached;
  }

  /** Rounds that are trained again, after a failure, are told of once. */
  private boolean isNew(TrainingState before) {
    boolean isNew =
        before.epoch() > toldEpoch || (before.epoch() == toldEpoch && before.round() > toldRound);
    if (isNew) {
      toldEpoch = before.epoch();
      toldRound = before.round();
    }

    return isNew;
  }

  private static Tally sum(List<WorkerReport> reports) {
    return reports.stream().map(WorkerReport::tally).reduce(Tally.EMPTY, Tally::plus);
  }

  private static DivergedException diverged(
      TrainingState before, List<WorkerReport> reports, RoundSteps steps) {
    return new DivergedException(
        before.epoch(), before.round(), sum(reports).loss(), steps.lastLearningRate());
  }

  /** Of rounds one after the other. */
  private static final class RoundClock {
    private long start = System.nanoTime();

    /** Since the end of the round before. */
    double seconds() {
      long before = start;
      start = System.nanoTime();
      return (start - before) / 1e9;
    }
  }

  /**
   * The rounds of a segment while it runs. The driver has no state of theirs: what listeners are
   * told has that from which the segment starts.
   */
  private final class SegmentProgress implements SegmentListener {
    private final Epoch epoch;
    private final List<RoundSteps> steps;
    private final RoundClock clock = new RoundClock();
    private final long start = System.nanoTime();
    private TrainingState reached = state;
    private List<WorkerReport> last = List.of();

    SegmentProgress(Epoch epoch, List<RoundSteps> steps) {
      this.epoch = epoch;
      this.steps = steps;
    }

    @Override
    public boolean roundFinished(int round, List<WorkerReport> reports) {
      reached = next(round == 0 ? state : reached, state.start(), reports);
      last = reports;
      int more =
          steps.subList(round + 1, Math.min(round + 3, steps.size())).stream()
              .mapToInt(RoundSteps::count)
              .sum();
      return !stopRequest.isRequested()
          && budget.fitsRound(more, writer.longest())
          && secondsSince(start) < LONGEST_SEGMENT_SECONDS;
    }

    TrainingState finish(SegmentEnd end) {
      TrainingState before = end.round() == 0 ? state : reached;
      if (!end.state().model().isFinite()) {
        throw Trainer.diverged(before, end.reports(), steps.get(end.round()));
      }

      return next(before, end.state(), end.reports());
    }

    private TrainingState next(
        TrainingState before, SynchronizedState after, List<WorkerReport> reports) {
      RoundSteps ofRound = steps.get(before.round() - state.round());
      return Trainer.this.roundFinished(before, after, reports, ofRound, clock, epoch);
    }

    @Override
    public RuntimeException diverged(int round) {
      return new DivergedException(
          state.epoch(),
          state.round() + round,
          sum(last).loss(),
          steps.get(round).lastLearningRate());
    }

    @Override
    public boolean isStopping() {
      return stopRequest.isRequested();
    }
  }

  /**
   * Of a large state, none but the one before the round is held beside the one after it; where the
   * round allows it, there is only one.
   */
  private ModelState vectorsForMean() {
    long start = System.nanoTime();
    if (rounds.overwritesState()) {
      writer.await();
      checkpointNanos += System.nanoTime() - start;
    } else if (Exchange.isLarge(model.stateFloats())) {
      awaitOtherCheckpoints();
    }

    return rounds.overwritesState() ? rounds.shared(state.model()) : rounds.newVectors();
  }

  private void awaitOtherCheckpoints() {
    long start = System.nanoTime();
    writer.awaitOthers(state.model());
    checkpointNanos += System.nanoTime() - start;
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private static Timing timing(double wallSeconds, RoundMetrics metrics) {
    return new Timing(
        wallSeconds,
        metrics.workers().stream().mapToDouble(RoundMetrics.Worker::dataSeconds).sum(),
        metrics.workers().stream().mapToDouble(RoundMetrics.Worker::computeSeconds).sum());
  }

  private void validate() {
    stopUnless(budget.fitsValidation(writer.longest()));
    nameJobs("validation");
    long start = System.nanoTime();
    Evaluation evaluation = untilStopped(() -> validation.evaluate(state.start().measured()));
    Tally tally = evaluation.tally();
    budget.validationTook(secondsSince(start));
    EpochPlan plan = timetable.epochSteps().atEpoch(state.epoch());
    BadImages bad = state.tally().bad().plus(tally.bad());
    EpochMetrics metrics =
        new EpochMetrics(
            state.epoch(),
            timetable.steps(plan, plan.rounds().count() - 1, state.history()).lastLearningRate(),
            state.tally().loss(),
            state.tally().accuracy(),
            tally.loss(),
            tally.accuracy(),
            state.tally().samples() / state.timing().wallSeconds(),
            state.timing().wallSeconds(),
            state.timing().dataSeconds(),
            state.timing().trainSeconds(),
            evaluation.topFiveAccuracy(),
            evaluation.macroF1(description.classes()),
            evaluation.calibration().expectedError(),
            bad.none() ? null : bad);
    listeners.forEach(told -> told.epochFinished(metrics, evaluation));
    state = state.afterEpoch(metrics);
  }

  /** Stops before what does not fit into the time, or when that was requested. */
  private void stopUnless(boolean fits) {
    writer.throwIfFailed();
    if (!fits || stopRequest.isRequested()) {
      throw stopped();
    }
  }

  /** The job of a round or a validation that is cancelled so that the process can stop fails. */
  private <T> T untilStopped(Supplier<T> job) {
    try {
      return job.get();
    } catch (Exception e) {
      if (stopRequest.isRequested()) {
        throw stopped();
      }

      throw e;
    }
  }

  private StoppedException stopped() {
    writer.save(state);
    return stopRequest.isSignal()
        ? new StoppedException(state.place())
        : new StoppedException(state.place(), config.maxHours());
  }

  /** Waits for checkpoints that are being written and frees the samples that Spark keeps. */
  @Override
  public void close() {
    overrunGuard.close();
    writer.close();
    samples.close();
    validation.close();
    if (!isKeptByOthers) {
      kept.close();
    }
  }
}
