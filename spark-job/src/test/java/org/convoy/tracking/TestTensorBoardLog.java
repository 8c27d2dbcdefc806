package org.convoy.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.metric.Evaluation;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.run.RunFolder;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.tracking.TensorBoardImages.Picture;
import org.convoy.train.SmallTraining;
import org.convoy.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.protobuf.UnknownFieldSet;
import org.tensorflow.framework.HistogramProto;
import org.tensorflow.framework.Summary;
import org.tensorflow.hadoop.util.TFRecordReader;

/** Event files as TensorFlow's own reader of records and its own protobuf messages see them. */
final class TestTensorBoardLog {
  private static final SmallTraining TRAINING =
      SmallTraining.of("local[2]", 100, "sync.every=1", "checkpoint.everyRounds=1");

  @TempDir private Path folder;

  /** An event, by the fields of tensorflow.Event. */
  private record Event(UnknownFieldSet fields) {
    long step() {
      return fields.hasField(2) ? fields.getField(2).getVarintList().get(0) : 0;
    }

    boolean startsSession() {
      return fields.hasField(7);
    }

    double seconds() {
      return Double.longBitsToDouble(fields.getField(1).getFixed64List().get(0));
    }

    List<Summary.Value> values() throws IOException {
      return fields.hasField(5)
          ? Summary.parseFrom(fields.getField(5).getLengthDelimitedList().get(0)).getValueList()
          : List.of();
    }

    boolean hasValue(String tag) {
      try {
        return values().stream().anyMatch(value -> value.getTag().equals(tag));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    double value(String tag) throws IOException {
      return values().stream()
          .filter(value -> value.getTag().equals(tag))
          .findFirst()
          .orElseThrow()
          .getSimpleValue();
    }
  }

  private void train(TrainingListener other) {
    RunFolder run = RunFolder.at(folder.toString(), new Configuration());
    try (Tracking tracking = Tracking.of(TRAINING.config(), run, TRAINING.model(), text -> text)) {
      TRAINING.run(folder, tracking, other);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tensorboard"))) {
      return files.sorted().toList();
    }
  }

  private static List<Event> events(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (InputStream input = Files.newInputStream(file)) {
      TFRecordReader reader = new TFRecordReader(input, true);
      for (byte[] record = reader.read(); record != null; record = reader.read()) {
        events.add(new Event(UnknownFieldSet.parseFrom(record)));
      }
    }

    return events;
  }

  @Test
  void tellsOfRoundsAndEpochs() throws IOException {
    List<EpochMetrics> epochs = new ArrayList<>();
    List<RoundMetrics> rounds = new ArrayList<>();
    train(
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            rounds.add(round);
          }

          @Override
          public void epochFinished(EpochMetrics metrics, Evaluation validation) {
            epochs.add(metrics);
          }
        });

    assertThat(files()).hasSize(1);
    List<Event> events = events(files().get(0));
    assertThat(events).hasSize(2 + rounds.size() + epochs.size());
    assertThat(events.get(0).fields().getField(3).getLengthDelimitedList().get(0).toStringUtf8())
        .isEqualTo("brain.Event:2");
    assertThat(events.get(0).seconds()).isCloseTo(System.currentTimeMillis() / 1e3, within(600.0));
    Event first = events.get(2);
    assertThat(first.step()).isEqualTo(16);
    assertThat(first.value("train/loss")).isCloseTo(rounds.get(0).loss(), within(1e-6));
    assertThat(first.value("train/gradient_norm"))
        .isCloseTo(rounds.get(0).gradientNorm(), within(1e-6));
    Event last = events.get(events.size() - 1);
    assertThat(last.step()).isEqualTo(200);
    assertThat(last.value("validation/accuracy"))
        .isCloseTo(epochs.get(1).validationAccuracy(), within(1e-6));
  }

  @Test
  void aContinuedTrainingSaysFromWhereOn() throws IOException {
    assertThatThrownBy(() -> train(new Killer())).hasMessage("killed");

    train(new TrainingListener() {});

    assertThat(files()).hasSize(2);
    Event start = events(files().get(1)).get(1);
    assertThat(start.startsSession()).isTrue();
    assertThat(start.step()).isBetween(100L, 180L);
    assertThat(events(files().get(1)).get(2).step()).isGreaterThan(start.step());
  }

