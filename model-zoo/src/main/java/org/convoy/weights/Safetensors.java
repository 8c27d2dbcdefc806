package org.convoy.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The contents of a safetensors file: the length of a JSON header (8 bytes, little-endian), the
 * header with type, shape and place of each tensor, then the tensors' bytes. Equal contents are
 * written as equal bytes. See <a
 * href="https://github.com/huggingface/safetensors#format">safetensors, Format</a>.
 *
 * @param tensors tensors by name; in the order of the file when they were read
 * @param metadata text by name
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

  /** Copies both maps and keeps their order. */
  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Reads a local file.
   *
   * @throws WeightFormatException when it is not a whole and consistent safetensors file
   */
  public static Safetensors read(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(file.toString(), stream, Files.size(file));
    }
  }

  /**
   * Reads a stream to its end; it is left open. Nothing is allocated that the length does not
   * cover.
   *
   * @param source the name of the file, for messages
   * @param length bytes of the whole file
   * @throws WeightFormatException when it is not a whole and consistent safetensors file
   */
  public static Safetensors read(String source, InputStream stream, long length)
      throws IOException {
    TensorInput input = TensorInput.open(source, stream, length);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (HeaderReader.Place place : input.places()) {
      tensors.put(place.name(), input.tensor(place));
    }

    input.end();
    return new Safetensors(tensors, input.metadata());
  }

  /**
   * Reads float32 tensors alone, each of any length straight into a vector of its own; otherwise as
   * {@link #read(String, InputStream, long)}.
   *
   * @return the values by the tensors' names, in the order of the file
   */
  public static Map<String, float[]> readFloats(String source, InputStream stream, long length)
      throws IOException {
    TensorInput input = TensorInput.open(source, stream, length);
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (HeaderReader.Place place : input.places()) {
      float[] values = new float[place.elements()];
      input.floats(place, values, 0);
      vectors.put(place.name(), values);
    }

    input.end();
    return vectors;
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name + " among " + tensors.keySet());
    }

    return tensor;
  }

  /**
   * Writes the file; the stream is left open. Tensors lie in the order of decreasing element size,
   * so that each is aligned, then of their names.
   */
  public void write(OutputStream stream) throws IOException {
    HeaderWriter header = HeaderWriter.of(this);
    byte[] json = header.bytes();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    stream.write(length.putLong(json.length).array());
    stream.write(json);
    for (String name : header.order()) {
      tensors.get(name).writeTo(stream);
    }
  }
}
