package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.run.ModelFile;
import org.convoy.run.RunFolder;
import org.convoy.run.TrainedModel;
import org.convoy.run.file.RunException;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.stop.StopRequest;
import org.convoy.train.stop.StoppedException;
import org.convoy.weights.WeightChoice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The strategies on Spark: what they compute, and that nothing but config and data changes it. */
@Tag("spark")
final class TestTrainer {
  /** 20 steps an epoch of 4 workers with batches of 8, or of one with 32. */
  private static final int SAMPLES = 640;

  private static final String SLOWMO =
      "sync={strategy=slowmo,every=3,optimizerState=local,outer={momentum=0.6}}";

  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path folder;

  private float[] oneWorker(String... settings) {
    return SmallTraining.of("local[2]", SAMPLES, settings)
        .with("epochs=1", "workers=1", "batchSize=32", "sync.every=20")
        .parameters(folder.resolve("one"));
  }

  private float[] workers(int workers, String... settings) {
    return SmallTraining.of("local[2]", SAMPLES, settings)
        .with("epochs=1", "workers=" + workers, "batchSize=" + 32 / workers)
        .parameters(folder.resolve("workers"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void gradientEqualsOneWorkerWithTheWholeBatch(int workers) {
    String[] settings = {"optimizer={momentum=0.9,weightDecay=1e-3,clip.norm=1}"};

    float[] actual = workers(workers, "sync.strategy=gradient", settings[0]);

    assertThat(actual).containsExactly(oneWorker(settings), within(1e-5f));
  }

  @Test
  void gradientEqualsOneWorkerWithTheWholeBatchForAdam() {
    String[] settings = {"optimizer={name=adam,eps=1e-3}"};

    float[] actual = workers(4, "sync.strategy=gradient", settings[0]);

    assertThat(actual).containsExactly(oneWorker(settings), within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void averagingEachStepEqualsOneWorkerWithTheWholeBatch(int workers) {
    String[] settings = {"optimizer={momentum=0,weightDecay=1e-3}"};

    float[] actual = workers(workers, "sync.every=1", settings[0]);

    assertThat(actual).containsExactly(oneWorker(settings), within(1e-5f));
  }

  /** The last update of an epoch has 18 images of two workers, in batches of 4, 4 and 1 each. */
  @ParameterizedTest
  @ValueSource(strings = {"sync={strategy=average,every=2}", "sync={strategy=gradient,every=1}"})
  void accumulatingEqualsALargerBatch(String sync) {
    SmallTraining whole = SmallTraining.of("local[2]", 82, "batchSize=16", sync);
    SmallTraining parts = whole.with("batchSize=4", "accumulate=4");

    float[] actual = parts.parameters(folder.resolve("parts"));

    assertThat(actual).containsExactly(whole.parameters(folder.resolve("whole")), within(1e-5f));
    assertThat(actual).isNotEqualTo(whole.with("batchSize=4").parameters(folder.resolve("small")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync={every=3,optimizerState=local}",
        "sync={every=3,postLocal.fraction=0.4,compress=fp16}",
        "sync={every=2,qsr.coefficient=0.08}",
        "sync={strategy=slowmo,every=3,outer.nesterov=true}",
        "sync={strategy=gradient}",
        "ema={decay=0.8}",
        "accumulate=2",
        "data={shuffle=indexed}",
        "data={shuffle=chunks,chunkSize=9}",
        "data={shuffle=chunks,dropLast=true}",
      })
  void givesTheSameWeightsWithOneSlotAsWithTwo(String sync) {
    SmallTraining two = SmallTraining.of("local[2]", 100, sync, "workers=3", "batchSize=4");
    SmallTraining one = new SmallTraining("local[1]", two.samples(), two.settings());
    TrainingListener silent = new TrainingListener() {};

    assertThat(one.run(folder.resolve("one"), silent))
        .isEqualTo(two.run(folder.resolve("two"), silent));
  }

  @Test
  void givesTheSameWeightsInBf16() {
    System.setProperty("convoy.test.emulateBf16", "true");
    try {
      SmallTraining floats = SmallTraining.of("local[2]", 100, "workers=3", "batchSize=4");
      SmallTraining two = floats.with("kernels.precision=bf16", "kernels.backend=onednn");
      SmallTraining one = new SmallTraining("local[1]", two.samples(), two.settings());

      // First, as other tests of this process expect the instruction set that floats settle on.
      String inFloats = floats.run(folder.resolve("floats"), SILENT);
      assertThat(one.run(folder.resolve("one"), SILENT))
          .isEqualTo(two.run(folder.resolve("two"), SILENT))
          .isNotEqualTo(inFloats);
    } finally {
      System.clearProperty("convoy.test.emulateBf16");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync={every=2,qsr.coefficient=0.08}", "data.dropLast=true"})
  void readingByIdGivesTheWeightsOfAShuffle(String setting) {
    SmallTraining any = SmallTraining.of("local[2]", 100, setting, "workers=3", "batchSize=4");
    String shuffled = any.with("data.shuffle=full").run(folder.resolve("full"), SILENT);

    assertThat(any.with("data.shuffle=indexed").run(folder.resolve("indexed"), SILENT))
        .isEqualTo(shuffled);
    assertThat(any.with("data.shuffle=auto").run(folder.resolve("auto"), SILENT))
        .isEqualTo(shuffled);
  }

  @Test
  void goesOnWithTheOtherWayToTheSameOrder() {
    SmallTraining shuffled =
        SmallTraining.of("local[2]", 100, "data.shuffle=full", "checkpoint.everyRounds=1");
    SmallTraining indexed = shuffled.with("data.shuffle=indexed");
    SmallTraining chunked = shuffled.with("data.shuffle=chunks");

    assertThat(shuffled.config().differences(indexed.config()))
        .singleElement()
        .matches(Difference::changeable);
    assertThat(shuffled.config().differences(chunked.config()))
        .anyMatch(difference -> !difference.changeable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SLOWMO,
        "sync={strategy=slowmo,every=4,outer={nesterov=true}}",
        "sync={every=2,qsr.coefficient=0.045,compress=fp16}",
        "sync={strategy=gradient}",
      })
  void continuesToTheSameWeights(String sync) {
    assertContinues(SmallTraining.of("local[2]", 100, sync));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data={shuffle=chunks,chunkSize=7}",
        "data={shuffle=indexed}",
        "ema={decay=0.8,everySteps=3}",
        "swa={startEpoch=0,learningRate=0.1}"
      })
  void continuesToTheSameWeightsWithinAnEpoch(String data) {
    assertContinues(
        SmallTraining.of("local[2]", 100, data, "sync={every=2,qsr.coefficient=0.045}"));
  }

  private void assertContinues(SmallTraining settings) {
    SmallTraining training = settings.with("checkpoint.everyRounds=1", "workers=2");
    String whole = training.run(folder.resolve("whole"), new TrainingListener() {});

    assertThatThrownBy(() -> training.run(folder.resolve("killed"), new KilledTraining(1, 1)))
        .as("rounds short enough that one is killed in the second epoch: see sync.every")
        .hasMessage(KilledTraining.MESSAGE);
    String continued = training.run(folder.resolve("killed"), new TrainingListener() {});

    assertThat(continued).isEqualTo(whole);
  }

  private static TrainingListener killedAt(int epoch, int round) {
    return new TrainingListener() {
      @Override
      public void roundFinished(TrainingState state, RoundMetrics metrics) {
        if (state.epoch() == epoch && state.round() == round + 1) {
          throw new IllegalStateException("killed");
        }
      }
    };
  }

  /** A round that takes too long after a signal is cancelled, and trained again later. */
  @Test
  void aSignalInALongRoundLosesNothingButTheRound() {
    SmallTraining training =
        SmallTraining.of("local[2]", SAMPLES, "sync.every=1000", "batchSize=1", "epochs=2");
    String whole = training.run(folder.resolve("whole"), SILENT);
    CompletableFuture<Integer> halted = new CompletableFuture<>();
    StopRequest signal = new StopRequest(Duration.ZERO, Duration.ofMinutes(5), halted::complete);

    assertThatThrownBy(
            () -> training.run(folder.resolve("stopped"), duringTheSecondJob(signal), signal))
        .isInstanceOf(StoppedException.class)
        .hasMessageMatching(
            "Stopped before epoch \\d, round \\d; the same command continues from there\\.");
    signal.exit(75);

    assertThat(halted).isCompletedWithValue(75);
    assertThat(training.run(folder.resolve("stopped"), SILENT)).isEqualTo(whole);
  }

  /** Sends a signal while the job after that of the first epoch's only round is running. */
  private static TrainingListener duringTheSecondJob(StopRequest signal) {
    return new TrainingListener() {
      @Override
      public void roundFinished(TrainingState state, RoundMetrics metrics) {
        new Thread(
                () -> {
                  await()
                      .atMost(Duration.ofMinutes(2))
                      .pollInterval(Duration.ofMillis(1))
                      .until(TestTrainer::isJobActive);
                  signal.holdUpShutdown();
                })
            .start();
      }
    };
  }

  private static boolean isJobActive() {
    return SparkContext.getOrCreate().statusTracker().getActiveJobIds().length > 0;
  }

  @Test
  void stopsBeforeItsTimeIsOver() {
    SmallTraining training = SmallTraining.of("local[2]", 100, "checkpoint.everyRounds=1");
    String whole = training.run(folder.resolve("whole"), SILENT);

    assertThatThrownBy(() -> training.with("maxHours=1e-6").run(folder.resolve("stopped"), SILENT))
        .isInstanceOf(StoppedException.class)
        .hasMessage(
            "Stopped before epoch 1, round 1, which would not end within maxHours = 1.0E-6;"
                + " the same command continues from there.");

    assertThat(training.run(folder.resolve("stopped"), SILENT)).isEqualTo(whole);
  }

  @Test
  void endsEarlyAtTheSameEpochWhenItWasInterrupted() {
    SmallTraining training =
        SmallTraining.of("local[2]", 100, "epochs=5", "checkpoint.everyRounds=1")
            .with("earlyStopping={patience=2,metric=train-accuracy,minDelta=1}");
    List<TrainingState> whole = training.states(folder.resolve("whole"));
    assertThatThrownBy(() -> training.run(folder.resolve("killed"), killedAt(2, 0)))
        .hasMessage("killed");
    List<TrainingState> continued = training.states(folder.resolve("killed"));

    TrainingState end = whole.get(whole.size() - 1);
    assertThat(end.epoch()).isEqualTo(2);
    assertThat(continued.get(continued.size() - 1).epoch()).isEqualTo(2);
    assertThat(continued.get(continued.size() - 1).model().weightsSha256())
        .isEqualTo(end.model().weightsSha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss.ignoreIndex=0", "loss.classWeights=[0,1,1,1]"})
  void goesOnWhereNoImageOfABatchCounts(String loss) {
    SmallTraining training =
        SmallTraining.of("local[1]", 40, "batchSize=1", "workers=1", "epochs=1");

    float[] trained = training.with(loss).parameters(folder.resolve("some"));

    assertThat(trained).isNotEqualTo(training.parameters(folder.resolve("all")));
    for (float parameter : trained) {
      assertThat(parameter).isFinite();
    }
  }

  /** Which is what training measures, and what is read of the run unless raw weights are wanted. */
  @Test
  void keepsAnAverageBesideTheWeights() {
    SmallTraining training =
        SmallTraining.of(
            "local[2]", 100, "ema.decay=0.7", "sync.every=2", "schedule.name=constant");
    List<TrainingState> states = training.states(folder);

    TrainingState start = states.get(0);
    float[] average = start.model().parameters();
    for (TrainingState state : states.subList(1, states.size())) {
      double decay = 0.7 * (state.round() * 2 > 7 ? 1 : 0.7); // The last round has one step.
      average = average.clone();
      for (int i = 0; i < average.length; i++) {
        average[i] = (float) (decay * average[i] + (1 - decay) * state.model().parameters()[i]);
      }

      assertThat(state.start().measured()).containsExactly(average, within(1e-6f));
    }

    RunFolder run = RunFolder.at(folder.toString(), new Configuration()).unlocked();
    run.begin(training.config(), Map.of());
    TrainedModel last = TrainedModel.at(folder + "/checkpoints/last", new Configuration());
    assertThat(read(run, WeightChoice.EMA)).containsExactly(average, within(1e-6f));
    assertThat(read(run, WeightChoice.RAW_IF_THERE)).isEqualTo(read(run, WeightChoice.EMA));
    assertThat(read(last, WeightChoice.RAW_IF_THERE)).isEqualTo(read(run, WeightChoice.EMA));
    float[] raw = states.get(states.size() - 1).model().parameters();
    assertThat(read(run, WeightChoice.RAW)).isEqualTo(raw);
    assertThat(read(last, WeightChoice.RAW)).isEqualTo(raw);
  }

  private static float[] read(RunFolder run, WeightChoice choice) {
    ModelFile file = run.model(choice, new Configuration());
    return file.parameters(file.layout());
  }

  private static float[] read(TrainedModel model, WeightChoice choice) {
    ModelFile file = model.read(Optional.empty(), choice, new Configuration());
    return file.parameters(file.layout());
  }

  @Test
  void refusesAnAverageThatIsNotThere() {
    SmallTraining training = SmallTraining.of("local[2]", 40, "epochs=1");
    training.run(folder, SILENT);
    RunFolder run = RunFolder.at(folder.toString(), new Configuration()).unlocked();
    run.begin(training.config(), Map.of());

    assertThatThrownBy(() -> run.model(WeightChoice.EMA, new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "weights %s: there are no averaged weights (EMA) beside those of the model"
                .formatted(folder));
  }

  @Test
  void whatTheStrategyRemembersMatters() {
    List<TrainingState> states =
        SmallTraining.of("local[2]", 100, SLOWMO, "epochs=1").states(folder);

    TrainingState last = states.get(states.size() - 1);
    assertThat(last.model().optimizerState()).isEmpty();
    assertThat(last.start().localOptimizerStates()).hasSize(2);
    assertThat(last.start().localOptimizerStates().get(0))
        .isNotEqualTo(last.start().localOptimizerStates().get(1));
    assertThat(last.start().memory().get("outer.momentum"))
        .isNotEqualTo(new float[last.model().parameters().length]);
  }
}
