package org.convoy.data.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import org.apache.spark.serializer.KryoRegistrator;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.Sample;

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
}
