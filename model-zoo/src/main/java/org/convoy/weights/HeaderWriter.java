package org.convoy.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The header of a file to be written. */
final class HeaderWriter {
  private static final int ALIGNMENT = 8;

  private final List<String> order;
  private final byte[] bytes;

  private HeaderWriter(List<String> order, byte[] bytes) {
    this.order = order;
    this.bytes = bytes;
  }

  /** Names of the tensors in the order of their bytes. */
  List<String> order() {
    return order;
  }

  /** The JSON text, padded with spaces to a multiple of 8 bytes. */
  byte[] bytes() {
    return bytes;
  }

  static HeaderWriter of(Safetensors file) throws IOException {
    if (file.tensors().containsKey(HeaderReader.METADATA)) {
      throw new IllegalArgumentException("no tensor can be named " + HeaderReader.METADATA);
    }

    Comparator<String> bySize =
        Comparator.comparing(name -> -file.tensors().get(name).dataType().bytes());
    List<String> order =
        file.tensors().keySet().stream()
            .sorted(bySize.thenComparing(Comparator.naturalOrder()))
            .toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      writeMetadata(json, file.metadata());
      writeTensors(json, file.tensors(), order);
      json.writeEndObject();
    }

    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }

    return new HeaderWriter(order, bytes.toByteArray());
  }

  private static void writeMetadata(JsonGenerator json, Map<String, String> metadata)
      throws IOException {
    if (metadata.isEmpty()) {
      return;
    }

    json.writeObjectFieldStart(HeaderReader.METADATA);
    for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }

    json.writeEndObject();
  }

  private static void writeTensors(
      JsonGenerator json, Map<String, Tensor> tensors, List<String> order) throws IOException {
    long offset = 0;
    for (String name : order) {
      Tensor tensor = tensors.get(name);
      long end = offset + tensor.byteCount();
      json.writeObjectFieldStart(name);
      json.writeStringField(HeaderReader.TYPE, tensor.dataType().name());
      json.writeFieldName(HeaderReader.SHAPE);
      json.writeArray(tensor.shape(), 0, tensor.shape().length);
      json.writeFieldName(HeaderReader.OFFSETS);
      json.writeArray(new long[] {offset, end}, 0, 2);
      json.writeEndObject();
      offset = end;
    }
  }
}
