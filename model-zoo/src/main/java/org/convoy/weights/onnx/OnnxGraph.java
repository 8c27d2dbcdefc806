package org.convoy.weights.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.weights.Tensor;

/**
 * A graph as it grows: ONNX's GraphProto. The numbers are those of the fields in <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ProtobufMessage message = new ProtobufMessage();

  /** A value, by its name. */
  record Value(String name) {}

  ProtobufMessage message() {
    return message;
  }

  /** An attribute of a node: AttributeProto. */
  record Attribute(String name, ProtobufMessage message) {
    static Attribute of(String name, long value) {
      return new Attribute(name, start(name).add(3, value).add(20, 2L));
    }

    static Attribute of(String name, double value) {
      return new Attribute(name, start(name).add(2, (float) value).add(20, 1L));
    }

    static Attribute of(String name, String value) {
      return new Attribute(name, start(name).add(4, value).add(20, 3L));
    }

    static Attribute of(String name, List<Integer> values) {
      ProtobufMessage message = start(name);
      values.forEach(value -> message.add(8, value.longValue()));
      return new Attribute(name, message.add(20, 7L));
    }

    private static ProtobufMessage start(String name) {
      return new ProtobufMessage().add(1, name);
    }
  }

  /** Adds a node with one output; a name is the output's and the node's. */
  Value node(String operator, String name, List<Value> inputs, Attribute... attributes) {
    ProtobufMessage node = new ProtobufMessage();
    inputs.forEach(input -> node.add(1, input.name()));
    node.add(2, name).add(3, name).add(4, operator);
    for (Attribute attribute : attributes) {
      node.add(5, attribute.message());
    }

    message.add(1, node);
    return new Value(name);
  }

  /** Adds floats under their name, in another shape if need be. */
  Value floats(String name, Tensor tensor, List<Integer> shape) {
    return initializer(name, FLOAT, shape, tensor.bytes());
  }

  /** Adds floats that no tensor holds. */
  Value floats(String name, double[] values, List<Integer> shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putFloat((float) value);
    }

    return initializer(name, FLOAT, shape, bytes.flip());
  }

  /** A single float. */
  Value number(String name, double value) {
    return floats(name, new double[] {value}, List.of());
  }

  Value integers(String name, List<Integer> values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(value -> bytes.putLong(value));
    return initializer(name, INT64, List.of(values.size()), bytes.flip());
  }

  /** TensorProto. */
  private Value initializer(String name, int type, List<Integer> shape, ByteBuffer bytes) {
    ProtobufMessage tensor = new ProtobufMessage();
    shape.forEach(dimension -> tensor.add(1, dimension.longValue()));
    tensor.add(2, (long) type).add(8, name).add(9, bytes);
    message.add(5, tensor);
    return new Value(name);
  }

  void name(String name) {
    message.add(2, name);
  }

  /** A float input, of any batch size. */
  Value input(String name, List<Integer> exampleShape) {
    message.add(11, valueInfo(name, exampleShape));
    return new Value(name);
  }

  /** A float output, of the input's batch size. */
  void output(String name, List<Integer> exampleShape) {
    message.add(12, valueInfo(name, exampleShape));
  }

  private static ProtobufMessage valueInfo(String name, List<Integer> exampleShape) {
    ProtobufMessage shape = new ProtobufMessage();
    shape.add(1, new ProtobufMessage().add(2, "batch"));
    exampleShape.forEach(
        dimension -> shape.add(1, new ProtobufMessage().add(1, dimension.longValue())));
    ProtobufMessage tensorType = new ProtobufMessage().add(1, (long) FLOAT).add(2, shape);
    return new ProtobufMessage().add(1, name).add(2, new ProtobufMessage().add(1, tensorType));
  }

  /** As many values of one kind. */
  static List<Integer> repeated(int count, int value) {
    return IntStream.range(0, count).mapToObj(i -> value).toList();
  }
}
