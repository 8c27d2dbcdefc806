package org.convoy.nn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.convoy.golden.GoldenCase;
import org.convoy.weights.DataType;
import org.convoy.weights.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A golden case as the tests of layers, losses and optimizers read it. */
public record LayerCase(GoldenCase golden) {
  /** All cases of a kind, such as "layers". */
  public static List<LayerCase> list(String kind) {
    return GoldenCase.discover(kind).stream().map(LayerCase::new).toList();
  }

  public String operation() {
    return golden.op();
  }

  public boolean hasArgument(String argument) {
    return golden.args().hasNonNull(argument);
  }

  /** True if the argument is given as PyTorch's None. */
  public boolean isNone(String argument) {
    return golden.args().path(argument).isNull();
  }

  public boolean flag(String argument, boolean otherwise) {
    return golden.args().path(argument).asBoolean(otherwise);
  }

  public double number(String argument, double otherwise) {
    return golden.args().path(argument).asDouble(otherwise);
  }

  public String text(String argument, String otherwise) {
    return golden.args().path(argument).asText(otherwise);
  }

  public int integer(String argument, int otherwise) {
    return golden.args().path(argument).asInt(otherwise);
  }

  /** Height and width of an argument that is one number or two. */
  public int[] pair(String argument, int otherwise) {
    return axes(argument, otherwise, otherwise);
  }

  /** An argument that is one number for all axes or one for each. */
  public int[] axes(String argument, int... otherwise) {
    JsonNode value = golden.args().path(argument);
    int[] values = otherwise.clone();
    for (int axis = 0; axis < values.length && !value.isMissingNode() && !value.isNull(); axis++) {
      values[axis] = value.isArray() ? value.get(axis % value.size()).asInt() : value.asInt();
    }

    return values;
  }

  public boolean hasTensor(String tensor) {
    return golden.has(tensor);
  }

  public long[] shape(String tensor) {
    return golden.tensor(tensor).shape();
  }

  public float[] values(String name) {
    Tensor tensor = golden.tensor(name);
    return tensor.dataType() == DataType.I64 ? floats(tensor.longs()) : tensor.floats();
  }

  private static float[] floats(long[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }

    return floats;
  }

  public int[] integers(String tensor) {
    return Arrays.stream(golden.tensor(tensor).longs()).mapToInt(Math::toIntExact).toArray();
  }

  public INDArray array(String name) {
    return Nd4j.createFromArray(values(name)).reshape(shape(name));
  }

  /** Asserts closeness relative to the largest expected magnitude. */
  public void assertClose(String tensor, float[] actual, double tolerance) {
    float[] expected = values(tensor);
    assertThat(actual).as("%s of %s", tensor, golden).hasSameSizeAs(expected);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }

    for (int i = 0; i < expected.length; i++) {
      assertThat((double) Math.abs(actual[i] - expected[i]))
          .as("%s[%d] of %s: expected %s, got %s", tensor, i, golden, expected[i], actual[i])
          .isLessThanOrEqualTo(tolerance * largest);
    }
  }

  @Override
  public String toString() {
    return golden.toString();
  }
}
