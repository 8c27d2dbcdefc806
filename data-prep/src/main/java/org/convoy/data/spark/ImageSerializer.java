package org.convoy.data.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;

/** Shape, then the pixels in one piece. */
final class ImageSerializer extends Serializer<Image> {
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
