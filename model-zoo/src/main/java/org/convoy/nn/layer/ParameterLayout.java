package org.convoy.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;

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

      offset = Math.addExact(offset, segment.length());
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

  /** The layout of a graph's flat vectors. */
  public static ParameterLayout of(ComputationGraph graph) {
    List<Segment> segments = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      add(segments, vertex.getVertexName(), specifications(vertex));
    }

    return new ParameterLayout(segments);
  }

  /** The layout of the graph that a configuration with an order of its vertices makes. */
  public static ParameterLayout of(ComputationGraphConfiguration configuration) {
    List<Segment> segments = new ArrayList<>();
    for (String name : configuration.getTopologicalOrderStr()) {
      if (configuration.getVertices().get(name) instanceof LayerVertex vertex) {
        add(segments, name, specifications(name, vertex.getLayerConf().getLayer()));
      }
    }

    return new ParameterLayout(segments);
  }

  private static void add(
      List<Segment> segments, String vertex, List<ParameterSpecification> specifications) {
    for (ParameterSpecification specification : specifications) {
      segments.add(
          new Segment(
              vertex + "." + specification.name(),
              segments.isEmpty() ? 0 : end(segments.get(segments.size() - 1)),
              specification.length(),
              specification.shape(),
              specification.role()));
    }
  }

  private static List<ParameterSpecification> specifications(GraphVertex vertex) {
    if (!vertex.hasLayer()) {
      return List.of();
    }

    return specifications(vertex.getVertexName(), vertex.getLayer().conf().getLayer());
  }

  private static List<ParameterSpecification> specifications(String vertex, Layer configuration) {
    if (configuration instanceof ConvoyConfiguration known) {
      return known.parameterSpecifications();
    }

    throw new IllegalArgumentException(
        "Vertex \""
            + vertex
            + "\" is a "
            + configuration.getClass().getName()
            + "; a Network takes only layers of org.convoy.nn.layer");
  }
}
