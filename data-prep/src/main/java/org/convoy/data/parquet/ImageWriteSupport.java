package org.convoy.data.parquet;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;

/** Writes the layout of {@link ImageColumns#WRITTEN}. */
final class ImageWriteSupport extends WriteSupport<Sample> {
  private final List<String> classes;
  private final Runnable beforeFooter;
  private RecordConsumer consumer;
  private ImageShape shape;

  ImageWriteSupport(List<String> classes, Runnable beforeFooter) {
    this.classes = classes;
    this.beforeFooter = beforeFooter;
  }

  /** Declares at the end that all images, once decoded, have this shape. */
  void declareShape(ImageShape commonShape) {
    shape = commonShape;
  }

  @Override
  @SuppressWarnings("deprecation") // What replaces it is newer than the Parquet of Spark 3.5.
  public WriteContext init(Configuration hadoop) {
    return new WriteContext(
        ImageColumns.WRITTEN, Map.of(HuggingFaceFeatures.KEY, HuggingFaceFeatures.render(classes)));
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Sample sample) {
    EncodedImage image = (EncodedImage) sample.image();
    consumer.startMessage();
    consumer.startField("image", 0);
    consumer.startGroup();
    consumer.startField(ImageColumns.BYTES, 0);
    consumer.addBinary(Binary.fromConstantByteArray(image.content()));
    consumer.endField(ImageColumns.BYTES, 0);
    consumer.startField(ImageColumns.PATH, 1);
    consumer.addBinary(Binary.fromString(image.name()));
    consumer.endField(ImageColumns.PATH, 1);
    consumer.endGroup();
    consumer.endField("image", 0);
    consumer.startField("label", 1);
    consumer.addLong(sample.label());
    consumer.endField("label", 1);
    consumer.endMessage();
  }

  @Override
  public FinalizedWriteContext finalizeWrite() {
    beforeFooter.run();
    return new FinalizedWriteContext(
        shape == null ? Map.of() : Map.of(ShapeMetadata.KEY, shape.toString()));
  }
}
