package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.Tally;
import org.convoy.train.sync.ReplicaResult;
import org.convoy.train.sync.WorkerSeconds;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

final class TestConvoyKryoRegistrator {
  private static final int LONGER_THAN_A_CHUNK = 40_000;

  @Test
  void resultsComeBackAsTheyWere() {
    float[] parameters = new float[LONGER_THAN_A_CHUNK];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = 1f / (i + 1);
    }

    parameters[7] = Float.NaN;
    ReplicaResult result =
        new ReplicaResult(
            3,
            new ModelState(parameters, new float[] {-0.5f}),
            new Tally(640, 12.5, 600),
            new WorkerSeconds(0.25, 1.5));

    ReplicaResult copy = roundTrip(result, ReplicaResult.class);

    assertThat(copy.worker()).isEqualTo(3);
    assertThat(copy.tally()).isEqualTo(result.tally());
    assertThat(copy.seconds()).isEqualTo(result.seconds());
    assertThat(copy.model().parameters()).isEqualTo(parameters);
    assertThat(copy.model().optimizerState()).isEqualTo(result.model().optimizerState());
  }

  @Test
  void emptyVectorsComeBackEmpty() {
    ModelState copy = roundTrip(new ModelState(new float[0], new float[0]), ModelState.class);

    assertThat(copy.parameters()).isEmpty();
    assertThat(copy.optimizerState()).isEmpty();
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
