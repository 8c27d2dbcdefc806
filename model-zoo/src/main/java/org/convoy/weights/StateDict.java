package org.convoy.weights;

import static java.util.function.Function.identity;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;

/** A network's flat parameter vector as named tensors, PyTorch's state dict, and back. */
public final class StateDict {
  /** PyTorch counts batches in every batch norm; here one does that averages over all of them. */
  private static final String IGNORED_SUFFIX = ".num_batches_tracked";

  private StateDict() {}

  /**
   * The parameters and running statistics as tensors, in the order of the layout. They are views of
   * the vector, which must not change as long as they are used.
   */
  public static Map<String, Tensor> of(ParameterLayout layout, float[] parameters) {
    if (parameters.length != layout.size()) {
      throw new IllegalArgumentException(
          "the layout has %d parameters, not %d".formatted(layout.size(), parameters.length));
    }

    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Segment segment : layout.segments()) {
      tensors.put(segment.name(), tensor(segment, parameters));
    }

    return tensors;
  }

  /**
   * The flat vector that named tensors make; every tensor of the layout must be there, and no
   * other, like PyTorch's {@code load_state_dict(strict=True)}.
   *
   * @param source the name of the file, for messages
   * @throws WeightFormatException listing all missing and unexpected names, wrong shapes and types;
   *     or naming a value that is not finite, or a variance below 0
   */
  public static float[] flatten(
      String source, Map<String, Tensor> tensors, ParameterLayout layout) {
    float[] flat = new float[layout.size()];
    merge(source, tensors, layout, flat, Set.of());
    return flat;
  }

  /**
   * As {@link #flatten} of a safetensors file, which is read straight into the vector.
   *
   * @param length bytes of the whole file
   * @throws WeightFormatException also when it is not a whole and consistent safetensors file
   */
  public static float[] read(String source, InputStream stream, long length, ParameterLayout layout)
      throws IOException {
    TensorInput input = TensorInput.open(source, stream, length);
    requireTypesFit(source, types(input), layout, Set.of());
    Map<String, Segment> segments =
        layout.segments().stream().collect(Collectors.toMap(Segment::name, identity()));
    float[] flat = new float[layout.size()];
    for (HeaderReader.Place place : input.places()) {
      Segment segment = segments.get(place.name());
      if (segment == null) {
        input.tensor(place);
      } else if (place.dataType() == DataType.F32) {
        input.floats(place, flat, segment.offset());
        requireSound(source, segment, flat, segment.offset());
      } else {
        load(source, segment, input.tensor(place), flat);
      }
    }

    input.end();
    return flat;
  }

  private static Map<String, Type> types(TensorInput input) {
    return input.places().stream()
        .collect(
            Collectors.toMap(
                HeaderReader.Place::name,
                place -> new Type(place.dataType(), place.shape()),
                (first, second) -> second,
                LinkedHashMap::new));
  }

  private static void load(String source, Segment segment, Tensor tensor, float[] flat) {
    System.arraycopy(floats(tensor), 0, flat, segment.offset(), segment.length());
    requireSound(source, segment, flat, segment.offset());
  }

  /**
   * As {@link #flatten}, but for some tensors of the layout, which stay what they were.
   *
   * @param values changed where something is loaded
   * @param kept names of the tensors that are not loaded, whether they are there or not
   */
  public static void merge(
      String source,
      Map<String, Tensor> tensors,
      ParameterLayout layout,
      float[] values,
      Set<String> kept) {
    requireFit(source, tensors, layout, kept);
    for (Segment segment : layout.segments()) {
      if (!kept.contains(segment.name())) {
        load(source, segment, tensors.get(segment.name()), values);
      }
    }
  }

  /**
   * Makes sure that tensors can be loaded.
   *
   * @param kept as of {@link #merge}
   * @throws WeightFormatException as of {@link #flatten}
   */
  public static void requireFit(
      String source, Map<String, Tensor> tensors, ParameterLayout layout, Set<String> kept) {
    Map<String, Type> types = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> types.put(name, Type.of(tensor)));
    requireTypesFit(source, types, layout, kept);
  }

  /**
   * Makes sure that tensors that fit have values that a network can have.
   *
   * @param kept as of {@link #merge}
   * @throws WeightFormatException naming a value that is not finite, or a variance below 0
   */
  public static void requireSound(
      String source, Map<String, Tensor> tensors, ParameterLayout layout, Set<String> kept) {
    for (Segment segment : layout.segments()) {
      if (!kept.contains(segment.name())) {
        requireSound(source, segment, floats(tensors.get(segment.name())), 0);
      }
    }
  }

  /** What must fit of a tensor. */
  private record Type(DataType dataType, List<Long> shape) {
    private static Type of(Tensor tensor) {
      return new Type(tensor.dataType(), Arrays.stream(tensor.shape()).boxed().toList());
    }
  }

  private static void requireTypesFit(
      String source, Map<String, Type> tensors, ParameterLayout layout, Set<String> kept) {
    List<String> problems = problems(tensors, layout, kept);
    if (!problems.isEmpty()) {
      throw WeightFormatException.ofProblems(source, "does not fit the network:", problems);
    }
  }

  /** ReLU in some kernels makes 0 of NaN, and the answers of a broken network look sound. */
  private static void requireSound(String source, Segment segment, float[] values, int offset) {
    for (int i = 0; i < segment.length(); i++) {
      float value = values[offset + i];
      boolean isNegative = segment.role() == Role.RUNNING_VAR && value < 0;
      if (!Float.isFinite(value) || isNegative) {
        throw new WeightFormatException(
            source,
            "%s has %s%s at element %d; the training it comes from diverged, or the file is damaged"
                .formatted(segment.name(), isNegative ? "the variance " : "", value, i));
      }
    }
  }

  private static List<String> problems(
      Map<String, Type> tensors, ParameterLayout layout, Set<String> kept) {
    List<String> problems = new ArrayList<>();
    Set<String> unexpected = new LinkedHashSet<>(tensors.keySet());
    unexpected.removeIf(name -> name.endsWith(IGNORED_SUFFIX) || kept.contains(name));
    for (Segment segment : layout.segments()) {
      unexpected.remove(segment.name());
      if (!kept.contains(segment.name())) {
        problem(segment, tensors.get(segment.name())).ifPresent(problems::add);
      }
    }

    unexpected.forEach(name -> problems.add("unexpected " + name));
    return problems;
  }

  private static Optional<String> problem(Segment segment, Type tensor) {
    if (tensor == null) {
      return Optional.of("missing " + segment.name());
    }

    if (!tensor.shape().equals(segment.shape().stream().map(Integer::longValue).toList())) {
      return Optional.of(
          "%s has shape %s, expected %s"
              .formatted(segment.name(), tensor.shape(), segment.shape()));
    }

    boolean isCount = segment.role() == Role.NUM_BATCHES_TRACKED;
    boolean fits =
        tensor.dataType().isFloatingPoint() || (isCount && tensor.dataType() == DataType.I64);
    return fits
        ? Optional.empty()
        : Optional.of(
            "%s has type %s, expected floating-point numbers"
                .formatted(segment.name(), tensor.dataType()));
  }

  /** Counts are whole numbers, as in PyTorch. */
  private static Tensor tensor(Segment segment, float[] parameters) {
    int offset = segment.offset();
    return segment.role() == Role.NUM_BATCHES_TRACKED
        ? Tensor.ofLongs(new long[] {Math.round((double) parameters[offset])}, shape(segment))
        : Tensor.viewOf(parameters, offset, segment.length(), shape(segment));
  }

  /** The tensor itself if it is of float32, else with its values rounded to that. */
  public static Tensor asFloats(Tensor tensor) {
    return tensor.dataType() == DataType.F32
        ? tensor
        : Tensor.ofFloats(floats(tensor), tensor.shape());
  }

  private static float[] floats(Tensor tensor) {
    return switch (tensor.dataType()) {
      case I64 -> new float[] {(float) tensor.longs()[0]};
      case F64 -> rounded(tensor.doubles());
      default -> tensor.floats();
    };
  }

  private static float[] rounded(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }

    return rounded;
  }

  private static long[] shape(Segment segment) {
    return segment.shape().stream().mapToLong(Integer::longValue).toArray();
  }
}
