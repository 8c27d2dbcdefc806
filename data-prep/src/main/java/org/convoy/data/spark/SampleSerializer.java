package org.convoy.data.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.convoy.data.Sample;
import org.convoy.data.StoredImage;

/** Id, label, image. */
final class SampleSerializer extends Serializer<Sample> {
  SampleSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Sample sample) {
    output.writeInt(sample.id(), true);
    output.writeInt(sample.label(), true);
    kryo.writeClassAndObject(output, sample.image());
  }

  @Override
  public Sample read(Kryo kryo, Input input, Class<Sample> type) {
    int id = input.readInt(true);
    int label = input.readInt(true);
    return new Sample(id, label, (StoredImage) kryo.readClassAndObject(input));
  }
}
