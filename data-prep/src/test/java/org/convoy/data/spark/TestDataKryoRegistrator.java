package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.Sample;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

@Tag("spark")
class TestDataKryoRegistrator {
  private final SerializerInstance kryo = new KryoSerializer(LocalSpark.conf()).newInstance();

  @Test
  void restoresSamples() {
    Image image = new Image(2, 1, 3, new byte[] {0, 1, -1, 127, -128, 5});
    Sample sample = new Sample(300, 7, image);

    assertThat(roundTrip(sample)).isEqualTo(sample);
    assertThat(roundTrip(image)).isEqualTo(image);
    assertThat(roundTrip(new Sample[] {sample, sample})).containsExactly(sample, sample);
    assertThat(roundTrip(new Image[] {image})).containsExactly(image);
  }

  @Test
  void restoresEncodedSamples() {
    EncodedImage image = new EncodedImage("train/b\u00e9b\u00e9/1.jpg", new byte[] {-1, -40, 0});
    Sample sample = new Sample(0, 1, image);

    assertThat(roundTrip(sample)).isEqualTo(sample);
    assertThat(roundTrip(image)).isEqualTo(image);
  }

  @Test
  void isCompact() {
    Sample sample = new Sample(59_999, 9, new Image(28, 28, 1, new byte[784]));

    assertThat(serialize(sample).remaining()).isLessThan(784 + 32);
  }

  private <T> T roundTrip(T value) {
    return kryo.deserialize(serialize(value), ClassTag$.MODULE$.<T>apply(value.getClass()));
  }

  private <T> ByteBuffer serialize(T value) {
    ClassTag<T> tag = ClassTag$.MODULE$.apply(value.getClass());
    return kryo.serialize(value, tag);
  }
}
