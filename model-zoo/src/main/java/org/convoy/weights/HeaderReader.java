package org.convoy.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.convoy.common.Json;

/** Reads a header and trusts nothing in it: every place it gives is checked before it is used. */
final class HeaderReader {
  static final String METADATA = "__metadata__";
  static final String TYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";

  private static final Set<String> FIELDS = new TreeSet<>(List.of(TYPE, SHAPE, OFFSETS));

  /** Elements of the longest array that Java makes. */
  static final long LONGEST_ARRAY = Integer.MAX_VALUE - Long.BYTES;

  // The limit of the format's own implementation.
  private static final long LONGEST_HEADER = 100_000_000;

  private final String source;
  private final List<Place> places = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private HeaderReader(String source) {
    this.source = source;
  }

  /** A tensor of the file; {@code begin} counts from the end of the header. */
  record Place(String name, DataType dataType, List<Long> shape, long begin, long bytes) {
    Tensor tensor(byte[] data) {
      return new Tensor(dataType, dimensions(), data);
    }

    long[] dimensions() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }

    int elements() {
      return (int) (bytes / dataType.bytes());
    }
  }

  /** Reads the header, and no byte after it, from the beginning of a file of {@code length}. */
  static HeaderReader read(String source, InputStream stream, long length) throws IOException {
    HeaderReader reader = new HeaderReader(source);
    int headerLength = reader.headerLength(reader.bytes(stream, Long.BYTES), length);
    JsonNode header = reader.parse(reader.bytes(stream, headerLength));
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      reader.readEntry(entry.getKey(), entry.getValue());
    }

    reader.places.sort(Comparator.comparing(Place::begin).thenComparing(Place::bytes));
    reader.checkPlaces(length - Long.BYTES - headerLength);
    return reader;
  }

  /** The tensors in the order of their bytes, which follow each other without gap or overlap. */
  List<Place> places() {
    return places;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private byte[] bytes(InputStream stream, int count) throws IOException {
    byte[] bytes = stream.readNBytes(count);
    if (bytes.length < count) {
      throw problem("the file ends within its header");
    }

    return bytes;
  }

  private int headerLength(byte[] bytes, long length) {
    long headerLength = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 0 || headerLength > length - Long.BYTES) {
      throw problem(
          "the header's length is given as %s bytes, but the file has only %d"
              .formatted(Long.toUnsignedString(headerLength), length));
    }

    if (headerLength > LONGEST_HEADER) {
      throw problem(
          "a header of %d bytes is longer than the allowed %d"
              .formatted(headerLength, LONGEST_HEADER));
    }

    return (int) headerLength;
  }

  private JsonNode parse(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode header = text.startsWith("{") ? Json.STRICT.readTree(text) : null;
      if (header == null) {
        throw problem("the header does not begin with {; this is no safetensors file");
      }

      return header;
    } catch (CharacterCodingException e) {
      throw new WeightFormatException(source, "the header is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new WeightFormatException(
          source, "the header is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void readEntry(String name, JsonNode entry) {
    if (name.equals(METADATA)) {
      readMetadata(entry);
      return;
    }

    Set<String> fields = new TreeSet<>();
    entry.fieldNames().forEachRemaining(fields::add);
    if (!fields.equals(FIELDS)) {
      throw problem(name, "expected the fields " + FIELDS + ", found " + fields);
    }

    DataType dataType = dataType(name, entry.get(TYPE));
    long[] shape = numbers(name, SHAPE, entry.get(SHAPE));
    long[] offsets = numbers(name, OFFSETS, entry.get(OFFSETS));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw problem(name, "data_offsets are no range: " + entry.get(OFFSETS));
    }

    long bytes = bytes(name, dataType, shape);
    if (offsets[1] - offsets[0] != bytes) {
      throw problem(
          name,
          "%s of shape %s takes %d bytes, but data_offsets %s hold %d"
              .formatted(
                  dataType,
                  Arrays.toString(shape),
                  bytes,
                  Arrays.toString(offsets),
                  offsets[1] - offsets[0]));
    }

    long longest = dataType == DataType.F32 ? LONGEST_ARRAY * Float.BYTES : LONGEST_ARRAY;
    if (bytes > longest) {
      throw problem(
          name, "has %d bytes; %s tensors have at most %d".formatted(bytes, dataType, longest));
    }

    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    places.add(new Place(name, dataType, dimensions, offsets[0], bytes));
  }

  private void readMetadata(JsonNode entry) {
    if (!entry.isObject()) {
      throw problem(METADATA + " must be an object of strings, but is " + entry.getNodeType());
    }

    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (!field.getValue().isTextual()) {
        throw problem(METADATA + "." + field.getKey() + " must be a string");
      }

      metadata.put(field.getKey(), field.getValue().textValue());
    }
  }

  private DataType dataType(String name, JsonNode node) {
    for (DataType type : DataType.values()) {
      if (type.name().equals(node.textValue())) {
        return type;
      }
    }

    throw problem(name, "unknown dtype " + node + "; known: " + Arrays.toString(DataType.values()));
  }

  private long[] numbers(String name, String field, JsonNode node) {
    long[] numbers = new long[node.size()];
    boolean valid = node.isArray();
    for (int index = 0; valid && index < numbers.length; index += 1) {
      JsonNode number = node.get(index);
      numbers[index] = number.longValue();
      valid = number.isIntegralNumber() && number.canConvertToLong() && numbers[index] >= 0;
    }

    if (!valid) {
      throw problem(name, field + " must be a list of whole numbers from 0, but is " + node);
    }

    return numbers;
  }

  private long bytes(String name, DataType dataType, long[] shape) {
    try {
      return Math.multiplyExact(Tensor.elements(shape), dataType.bytes());
    } catch (ArithmeticException e) {
      throw new WeightFormatException(
          source, "tensor " + name + ": shape " + Arrays.toString(shape) + " overflows", e);
    }
  }

  private void checkPlaces(long available) {
    long end = 0;
    String before = "the header";
    for (Place place : places) {
      if (place.begin() != end) {
        throw problem(
            place.name(),
            "data_offsets begin at %d, but %s ends at %d: tensors must neither overlap nor leave gaps"
                .formatted(place.begin(), before, end));
      }

      end += place.bytes();
      before = "tensor " + place.name();
    }

    if (end != available) {
      String fault = end < available ? "which leaves bytes over" : "so the file is truncated";
      throw problem(
          "the tensors take %d bytes, but %d follow the header, %s"
              .formatted(end, available, fault));
    }
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source, problem);
  }

  private WeightFormatException problem(String tensor, String problem) {
    return problem("tensor " + tensor + ": " + problem);
  }
}