  @Test
  void hasHistogramsWhereTheyAreAskedFor() throws IOException {
    SmallTraining training = TRAINING.with("tracking.tensorboardDetails=true");
    RunFolder run = RunFolder.at(folder.toString(), new Configuration());
    List<float[]> ends = new ArrayList<>();
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            if (round.round() + 1 == round.rounds()) {
              ends.add(state.model().parameters().clone());
            }
          }
        };
    try (Tracking tracking = Tracking.of(training.config(), run, training.model(), text -> text)) {
      training.run(folder, tracking, keeping);
    }

    List<Event> events =
        events(files().get(0)).stream()
            .filter(event -> event.hasValue("weights/0.weight"))
            .toList();
    assertThat(events).extracting(Event::step).containsExactly(100L, 200L);
    Segment weight = training.model().layout().segments().get(0);
    assertThat(weight.name()).isEqualTo("0.weight");
    HistogramProto histogram = events.get(1).values().get(0).getHisto();
    double[] values =
        IntStream.range(weight.offset(), weight.offset() + weight.length())
            .mapToDouble(i -> ends.get(1)[i])
            .sorted()
            .toArray();
    assertThat(histogram.getNum()).isEqualTo(values.length);
    assertThat(histogram.getMin()).isEqualTo(values[0]);
    assertThat(histogram.getMax()).isEqualTo(values[values.length - 1]);
    assertThat(histogram.getSum()).isCloseTo(DoubleStream.of(values).sum(), within(1e-9));
    assertThat(histogram.getBucketLimitCount()).isEqualTo(histogram.getBucketCount());
    double below = histogram.getBucketLimit(31);
    assertThat(histogram.getBucketList().subList(0, 32).stream().mapToDouble(i -> i).sum())
        .isEqualTo((double) DoubleStream.of(values).filter(value -> value < below).count());
  }

  /** Of one step of the first worker, whichever way states go. */
  @ParameterizedTest
  @ValueSource(strings = {"job", "direct"})
  void hasHistogramsOfGradients(String transport) throws IOException {
    SmallTraining training =
        TRAINING.with(
            "tracking.tensorboardDetails=true", "sync.every=1", "sync.transport=" + transport);
    RunFolder run = RunFolder.at(folder.toString(), new Configuration());
    List<RoundMetrics> rounds = new ArrayList<>();
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            rounds.add(round);
          }
        };
    try (Tracking tracking = Tracking.of(training.config(), run, training.model(), text -> text)) {
      training.run(folder, tracking, keeping);
    }

    List<Event> events =
        events(files().get(0)).stream()
            .filter(event -> event.hasValue("gradients/0.weight"))
            .toList();
    assertThat(events).extracting(Event::step).containsExactly(100L, 200L);
    double squares =
        events.get(1).values().stream()
            .mapToDouble(tensor -> tensor.getHisto().getSumSquares())
            .sum();
    RoundMetrics last = rounds.get(rounds.size() - 1);
    assertThat(Math.sqrt(squares)).isCloseTo(last.workers().get(0).gradientNorm(), within(1e-5));
  }

  @Test
  void hasPictures() throws IOException {
    RunFolder run = RunFolder.at(folder.toString(), new Configuration());
    byte[] file = {1, 2, 3};

    TensorBoardImages.write(
        run, 200, Map.of("mistakes/01 cat taken for dog", new Picture(28, 32, file)));

    Event shown = events(files().get(0)).get(2);
    assertThat(shown.step()).isEqualTo(200);
    Summary.Value value = shown.values().get(0);
    assertThat(value.getTag()).isEqualTo("mistakes/01 cat taken for dog");
    assertThat(value.getImage().getHeight()).isEqualTo(28);
    assertThat(value.getImage().getWidth()).isEqualTo(32);
    assertThat(value.getImage().getEncodedImageString().toByteArray()).isEqualTo(file);
  }

  @Test
  void canBeReadWhileTheTrainingGoesOn() throws IOException {
    AtomicBoolean isSeen = new AtomicBoolean();
    train(
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            if (round.epoch() == 1 && !isSeen.get()) {
              await()
                  .ignoreExceptions()
                  .untilAsserted(
                      () ->
                          assertThat(events(files().get(0)))
                              .anyMatch(event -> event.hasValue("validation/loss")));
              isSeen.set(true);
            }
          }
        });

    assertThat(isSeen).isTrue();
  }
}
