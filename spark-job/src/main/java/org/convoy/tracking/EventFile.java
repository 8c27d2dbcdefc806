package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.convoy.metric.Histogram;
import org.convoy.tracking.TensorBoardImages.Picture;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * A file of TensorBoard's events: <a
 * href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">
 * tensorflow.Event</a> messages, each between its length and a checksum, as in every TFRecord file.
 */
final class EventFile implements AutoCloseable {
  /** By Hadoop's name, the same in all versions: the constant is deprecated in the newer ones. */
  private static final String FLUSHES = "hflush";

  private static final String VERSION = "brain.Event:2";

  /** Fields of tensorflow.Event. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;

  /** Of tensorflow.Summary, of its Value, and of tensorflow.SessionLog. */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int IMAGE = 4;
  private static final int HISTOGRAM = 5;
  private static final int RGB = 3;
  private static final int STATUS = 1;
  private static final int START = 1;

  private static final int CHECKSUM_ROTATION = 15;
  private static final int CHECKSUM_OFFSET = 0xa282ead8;

  private final FSDataOutputStream output;

  /**
   * Begins a file, which is closed with this.
   *
   * @param step of all events: what other files have of later ones is void
   */
  EventFile(FSDataOutputStream output, long step) throws IOException {
    this.output = requireNonNull(output, "output is null");
    write(event -> event.writeString(FILE_VERSION, VERSION));
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeByteArray(SESSION_LOG, message(log -> log.writeEnum(STATUS, START)));
        });
  }

  /** Writes the fields of a message. */
  @FunctionalInterface
  private interface Fields {
    void writeTo(CodedOutputStream message) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream message = CodedOutputStream.newInstance(bytes);
    fields.writeTo(message);
    message.flush();
    return bytes.toByteArray();
  }

  /** Writes some curves' values at one place. */
  void writeScalars(long step, Map<String, Double> values) throws IOException {
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeByteArray(SUMMARY, summary(values));
        });
  }

  private static byte[] summary(Map<String, Double> values) throws IOException {
    return message(
        summary -> {
          for (Map.Entry<String, Double> value : values.entrySet()) {
            summary.writeByteArray(VALUE, value(value.getKey(), value.getValue()));
          }
        });
  }

  private static byte[] value(String tag, double number) throws IOException {
    return message(
        value -> {
          value.writeByteArray(TAG, tag.getBytes(UTF_8));
          value.writeFloat(SIMPLE_VALUE, (float) number);
        });
  }

  /** Writes how some tensors' values are spread at one place. */
  void writeHistograms(long step, Map<String, Histogram> histograms) throws IOException {
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeByteArray(
              SUMMARY,
              message(
                  summary -> {
                    for (Map.Entry<String, Histogram> one : histograms.entrySet()) {
                      byte[] histogram = histogram(one.getValue());
                      summary.writeByteArray(VALUE, value(one.getKey(), HISTOGRAM, histogram));
                    }
                  }));
        });
  }

  private static byte[] value(String tag, int kind, byte[] content) throws IOException {
    return message(
        value -> {
          value.writeByteArray(TAG, tag.getBytes(UTF_8));
          value.writeByteArray(kind, content);
        });
  }

  /** A tensorflow.HistogramProto. */
  private static byte[] histogram(Histogram histogram) throws IOException {
    return message(
        fields -> {
          fields.writeDouble(1, histogram.least());
          fields.writeDouble(2, histogram.greatest());
          fields.writeDouble(3, (double) histogram.count());
          fields.writeDouble(4, histogram.sum());
          fields.writeDouble(5, histogram.squares());
          fields.writeByteArray(6, packed(histogram.limits()));
          fields.writeByteArray(7, packed(histogram.counts()));
        });
  }

  private static byte[] packed(List<Double> values) {
    byte[] packed = new byte[Double.BYTES * values.size()];
    ByteBuffer buffer = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(buffer::putDouble);
    return packed;
  }

  /** Writes a picture, as a tensorflow.Summary.Image. */
  void writeImage(long step, String tag, Picture picture) throws IOException {
    byte[] image =
        message(
            fields -> {
              fields.writeInt32(1, picture.height());
              fields.writeInt32(2, picture.width());
              fields.writeInt32(3, RGB);
              fields.writeByteArray(4, picture.file());
            });
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeByteArray(
              SUMMARY, message(summary -> summary.writeByteArray(VALUE, value(tag, IMAGE, image))));
        });
  }

  private void write(Fields fields) throws IOException {
    Instant now = Instant.now();
    byte[] event =
        message(
            message -> {
              message.writeDouble(WALL_TIME, now.getEpochSecond() + now.getNano() / 1e9);
              fields.writeTo(message);
            });
    byte[] length = bytes(Long.BYTES).putLong(event.length).array();
    output.write(length);
    output.write(checksum(length));
    output.write(event);
    output.write(checksum(event));
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CRC-32C, turned so that a checksum of data with checksums in it is none of theirs. */
  private static byte[] checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int turned = Integer.rotateRight((int) crc.getValue(), CHECKSUM_ROTATION) + CHECKSUM_OFFSET;
    return bytes(Integer.BYTES).putInt(turned).array();
  }

  /** Whether others see what was written before the file is closed. */
  boolean canBeReadWhileWritten() {
    return output.hasCapability(FLUSHES);
  }

  /** Shows others what was written so far, where the file system can. */
  void flush() throws IOException {
    if (canBeReadWhileWritten()) {
      output.hflush();
    }
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
