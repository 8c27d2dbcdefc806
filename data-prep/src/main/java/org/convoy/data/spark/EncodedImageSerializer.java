package org.convoy.data.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.convoy.data.EncodedImage;

/** Name, then the content in one piece. */
final class EncodedImageSerializer extends Serializer<EncodedImage> {
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
