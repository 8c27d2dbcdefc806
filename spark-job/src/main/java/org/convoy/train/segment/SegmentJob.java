package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockResult;
import org.convoy.collective.GroupSettings.Encryption;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.SyncConfig.Transport;
import org.convoy.data.spark.Epoch;
import org.convoy.replica.DriverModel;
import org.convoy.spark.ScalaCollections;
import org.convoy.state.TrainingState;
import org.convoy.strategy.Precision;
import org.convoy.strategy.StateSlices;
import org.convoy.strategy.Strategy;
import org.convoy.train.round.ComputeStage;
import org.convoy.train.round.Handover;
import org.convoy.train.round.Observations;
import org.convoy.train.round.RoundStart;
import org.convoy.train.round.RoundSteps;
import org.convoy.train.round.RoundTraining;
import org.convoy.train.round.SlicedReduction;
import org.convoy.train.segment.SegmentMessage.Diverged;
import org.convoy.train.segment.SegmentMessage.RoundDone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.ExecutionContext$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Success;
import scala.util.Try;

/**
 * Runs a segment, a stretch of an epoch's rounds, as one Spark job: a task a worker, all of them at
 * the same time, which take the mean of each round among themselves. The bytes are those of a job a
 * round. What fails is run again from the state that the driver has.
 */
