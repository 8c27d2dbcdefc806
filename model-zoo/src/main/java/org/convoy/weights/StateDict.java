package org.convoy.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.layer.ParameterLayout.Segment;
import org.convoy.nn.layer.Role;

/** A network's flat parameter vector as named tensors, PyTorch's state dict, and back. */
public final class StateDict {
  /** PyTorch counts batches in every batch norm; here one does that averages over all of them. */
  private static final String IGNORED_SUFFIX = ".num_batches_tracked";

  private StateDict() {}

  /** The parameters and running statistics as tensors, in the order of the layout. */
  public static Map<String, Tensor> of(ParameterLayout layout, float[] parameters) {
    if (parameters.length != layout.size()) {
      throw new IllegalArgumentException(
          "the layout has %d parameters, not %d".formatted(layout.size(), parameters.length));
    }

    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Segment segment : layout.segments()) {
      int end = segment.offset() + segment.length();
      float[] values = Arrays.copyOfRange(parameters, segment.offset(), end);
      tensors.put(segment.name(), tensor(segment, values));
    }

    return tensors;
  }

  /**
   * The flat vector that named tensors make; every tensor of the layout must be there, and no
   * other, like PyTorch's {@code load_state_dict(strict=True)}.
   *
   * @param source the name of the file, for messages
   * @throws WeightFormatException listing all missing and unexpected names and wrong shapes
   */
  public static float[] flatten(
      String source, Map<String, Tensor> tensors, ParameterLayout layout) {
    check(source, tensors, layout);
    float[] parameters = new float[layout.size()];
    for (Segment segment : layout.segments()) {
      float[] values = floats(tensors.get(segment.name()));
      System.arraycopy(values, 0, parameters, segment.offset(), segment.length());
    }

    return parameters;
  }

  /**
   * Makes sure that named tensors are those of a layout.
   *
   * @param source the name of the file, for messages
   * @throws WeightFormatException as {@link #flatten}
   */
  public static void check(String source, Map<String, Tensor> tensors, ParameterLayout layout) {
    List<String> problems = problems(tensors, layout);
    if (!problems.isEmpty()) {
      throw new WeightFormatException(
          source, "does not fit the network:\n  " + String.join("\n  ", problems));
    }
  }

  private static List<String> problems(Map<String, Tensor> tensors, ParameterLayout layout) {
    List<String> problems = new ArrayList<>();
    List<String> unexpected = new ArrayList<>(tensors.keySet());
    unexpected.removeIf(name -> name.endsWith(IGNORED_SUFFIX));
    for (Segment segment : layout.segments()) {
      unexpected.remove(segment.name());
      Tensor tensor = tensors.get(segment.name());
      if (tensor == null) {
        problems.add("missing " + segment.name());
      } else if (!Arrays.equals(tensor.shape(), shape(segment))) {
        problems.add(
            "%s has shape %s, expected %s"
                .formatted(segment.name(), Arrays.toString(tensor.shape()), segment.shape()));
      }
    }

    unexpected.forEach(name -> problems.add("unexpected " + name));
    return problems;
  }

  /** Counts are whole numbers, as in PyTorch. */
  private static Tensor tensor(Segment segment, float[] values) {
    return segment.role() == Role.NUM_BATCHES_TRACKED
        ? Tensor.ofLongs(new long[] {Math.round((double) values[0])}, shape(segment))
        : Tensor.ofFloats(values, shape(segment));
  }

  private static float[] floats(Tensor tensor) {
    return tensor.dataType() == DataType.I64
        ? new float[] {(float) tensor.longs()[0]}
        : tensor.floats();
  }

  private static long[] shape(Segment segment) {
    return segment.shape().stream().mapToLong(Integer::longValue).toArray();
  }
}
