package org.convoy.data.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import org.apache.spark.serializer.KryoRegistrator;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.StoredImage;

/**
 * Registers this module's types with Kryo. Named in {@code spark.kryo.registrator}, alone or in a
 * list, it lets them pass through shuffles, caches and task results under {@code
 * spark.kryo.registrationRequired=true}.
 */
public final class DataKryoRegistrator implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(Image.class, new ImageSerializer());
    kryo.register(Image[].class);
    kryo.register(EncodedImage.class, new EncodedImageSerializer());
    kryo.register(Shared.class, new JavaSerializer());
    kryo.register(Sample.class, new SampleSerializer());
    kryo.register(Sample[].class);
  }

  /** Shape, then the pixels in one piece. */
  static final class ImageSerializer extends Serializer<Image> {
    ImageSerializer() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, Image image) {
      output.writeInt(image.height(), true);
      output.writeInt(image.width(), true);
      output.writeInt(image.channels(), true);
      output.writeBytes(image.pixels());
    }

    @Override
    public Image read(Kryo kryo, Input input, Class<Image> type) {
      ImageShape shape =
          new ImageShape(input.readInt(true), input.readInt(true), input.readInt(true));
      byte[] pixels = input.readBytes(shape.elements());
      return new Image(shape.height(), shape.width(), shape.channels(), pixels);
    }
  }

  /** Name, then the content in one piece. */
  static final class EncodedImageSerializer extends Serializer<EncodedImage> {
    EncodedImageSerializer() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, EncodedImage image) {
      output.writeString(image.name());
      output.writeInt(image.content().length, true);
      output.writeBytes(image.content());
    }

    @Override
    public EncodedImage read(Kryo kryo, Input input, Class<EncodedImage> type) {
      String name = input.readString();
      return new EncodedImage(name, input.readBytes(input.readInt(true)));
    }
  }

  /** Id, label, image. */
  static final class SampleSerializer extends Serializer<Sample> {
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
}