public final class SegmentJob {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentJob.class);
  private static final ClassTag<StatePiece> PIECE = ClassTag$.MODULE$.apply(StatePiece.class);
  private static final int SECRET_BYTES = 32;

  /** Settings by which what executors send each other is encrypted. */
  private static final List<String> ENCRYPTING =
      List.of(
          "spark.network.crypto.enabled",
          "spark.authenticate.enableSaslEncryption",
          "spark.ssl.rpc.enabled");

  /** A worker that blames another may be heard sooner than that one. */
  private static final long FAILURE_PATIENCE_MILLIS = 2000;

  /** For an executor in the place of a lost one. */
  private static final Duration SLOT_PATIENCE = Duration.ofSeconds(20);

  /** Between looks at the slots while workers do not begin. */
  private static final Duration BEGINNING = Duration.ofSeconds(1);

  private final JavaSparkContext spark;
  private final ConvoyConfig config;
  private final DriverModel model;
  private final Strategy strategy;
  private final ComputeStage stage;
  private final IntFunction<RoundTraining> training;
  private final SecureRandom random = new SecureRandom();
  private Observations observations = Observations.NONE;
  private boolean hadSlots = true;

  /** Whether workers have ever been connected, and whether they cannot be. */
  private boolean hasMet;

  private boolean isCutOff;

  public SegmentJob(JavaSparkContext spark, DriverModel model) {
    this.spark = requireNonNull(spark, "spark is null");
    this.model = requireNonNull(model, "model is null");
    this.config = model.config();
    this.strategy = config.sync().strategy().toStrategy();
    this.stage = ComputeStage.of(spark);
    this.training = RoundTraining.of(model);
  }

  /** Watches all rounds from now on for these. */
  public void observe(Observations other) {
    observations = requireNonNull(other, "other is null");
  }

  /**
   * Runs the next rounds of a training.
   *
   * @param rounds the steps of as many of them as it may have, at least one
   * @return empty if there are not as many slots as workers now, or workers cannot connect, and
   *     direct exchange was not asked for by name
   */
  public Optional<SegmentEnd> run(
      TrainingState state, Epoch epoch, List<RoundSteps> rounds, SegmentListener listener) {
    Optional<EndState> made = Optional.empty();
    for (int failures = 1; isPossible(); failures++) {
      EndState end = made.orElseGet(() -> new EndState(state.start()));
      made = Optional.of(end);
      Try<SegmentEnd> outcome = new Attempt(state, epoch, rounds, listener, end).run();
      if (outcome.isFailure() && !hadSlots && !isAsked()) {
        return Optional.empty();
      }

      if (outcome.isSuccess()
          || failures == mostFailures()
          || listener.isStopping()
          || !isWorthAnother(outcome.failed().get())) {
        return Optional.of(outcome.get()); // Or throws what it failed of.
      }

      Throwable failure = outcome.failed().get();
      isCutOff = !hasMet && !isAsked() && SegmentFailure.isOfConnections(failure);
      if (isCutOff) {
        LOG.warn(
            "Executors cannot connect to each other ({}): each round is a Spark job",
            SegmentFailure.reason(failure));
        return Optional.empty();
      }

      LOG.warn(
          "Epoch {}: rounds from {} on are trained again, as {}",
          state.epoch() + 1,
          state.round() + 1,
          SegmentFailure.reason(failure));
    }

    return Optional.empty();
  }

  /** Who insists on direct exchange waits for as long as Spark does. */
  private boolean isAsked() {
    return config.sync().transport() == Transport.DIRECT;
  }

  private boolean isPossible() {
    return !isCutOff && (hasSlots() || isAsked());
  }

  private boolean hasSlots() {
    Duration patience = hadSlots ? SLOT_PATIENCE : Duration.ZERO;
    boolean hasSlots = stage.awaitSlots(spark, config.workers(), patience);
    if (hasSlots != hadSlots) {
      LOG.info(
          "{}",
          hasSlots
              ? "Workers take the mean of each round among themselves again"
              : (isAsked() ? "Rounds wait" : "Each round is a Spark job")
                  + " until %d workers have as many task slots again".formatted(config.workers()));
    }

    hadSlots = hasSlots;
    return hasSlots;
  }

  /** Of the same rounds, one after the other. */
  private int mostFailures() {
    return spark.getConf().getInt("spark.stage.maxConsecutiveAttempts", 4);
  }

  private boolean isWorthAnother(Throwable failure) {
    return !spark.sc().isStopped() && SegmentFailure.mayPass(failure);
  }

  /** One job. */
  private final class Attempt {
    private final TrainingState state;
    private final Epoch epoch;
    private final List<RoundSteps> rounds;
    private final SegmentListener listener;
    private final EndState end;
    private final List<Handover<?>> handed = new ArrayList<>();
    private final int[] pieces = new int[config.workers()];
    private Optional<RoundDone> last = Optional.empty();

    Attempt(
        TrainingState state,
        Epoch epoch,
        List<RoundSteps> rounds,
        SegmentListener listener,
        EndState end) {
      this.state = state;
      this.epoch = epoch;
      this.rounds = rounds;
      this.listener = listener;
      this.end = end;
    }

    Try<SegmentEnd> run() {
      try (SegmentDriver driver = SegmentDriver.open(config.workers());
          RoundStart start = RoundStart.handOver(spark, state.start(), slices(), Precision.FULL)) {
        SegmentRdd segment =
            new SegmentRdd(epoch, state.round(), rounds.size(), task(driver, start));
        stage.place(segment);
        try {
          return run(driver, start, segment);
        } finally {
          SparkEnv.get().blockManager().master().removeRdd(segment.id(), false);
        }
      } finally {
        handed.forEach(Handover::close);
      }
    }

    private StateSlices slices() {
      return SlicedReduction.slices(config.workers(), model.stateFloats());
    }

    private SegmentTask task(SegmentDriver driver, RoundStart start) {
      byte[] secret = new byte[SECRET_BYTES];
      random.nextBytes(secret);
      return new SegmentTask(
          model.spec(),
          training.apply(state.epoch()).with(observations),
          strategy,
          start,
          memory(),
          List.copyOf(rounds),
          config.workers(),
          driver.name(),
          secret,
          config.sync().timeout(),
          encryption());
    }

    /** As Spark's own connections. */
    private Encryption encryption() {
      return ENCRYPTING.stream().anyMatch(key -> spark.getConf().getBoolean(key, false))
          ? Encryption.AES_GCM
          : Encryption.NONE;
    }

    /** What the strategy remembers, and the average, for the worker that owns a slice of them. */
    private List<List<Handover<StatePiece>>> memory() {
      return IntStream.range(0, config.workers()).mapToObj(this::memory).toList();
    }

    private List<Handover<StatePiece>> memory(int worker) {
      List<Handover<StatePiece>> ofWorker = new ArrayList<>();
      state
          .start()
          .memory()
          .forEach(
              (name, values) ->
                  StatePiece.cut(SegmentTask.slice(values.length, worker, config.workers()))
                      .map(span -> StatePiece.of(name, span, values))
                      .map(piece -> Handover.of(spark, piece))
                      .forEach(ofWorker::add));
      handed.addAll(ofWorker);
      return List.copyOf(ofWorker);
    }

    private Try<SegmentEnd> run(SegmentDriver driver, RoundStart start, SegmentRdd segment) {
      SimpleFutureAction<BoxedUnit> job = submit(driver, segment);
      try {
        if (!begins(driver)) {
          job.cancel();
          return new Failure<>(new SparkException("there are fewer task slots than workers"));
        }

        follow(driver, start);
      } catch (RuntimeException | Error e) {
        job.cancel();
        throw e;
      }

      Try<BoxedUnit> outcome = job.value().get();
      return outcome.isFailure()
          ? new Failure<>(
              SegmentFailure.of(outcome.failed().get(), driver.failure(FAILURE_PATIENCE_MILLIS)))
          : taken(segment);
    }

    /** Spark counts slots once, and then waits without end for those that were lost since. */
    private boolean begins(SegmentDriver driver) {
      while (!driver.awaitBeginning(BEGINNING)) {
        if (!hasSlots() && !isAsked()) {
          return false;
        }
      }

      return true;
    }

    private SimpleFutureAction<BoxedUnit> submit(SegmentDriver driver, SegmentRdd segment) {
      List<Object> workers =
          IntStream.range(0, config.workers()).<Object>mapToObj(worker -> worker).toList();
      SimpleFutureAction<BoxedUnit> job =
          spark
              .sc()
              .submitJob(
                  segment,
                  new OnlyCount(),
                  ScalaCollections.list(workers),
                  new Place(pieces),
                  new Nothing());
      job.onComplete(new Ending(driver), ExecutionContext$.MODULE$.fromExecutor(Runnable::run));
      return job;
    }

    /** Until the job is over. */
    private void follow(SegmentDriver driver, RoundStart start) {
      for (Optional<SegmentMessage> next = driver.next(); next.isPresent(); next = driver.next()) {
        if (next.get() instanceof Diverged diverged) {
          throw listener.diverged(diverged.round());
        } else if (next.get() instanceof RoundDone done) {
          hasMet = true;
          // All workers have loaded it.
          start.close();
          if (done.isLast()) {
            last = Optional.of(done);
          } else if (!listener.roundFinished(done.round(), SegmentDriver.reports(done))) {
            driver.askToEnd();
          }
        }
      }
    }

    private Try<SegmentEnd> taken(SegmentRdd segment) {
      for (int worker = 0; worker < pieces.length; worker++) {
        for (int piece = 0; piece < pieces[worker]; piece++) {
          Option<BlockResult> found =
              SparkEnv.get()
                  .blockManager()
                  .get(SegmentTask.block(segment.id(), worker, piece), PIECE);
          if (found.isEmpty()) {
            return new Failure<>(
                new SparkException("the executor of worker %d was lost".formatted(worker)));
          }

          ScalaCollections.asJava(found.get().data())
              .forEachRemaining(value -> end.put((StatePiece) value));
        }
      }

      RoundDone round = last.orElseThrow();
      return new Success<>(
          new SegmentEnd(round.round(), end.state(), SegmentDriver.reports(round)));
    }
  }

  /** Brings back how many pieces a worker has left. */
  private static final class OnlyCount
      extends AbstractFunction1<scala.collection.Iterator<Integer>, Integer>
      implements Serializable {
    @Override
    public Integer apply(scala.collection.Iterator<Integer> counts) {
      return counts.next();
    }
  }

  /** Puts that into the driver's array. */
  private static final class Place extends AbstractFunction2<Object, Integer, BoxedUnit> {
    private final int[] counts;

    Place(int[] counts) {
      this.counts = counts;
    }

    @Override
    public BoxedUnit apply(Object worker, Integer count) {
      counts[(int) worker] = count;
      return BoxedUnit.UNIT;
    }
  }

  private static final class Nothing extends AbstractFunction0<BoxedUnit> {
    @Override
    public BoxedUnit apply() {
      return BoxedUnit.UNIT;
    }
  }

  /** On the end of a job. */
  private static final class Ending extends AbstractFunction1<Try<BoxedUnit>, BoxedUnit> {
    private final SegmentDriver driver;

    Ending(SegmentDriver driver) {
      this.driver = driver;
    }

    @Override
    public BoxedUnit apply(Try<BoxedUnit> outcome) {
      driver.end();
      return BoxedUnit.UNIT;
    }
  }
}
