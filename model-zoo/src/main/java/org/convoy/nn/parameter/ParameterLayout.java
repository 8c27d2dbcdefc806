package org.convoy.nn.parameter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.convoy.nn.kernel.BufferLimit;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/**
 * Where each tensor lies in the flat parameter vector; segments are in order and without gaps.
 *
 * @param frozen names of parameters that no optimizer changes, PyTorch's {@code requires_grad =
 *     False}
 */
public record ParameterLayout(List<Segment> segments, Set<String> frozen) {
  public ParameterLayout {
    segments = List.copyOf(segments);
    frozen = Set.copyOf(frozen);
    int offset = 0;
    for (Segment segment : segments) {
      if (segment.offset() != offset) {
        throw new IllegalArgumentException(
            "Segment " + segment.name() + " must start at " + offset + ", got " + segment.offset());
      }

      if (segment.length() > Integer.MAX_VALUE - offset) {
        throw new IllegalArgumentException(
            "The network has more than 2^31 - 1 parameters, with " + segment.name());
      }

      offset += segment.length();
    }
  }

  /** Without frozen parameters. */
  public ParameterLayout(List<Segment> segments) {
    this(segments, Set.of());
  }

  /**
   * One tensor.
   *
   * @param name PyTorch's, such as conv1.weight
   * @param offset in elements
   * @param length in elements
   * @param shape PyTorch's; values are in row-major order
   */
  public record Segment(String name, int offset, int length, List<Integer> shape, Role role) {
    public Segment {
      shape = List.copyOf(shape);
    }
  }

  /** What a vertex of a graph is made of, where it may have parameters. */
  public interface Source {
    /** Parameter tensors in the order they have in the flat vector. */
    List<ParameterSpecification> parameterSpecifications();
  }

  /** A stretch of the flat vector, in elements. */
  public record Range(int offset, int length) {}

  /** Elements of the flat vector. */
  public int size() {
    return segments.isEmpty() ? 0 : end(segments.get(segments.size() - 1));
  }

  /** True if optimizers change the tensor: a parameter that is not frozen. */
  public boolean isTrainable(Segment segment) {
    return segment.role().isTrainable() && !frozen.contains(segment.name());
  }

  /** Names of all parameters, frozen ones too, without running statistics; in order. */
  public List<String> parameterNames() {
    return segments.stream()
        .filter(segment -> segment.role().isTrainable())
        .map(Segment::name)
        .toList();
  }

  /** The same tensors with other frozen parameters. */
  public ParameterLayout withFrozen(Set<String> names) {
    return new ParameterLayout(segments, names);
  }

  /** The tensors that optimizers change, in order. */
  public List<Segment> trainableTensors() {
    return segments.stream()
        .filter(segment -> isTrainable(segment) && segment.length() > 0)
        .toList();
  }

  /** The stretches that optimizers change, neighbours joined, in order. */
  public List<Range> trainable() {
    List<Range> ranges = new ArrayList<>();
    int start = 0;
    for (Segment segment : segments) {
      if (!isTrainable(segment)) {
        addRange(ranges, start, segment.offset());
        start = end(segment);
      }
    }

    addRange(ranges, start, size());
    return List.copyOf(ranges);
  }

  private static void addRange(List<Range> ranges, int start, int end) {
    if (end > start) {
      ranges.add(new Range(start, end - start));
    }
  }

  private static int end(Segment segment) {
    return Math.addExact(segment.offset(), segment.length());
  }

  /**
   * The layout of a graph's flat vectors.
   *
   * @param graph with a topological order, which those that a {@link
   *     org.convoy.nn.model.Sequential} makes have, and others once a network was made of them
   * @throws IllegalArgumentException if a layer is not one of Convoy's, or if there are more
   *     elements than one vector holds
   */
  public static ParameterLayout of(ComputationGraphConfiguration graph) {
    checkSize(graph);
    List<Segment> segments = new ArrayList<>();
    int offset = 0;
    for (String vertex : graph.getTopologicalOrderStr()) {
      for (ParameterSpecification specification : specifications(graph, vertex)) {
        segments.add(
            new Segment(
                vertex + "." + specification.name(),
                offset,
                specification.length(),
                specification.shape(),
                specification.role()));
        offset = Math.addExact(offset, specification.length());
      }
    }

    return new ParameterLayout(segments);
  }

  private static void checkSize(ComputationGraphConfiguration graph) {
    long elements =
        graph.getTopologicalOrderStr().stream()
            .flatMap(vertex -> specifications(graph, vertex).stream())
            .mapToLong(ParameterSpecification::elements)
            .sum();
    BufferLimit.checkVector("The network's parameters", elements);
  }

  private static List<ParameterSpecification> specifications(
      ComputationGraphConfiguration graph, String vertex) {
    GraphVertex found = graph.getVertices().get(vertex);
    Object described = found instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : found;
    if (described instanceof Source source) {
      return source.parameterSpecifications();
    }

    if (found instanceof LayerVertex) {
      throw new IllegalArgumentException(
          "Vertex \"%s\" is a %s; a Network takes only layers of org.convoy.nn"
              .formatted(vertex, described.getClass().getName()));
    }

    return List.of();
  }
}
