package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.convoy.metric.Evaluation;
import org.convoy.state.EpochMetrics;
import org.convoy.train.round.WorkerMetrics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training leaves in the files of Spark's CSV sink, which get a last line at the end. */
@Tag("spark")
final class TestMetricsPlugin {
  private static final int SAMPLES = 100;
  private static final int EPOCHS = 2;

  @TempDir private Path folder;
  private Path sink;
  private EpochMetrics last;

  private void train(String run, String... settings) throws IOException {
    sink = Files.createDirectory(folder.resolve("metrics-of-" + run));
    SparkConf conf =
        SmallTraining.conf("local[2]")
            .set("spark.plugins", MetricsPlugin.class.getName())
            .set("spark.metrics.conf.*.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink")
            .set("spark.metrics.conf.*.sink.csv.directory", sink.toString())
            .set("spark.metrics.conf.*.sink.csv.period", "1")
            .set("spark.metrics.conf.*.sink.csv.unit", "hours");
    SmallTraining.of("local[2]", SAMPLES, settings)
        .run(
            conf,
            folder.resolve(run),
            new TrainingListener() {
              @Override
              public void epochFinished(EpochMetrics metrics, Evaluation validation) {
                last = metrics;
              }
            });
  }

  /** A value of the last line, by its column. */
  private double value(String metric, String column) throws IOException {
    try (Stream<Path> files = Files.list(sink)) {
      Path file =
          files
              .filter(path -> path.toString().endsWith(".MetricsPlugin." + metric + ".csv"))
              .findFirst()
              .orElseThrow();
      List<String> lines = Files.readAllLines(file);
      int index = List.of(lines.get(0).split(",", -1)).indexOf(column);
      return Double.parseDouble(lines.get(lines.size() - 1).split(",", -1)[index]);
    }
  }

  private double value(String gauge) throws IOException {
    return value(gauge, "value");
  }

  @Test
  void tellsHowTheTrainingWent() throws IOException {
    double imagesBefore = WorkerMetrics.OF_PROCESS.imageCount();
    train("run", "batchSize=10", "sync.every=2");

    assertThat(value("epoch")).isEqualTo(EPOCHS);
    assertThat(value("round")).isZero();
    assertThat(value("validationLoss")).isEqualTo(last.validationLoss());
    assertThat(value("validationAccuracy")).isEqualTo(last.validationAccuracy());
    assertThat(value("loss")).isEqualTo(last.trainLoss());
    assertThat(value("accuracy")).isEqualTo(last.trainAccuracy());
    assertThat(value("learningRate")).isEqualTo(last.learningRate());
    assertThat(value("roundSeconds")).isBetween(0.0, last.seconds());
    // The last of three rounds of 2 workers × 2 steps × 10 images has 20.
    assertThat(value("imagesPerSecond"))
        .isCloseTo(20 / value("roundSeconds"), withinPercentage(1e-6));
    assertThat(value("images", "count") - imagesBefore).isEqualTo(SAMPLES * EPOCHS);
    assertThat(value("dataSeconds")).isPositive();
    assertThat(value("trainSeconds")).isPositive();
  }

  @Test
  void aNewTrainingBeginsAtZero() throws IOException {
    train("first");
    train("second", "epochs=1");

    assertThat(value("epoch")).isEqualTo(1);
    assertThat(value("validationLoss")).isEqualTo(last.validationLoss());
  }
}
