package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.convoy.metric.Evaluation;
import org.convoy.metric.EvaluationCounter;
import org.convoy.predict.ImagePrediction;
import org.convoy.predict.RankedClass;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.strategy.HalfPrecision;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

final class TestConvoyKryoRegistrator {
  private static final int LONGER_THAN_A_CHUNK = 40_000;

  private static final WorkerReport REPORT =
      new WorkerReport(
          3,
          new Tally(640, 12.5, 640, 600),
          2.5,
          new WorkerTime("7", "node3", 1_000, 2_000, 0.25, 1.5));

  private static float[] vector() {
    float[] vector = new float[LONGER_THAN_A_CHUNK];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = 1f / (i + 1);
    }

    vector[7] = Float.NaN;
    return vector;
  }

  @Test
  void resultsComeBackAsTheyWere() {
    RoundResult result =
        new RoundResult(
            new ModelState(vector(), new float[] {-0.5f}),
            List.of(REPORT),
            List.of(new float[] {0.5f, -2}));

    RoundResult copy = roundTrip(result, RoundResult.class);

    assertThat(copy.reports()).containsExactly(REPORT);
    assertThat(copy.shared().parameters()).isEqualTo(vector());
    assertThat(copy.shared().optimizerState()).containsExactly(-0.5f);
    assertThat(copy.localOptimizerStates()).containsExactly(new float[] {0.5f, -2});
  }

  @Test
  void evaluationsComeBackAsTheyWere() {
    EvaluationCounter counter = new EvaluationCounter();
    counter.add(new int[] {8, 9}, new int[] {1, 0}, new double[] {3, 1, 2, 5, 1, -7});
    Evaluation evaluation = counter.with(new Tally(2, 0.5, 2, 1));

    assertThat(roundTrip(evaluation, Evaluation.class)).isEqualTo(evaluation);
    assertThat(roundTrip(Evaluation.EMPTY, Evaluation.class)).isEqualTo(Evaluation.EMPTY);
  }

  @Test
  void halfPrecisionComesBackAsItWasInHalfTheBytes() {
    ModelState full = new ModelState(vector(), new float[] {0.1f});
    ModelState rounded = new ModelState(vector(), new float[] {-0.5f});
    HalfPrecision.round(rounded.parameters());
    RoundResult result = new RoundResult(rounded, List.of(REPORT), List.of(new float[] {3}));

    RoundResult copy = roundTrip(result, RoundResult.class);
    ModelState start = roundTrip(rounded, ModelState.class);

    assertThat(copy.shared().parameters()).isEqualTo(rounded.parameters());
    assertThat(copy.shared().optimizerState()).containsExactly(-0.5f);
    assertThat(copy.localOptimizerStates()).containsExactly(new float[] {3});
    assertThat(start.parameters()).isEqualTo(rounded.parameters());
    assertThat(bytes(rounded, ModelState.class).remaining())
        .isBetween(2 * LONGER_THAN_A_CHUNK, 2 * LONGER_THAN_A_CHUNK + 100);
    assertThat(bytes(full, ModelState.class).remaining())
        .isBetween(4 * LONGER_THAN_A_CHUNK, 4 * LONGER_THAN_A_CHUNK + 100);
  }

  @Test
  void meansComeBackAsTheyWere() {
    RoundResult mean =
        roundTrip(
            new RoundResult(
                new ModelState(vector(), new float[] {1, 2}),
                List.of(REPORT, REPORT),
                List.of(new float[] {3}, vector())),
            RoundResult.class);

    assertThat(mean.shared().parameters()).isEqualTo(vector());
    assertThat(mean.shared().optimizerState()).containsExactly(1, 2);
    assertThat(mean.reports()).containsExactly(REPORT, REPORT);
    assertThat(mean.localOptimizerStates()).containsExactly(new float[] {3}, vector());
  }

  @Test
  void emptyVectorsComeBackEmpty() {
    ModelState copy = roundTrip(new ModelState(new float[0], new float[0]), ModelState.class);

    assertThat(copy.parameters()).isEmpty();
    assertThat(copy.optimizerState()).isEmpty();
  }

  @Test
  void predictionsComeBackAsTheyWere() {
    ImagePrediction seen =
        ImagePrediction.of("a.jpg", List.of(new RankedClass(3, "Katze ü", 0.75)));
    ImagePrediction failed = ImagePrediction.failed("b.jpg", "no image");

    assertThat(roundTrip(seen, ImagePrediction.class)).isEqualTo(seen);
    assertThat(roundTrip(failed, ImagePrediction.class)).isEqualTo(failed);
  }

  private static SerializerInstance kryo() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryo.registrator", ConvoyKryoRegistrator.class.getName());
    return new KryoSerializer(conf).newInstance();
  }

  private static <T> ByteBuffer bytes(T value, Class<T> type) {
    return kryo().serialize(value, ClassTag.apply(type));
  }

  private static <T> T roundTrip(T value, Class<T> type) {
    return kryo().deserialize(bytes(value, type), ClassTag.apply(type));
  }
}
