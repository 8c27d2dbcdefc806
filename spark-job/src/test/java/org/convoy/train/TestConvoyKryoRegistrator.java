package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.train.sync.HalfPrecision;
import org.convoy.train.sync.Precision;
import org.convoy.train.sync.ReplicaResult;
import org.convoy.train.sync.RoundResult;
import org.convoy.train.sync.WorkerReport;
import org.convoy.train.sync.WorkerSeconds;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

final class TestConvoyKryoRegistrator {
  private static final int LONGER_THAN_A_CHUNK = 40_000;

  private static final WorkerReport REPORT =
      new WorkerReport(3, new Tally(640, 12.5, 640, 600), new WorkerSeconds(0.25, 1.5));

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
    ReplicaResult result =
        new ReplicaResult(
            REPORT, new ModelState(vector(), new float[] {-0.5f}), new float[] {0.5f, -2});

    ReplicaResult copy = roundTrip(result, ReplicaResult.class);

    assertThat(copy.report()).isEqualTo(REPORT);
    assertThat(copy.shared().parameters()).isEqualTo(vector());
    assertThat(copy.shared().optimizerState()).containsExactly(-0.5f);
    assertThat(copy.localOptimizerState()).containsExactly(0.5f, -2);
  }

  @Test
  void halfPrecisionComesBackAsItWas() {
    ModelState rounded = new ModelState(vector(), new float[] {-0.5f});
    HalfPrecision.round(rounded.parameters());
    ReplicaResult result = new ReplicaResult(REPORT, rounded, new float[] {3}, Precision.HALF);

    ReplicaResult copy = roundTrip(result, ReplicaResult.class);
    StartState start = roundTrip(new StartState(rounded, Precision.HALF), StartState.class);

    assertThat(copy.shared().parameters()).isEqualTo(rounded.parameters());
    assertThat(copy.shared().optimizerState()).containsExactly(-0.5f);
    assertThat(copy.localOptimizerState()).containsExactly(3);
    assertThat(copy.precision()).isEqualTo(Precision.HALF);
    assertThat(start.state().parameters()).isEqualTo(rounded.parameters());
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

    assertThat(mean.mean().parameters()).isEqualTo(vector());
    assertThat(mean.mean().optimizerState()).containsExactly(1, 2);
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

  private static <T> T roundTrip(T value, Class<T> type) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryo.registrator", ConvoyKryoRegistrator.class.getName());
    SerializerInstance kryo = new KryoSerializer(conf).newInstance();
    ClassTag<T> tag = ClassTag.apply(type);
    ByteBuffer bytes = kryo.serialize(value, tag);
    return kryo.deserialize(bytes, tag);
  }
}
