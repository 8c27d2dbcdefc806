package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.run.ModelDescription;
import org.convoy.state.EpochMetrics;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.strategy.WeightAverage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestTimetable {
  private static final String ONE_PIXEL =
      "{conv2d {out = 3, kernel = 3}}, {adaptiveAvgPool2d {output = 1}}, batchNorm2d";

  private static EpochMetrics metrics(int epoch, double loss, double accuracy) {
    return new EpochMetrics(
        epoch, 0.1, 9, 0.1, loss, accuracy, 100, 2, 0.5, 3, null, null, null, null);
  }

  /** From the history alone, so that a training that continues has the same learning rates. */
  @Test
  void plateausOfTheValidationLossOrAccuracy() {
    List<EpochMetrics> history = new ArrayList<>();
    history.add(metrics(0, 2.0, 0.5));
    history.add(metrics(1, 1.0, 0.4));

    assertThat(rate(history, "min")).isEqualTo(0.5);
    assertThat(rate(history, "max")).isEqualTo(0.25);
    history.add(metrics(2, 1.5, 0.6));
    assertThat(rate(history, "min")).isEqualTo(0.25);
    assertThat(rate(history, "max")).isEqualTo(0.25);
  }

  private static double rate(List<EpochMetrics> history, String mode) {
    ConvoyConfig config =
        ConvoyConfig.parse(
            "test.conf",
            """
            data.path = /data
            optimizer.learningRate = 0.5
            schedule { name = reduce-on-plateau, patience = 0, factor = 0.5, mode = %s }
            """
                .formatted(mode),
            List.of());
    Timetable timetable = new Timetable(config, 1000);
    return timetable
        .schedule(history)
        .learningRate((long) history.size() * timetable.epochSteps().steps());
  }

  /** By PyTorch: benchmarks/golden/src/test/python/golden_average_cases.py. */
  @Test
  void averagesWeightsAsTorchvisionDoes() throws IOException {
    JsonNode golden;
    try (InputStream json =
        TestTimetable.class.getResourceAsStream("/org/convoy/strategy/averages.json")) {
      golden = new ObjectMapper().readTree(json);
    }

    assertAverages(golden, "ema", 0, "ema { decay = 0.99, everySteps = 3, adjust = true }");
    assertAverages(golden, "swa", 13, "swa { startEpoch = 1 }");
  }

  /** Of a run that ends before the first average, and of its checkpoints, the model is measured. */
  @Test
  void theModelItselfIsMeasuredBeforeThereIsAMean() {
    Timetable timetable =
        new Timetable(
            ConvoyConfig.parse(
                "test.conf",
                "data.path = /data, epochs = 4, batchSize = 10, workers = 1, sync.every = 1"
                    + ", swa { startEpoch = 1 }",
                List.of()),
            30);
    List<EpochMetrics> history = new ArrayList<>();
    List<List<Double>> decays = new ArrayList<>();
    for (int epoch = 0; epoch < 4; epoch++) {
      decays.add(decays(timetable, history));
      history.add(metrics(epoch, 1, 0.5));
    }

    assertThat(decays)
        .containsExactly(
            List.of(0.0, 0.0, 0.0),
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 0.5),
            List.of(1.0, 1.0, 2.0 / 3));
  }

  /** From the schedule's learning rate in the first averaged epoch, as SWALR. */
  @Test
  void theLearningRateOfTheAveraging() {
    Timetable timetable =
        new Timetable(
            ConvoyConfig.parse(
                "test.conf",
                "data.path = /data, epochs = 6, schedule { name = step, stepSize = 1, gamma = 0.5 }"
                    + ", swa { startEpoch = 2, learningRate = 0.05, annealEpochs = 2, annealing = linear }"
                    + ", optimizer.learningRate = 0.8",
                List.of()),
            1000);
    int steps = timetable.epochSteps().steps();

    assertThat(
            IntStream.range(0, 6)
                .mapToDouble(
                    epoch -> timetable.schedule(List.of()).learningRate((long) epoch * steps + 1))
                .toArray())
        .containsExactly(new double[] {0.8, 0.4, 0.2, 0.125, 0.05, 0.05}, within(1e-12));
  }

  /**
   * @param from before it, SWA has no average, in whose place PyTorch has the first model
   */
  private static void assertAverages(JsonNode golden, String name, int from, String setting) {
    ConvoyConfig config =
        ConvoyConfig.parse(
            "test.conf",
            "data.path = /data, epochs = 4, workers = 2, batchSize = 8, sync.every = 1"
                + ", schedule.warmupEpochs = 1, "
                + setting,
            List.of());
    Timetable timetable = new Timetable(config, 4 * 28);
    SynchronizedState state = WeightAverage.begin(state(golden.get("initial")));
    List<EpochMetrics> history = new ArrayList<>();
    for (int step = 0; step < 4 * 7; step++) {
      if (step == 7 * (history.size() + 1)) {
        history.add(metrics(history.size(), 1, 0.5));
      }

      JsonNode expected = golden.get("steps").get(step);
      double decay = timetable.steps(timetable.epoch(history), step % 7, history).averageDecay();
      state = WeightAverage.after(state, state(expected.get("model")), decay);
      if (step >= from) {
        assertThat(state.measured())
            .as("step " + step)
            .containsExactly(floats(expected.get(name)), within(1e-6f));
      }
    }
  }

  private static SynchronizedState state(JsonNode parameters) {
    return SynchronizedState.of(new ModelState(floats(parameters), new float[0]));
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values.get(i).asDouble();
    }

    return floats;
  }

  /** A round counts for as many updates as its steps have. */
  @Test
  void aRoundIsAsManyUpdatesOfTheAverageAsItHasSteps() {
    Timetable timetable =
        new Timetable(
            ConvoyConfig.parse(
                "test.conf",
                "data.path = /data, workers = 2, batchSize = 8, sync.every = 5"
                    + ", ema { decay = 0.5, everySteps = 2 }",
                List.of()),
            16 * 13);
    List<EpochMetrics> later = List.of(metrics(0, 1, 0.5));

    // Updates are after steps 0, 2, … 12, in rounds of 5, 5 and 3 steps.
    assertThat(decays(timetable, List.of())).containsExactly(0.0, 0.25, 0.25);
    assertThat(decays(timetable, later)).containsExactly(0.125, 0.25, 0.25);
  }

  private static List<Double> decays(Timetable timetable, List<EpochMetrics> history) {
    EpochPlan plan = timetable.epoch(history);
    return IntStream.range(0, plan.rounds().count())
        .mapToObj(round -> timetable.steps(plan, round, history).averageDecay())
        .toList();
  }

  private static List<Integer> rounds(int epoch, String... settings) {
    ConvoyConfig config =
        ConvoyConfig.parse(
            "test.conf",
            """
            data.path = /data
            epochs = 4
            workers = 2
            batchSize = 5
            optimizer.learningRate = 0.5
            schedule { name = step, stepSize = 1, gamma = 0.5 }
            """,
            List.of(settings));
    List<EpochMetrics> history =
        IntStream.range(0, epoch).mapToObj(done -> metrics(done, 1, 0.5)).toList();
    EpochPlan plan = new Timetable(config, 100).epoch(history);
    assertThat(plan.epoch()).isEqualTo(epoch);
    return IntStream.range(0, plan.rounds().count()).mapToObj(plan.rounds()::length).toList();
  }

  @Test
  void roundsHaveAFixedLength() {
    assertThat(rounds(0, "sync.every=4")).containsExactly(4, 4, 2);
    assertThat(rounds(3, "sync.every=4")).containsExactly(4, 4, 2);
    assertThat(rounds(1)).containsExactly(10);
    assertThat(rounds(1, "sync.strategy=gradient")).containsOnly(1).hasSize(10);
  }

  @Test
  void roundsGetLongerAfterAnEpochOrAShareOfTheTraining() {
    assertThat(rounds(0, "sync.every=4", "sync.postLocal.epoch=1")).containsOnly(1).hasSize(10);
    assertThat(rounds(1, "sync.every=4", "sync.postLocal.epoch=1")).containsExactly(4, 4, 2);
    assertThat(rounds(1, "sync.every=4", "sync.postLocal.fraction=0.325"))
        .containsExactly(1, 1, 1, 4, 3);
    assertThat(rounds(2, "sync.every=4", "sync.postLocal.fraction=0.325")).containsExactly(4, 4, 2);
  }

  @Test
  void roundsGrowAsTheLearningRateFalls() {
    String[] settings = {"sync.every=2", "sync.qsr.coefficient=0.45"};

    assertThat(rounds(0, settings)).containsExactly(2, 2, 2, 2, 2);
    assertThat(rounds(1, settings)).containsExactly(3, 3, 3, 1);
    assertThat(rounds(2, settings)).containsExactly(10);
    assertThat(rounds(3, settings)).containsExactly(10);
  }

  /** Where the learning rate is small only because it rises. */
  @Test
  void roundsOfTheWarmUpAreThoseOfItsEnd() {
    String[] settings = {"sync.every=2", "sync.qsr.coefficient=0.9", "schedule.warmupEpochs=1"};

    assertThat(rounds(0, settings)).containsExactly(3, 3, 3, 1);
    assertThat(rounds(1, settings)).containsExactly(3, 3, 3, 1);
  }

  @Test
  void aLearningRateOfZeroNeedsNoSynchronisation() {
    String[] settings = {
      "sync.every=2",
      "sync.qsr.coefficient=0.1",
      "schedule.name=linear",
      "schedule.stepSize=null",
      "schedule.gamma=null",
      "schedule.endFactor=0",
      "schedule.totalIters=3"
    };

    assertThat(rounds(0, settings)).containsExactly(2, 2, 2, 2, 2);
    assertThat(rounds(3, settings)).containsExactly(10);
  }

  private static void requireLargeBatches(int samples, String layers, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add(0, "workers=1");
    ConvoyConfig config =
        ConvoyConfig.parse(
            "test.conf",
            "data { path = /data, normalize { mean = [0.5], std = [0.5] } }\nmodel.layers = ["
                + layers
                + ", flatten, {linear {out = 4}}]",
            all);
    ModelDescription model = Models.describe(config, new SquaresDataset(samples));
    SmallestBatch.require(config, new Timetable(config, samples).epochSteps(), model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17 | batchSize=16 | batchSize = 16: 17 training images with workers = 1 make a batch of 1"
            + " image, and layer 2 normalizes 1 x 1 pixel, which needs 2 or more: use batchSize ="
            + " 15, or set data.dropLast = true",
        "33 | batchSize=16 workers=2 | use batchSize = 17, or set data.dropLast = true",
        "34 | batchSize=16 workers=2 | use batchSize = 15, or set data.dropLast = true",
        "35 | batchSize=16 workers=2 | use batchSize = 15, or set data.dropLast = true",
        "3 | batchSize=16 workers=2 | use other workers",
        "20 | batchSize=1 | use batchSize = 2",
        "20 | batchSize=1 data.dropLast=true | use batchSize = 2"
      })
  void refusesABatchOfOneBeforeANormalizationOfOnePixel(
      int samples, String settings, String message) {
    assertThatThrownBy(() -> requireLargeBatches(samples, ONE_PIXEL, settings.split(" ", -1)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17 | batchSize=16 data.dropLast=true",
        "18 | batchSize=16",
        "16 | batchSize=16",
        "36 | batchSize=16 workers=2"
      })
  void takesBatchesOfTwoOrMore(int samples, String settings) {
    assertThatCode(() -> requireLargeBatches(samples, ONE_PIXEL, settings.split(" ", -1)))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                requireLargeBatches(
                    17, "{conv2d {out = 3, kernel = 3}}, batchNorm2d", "batchSize=16"))
        .as("more pixels")
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                requireLargeBatches(
                    17,
                    "{conv2d {out = 3, kernel = 3}}, {adaptiveAvgPool2d {output = 1}}",
                    "batchSize=16"))
        .as("no normalization")
        .doesNotThrowAnyException();
  }
}
