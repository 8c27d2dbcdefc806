package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Workers that take the mean among themselves train the bytes of a Spark job a round. With
 * everything that draws, running statistics, and vectors and rounds that do not divide.
 */
@Tag("spark")
final class TestDirectExchange {
  private static final String[] SETTINGS = {
    "sync.every=2",
    "batchSize=4",
    "data.transforms.train=[{randomCrop={size=12,padding=2}},randomHorizontalFlip,{mixup={}}]",
    "model.layers=[{conv2d={out=5,kernel=3}},batchNorm2d,relu,flatten,{dropout={probability=0.3}},"
        + "{linear={out=4}}]"
  };

  private static final TrainingListener SILENT = new TrainingListener() {};

  private static JavaSparkContext spark;
  private static int jobsBefore;

  @TempDir private Path folder;

  @BeforeAll
  static void startSpark() {
    spark = new JavaSparkContext(SmallTraining.conf("local[4]"));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static SmallTraining training(int workers, String... settings) {
    return SmallTraining.of("local[4]", 101, SETTINGS).with("workers=" + workers).with(settings);
  }

  private void assertSameBytes(SmallTraining training) {
    String job = training.run(spark, folder.resolve("job"), SILENT);
    int jobs = countJobs();

    assertThat(training.with("sync.transport=direct").run(spark, folder.resolve("direct"), SILENT))
        .isEqualTo(job);
    assertThat(countJobs()).isLessThan(jobs);
  }

  /** Since the last time. */
  private static int countJobs() {
    int next = spark.sc().dagScheduler().numTotalJobs();
    int count = next - jobsBefore;
    jobsBefore = next;
    return count;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|sync={strategy=average}",
        "3|sync={strategy=average,optimizerState=reset}",
        "4|sync={strategy=average,optimizerState=local}",
        "3|sync={strategy=average,every=1}",
        "2|sync={strategy=average,qsr.coefficient=0.045}",
        "3|sync={strategy=slowmo}",
        "2|sync={strategy=slowmo,optimizerState=local,outer={nesterov=true}}",
        "4|sync={strategy=slowmo,optimizerState=reset}",
        "2|sync={strategy=gradient,every=1}",
        "3|sync={strategy=gradient,every=1}",
        "1|sync={strategy=average}",
      })
  void trainsTheBytesOfAJobARound(int workers, String sync) {
    assertSameBytes(training(workers, sync));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|sync={strategy=average}|1",
        "2|sync={strategy=slowmo,optimizerState=local}|3",
        "3|sync={strategy=gradient,every=1}|2",
      })
  void alsoTheirAverage(int workers, String sync, int everySteps) {
    assertSameBytes(
        training(
            workers, "accumulate=2", sync, "ema={decay=0.8,everySteps=%d}".formatted(everySteps)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.shuffle=indexed|optimizer={name=adam}",
        "data={shuffle=chunks,chunkSize=9}|optimizer={clip.norm=0.1,weightDecay=1e-3}",
        "data={dropLast=true}|model.freeze=[\"0.*\"]",
      })
  void howeverSamplesAreDealt(String data, String other) {
    assertSameBytes(training(3, data, other, "sync={strategy=slowmo}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.shuffle=indexed|optimizer={name=adam}",
        "data={shuffle=chunks,chunkSize=9}|optimizer={clip.norm=0.1,weightDecay=1e-3}",
        "data={dropLast=true}|model.freeze=[\"0.*\"]",
      })
  void alsoTheirGradients(String data, String other) {
    assertSameBytes(training(2, data, other, "sync={strategy=gradient,every=1}"));
  }

  @Test
  void tellsOfEachRoundOnce() {
    List<RoundMetrics> rounds = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            assertThat(state.round()).isEqualTo(round.round() + 1);
            rounds.add(round);
          }
        };

    training(3, "sync.transport=direct", "checkpoint.everyRounds=2")
        .run(spark, folder.resolve("run"), listener);

    assertThat(rounds)
        .extracting(RoundMetrics::epoch)
        .containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
    assertThat(rounds)
        .extracting(RoundMetrics::round)
        .containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
    assertThat(rounds.stream().mapToLong(RoundMetrics::images).sum()).isEqualTo(2 * 101);
  }
}
