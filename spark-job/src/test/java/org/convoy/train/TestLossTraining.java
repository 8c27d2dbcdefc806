package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.metric.Evaluation;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.state.EpochMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings on other losses than plain cross-entropy. */
class TestLossTraining {
  @TempDir private Path folder;

  private final List<EpochMetrics> epochs = new ArrayList<>();
  private final TrainingListener recorder =
      new TrainingListener() {
        @Override
        public void epochFinished(EpochMetrics metrics, Evaluation validation) {
          epochs.add(metrics);
        }
      };

  /** One worker is a plain training; the shown loss is the mean over all samples as one batch. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{labelSmoothing=0.1}",
        "{classWeights=[1,4,0.25,0],labelSmoothing=0.2}",
        "{ignoreIndex=1,reduction=sum}",
        "{name=mse}",
        "{name=l1}",
        "{name=smooth-l1,beta=0.3}",
        "{name=huber,delta=0.3,reduction=sum}",
        "{name=binary-cross-entropy,labelSmoothing=0.1,sumClasses=true}"
      })
  void areThoseOfOneNetwork(String loss) {
    SmallTraining training =
        SmallTraining.of(
            "local[1]", 50, "workers=1", "loss=" + loss, "optimizer.learningRate=0.01");
    SingleMachine single = new SingleMachine(training.config(), training.datasets());
    List<Double> expected = new ArrayList<>();
    String weights =
        single.train(
            losses -> {
              LearningRateSchedule schedule =
                  new Timetable(training.config(), 50).schedule(List.of());
              expected.clear();
              expected.addAll(losses);
              return schedule;
            });

    assertThat(training.run(folder, recorder)).isEqualTo(weights);
    assertThat(epochs.get(0).validationLoss()).isCloseTo(expected.get(0), within(1e-9));
  }

  @Test
  void balancedWeightsAreThoseOfTheCounts() {
    SmallTraining training = SmallTraining.of("local[1]", 50, "workers=1");
    int[] images = new int[4];
    for (int label : training.datasets().train().labels(new Configuration())) {
      images[label]++;
    }

    String weights =
        Arrays.stream(images)
            .mapToObj(count -> String.valueOf(50.0 / (4 * count)))
            .toList()
            .toString();
    assertThat(training.with("loss.classWeights=balanced").run(folder.resolve("word"), recorder))
        .isEqualTo(
            training.with("loss.classWeights=" + weights).run(folder.resolve("list"), recorder))
        .isNotEqualTo(training.run(folder.resolve("none"), recorder));
  }

  /** Mixed targets, several workers and rounds. */
  @Test
  void trainsOnMixedTargetsToTheSameBytesEverywhere() {
    SmallTraining training =
        SmallTraining.of(
            "local[2]",
            100,
            "workers=3",
            "sync.every=2",
            "loss={labelSmoothing=0.1,classWeights=[1,2,3,4]}",
            "data.transforms.train=[{mixup{alpha=0.4}}]");
    String weights = training.run(folder.resolve("two"), recorder);

    assertThat(
            new SmallTraining("local[1]", 100, training.settings())
                .run(folder.resolve("one"), recorder))
        .isEqualTo(weights);
    assertThat(epochs).extracting(EpochMetrics::validationLoss).allMatch(Double::isFinite);
  }
}
