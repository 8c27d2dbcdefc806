package org.convoy.nn.dl4j;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterLayout;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/** What every layer configuration of this package tells about itself. */
public interface ConvoyConfiguration extends ParameterLayout.Source {
  /** PyTorch's name of the layer, such as Conv2d: the class has it. */
  default String typeName() {
    return getClass().getSimpleName();
  }

  /**
   * Shape of one example of the input: [channels, depth, height, width], [channels, height, width],
   * [channels, features] or [features]; empty before the graph's input types are set.
   */
  List<Integer> inputShape();

  /** Shape of one example of the output. */
  List<Integer> outputShape();

  /** What the layer computes, for executions that plan whole networks; empty of a loss. */
  Optional<Operation> operation();

  /** Multiply-adds of the forward pass of one example; element-wise work counts as none. */
  long multiplyAdds();

  /** What a graph has at a vertex; empty for its inputs and for what is not of this package. */
  static Optional<ConvoyConfiguration> at(ComputationGraphConfiguration graph, String vertex) {
    GraphVertex found = graph.getVertices().get(vertex);
    Object described = found instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : found;
    return described instanceof ConvoyConfiguration known ? Optional.of(known) : Optional.empty();
  }

  /** The shape of one example of a DL4J input type. */
  static List<Integer> shapeOf(InputType type) {
    if (type instanceof InputType.InputTypeConvolutional image) {
      return List.of(
          Math.toIntExact(image.getChannels()),
          Math.toIntExact(image.getHeight()),
          Math.toIntExact(image.getWidth()));
    }

    if (type instanceof InputType.InputTypeConvolutional3D volume) {
      return List.of(
          Math.toIntExact(volume.getChannels()),
          Math.toIntExact(volume.getDepth()),
          Math.toIntExact(volume.getHeight()),
          Math.toIntExact(volume.getWidth()));
    }

    if (type instanceof InputType.InputTypeRecurrent rows) {
      return List.of(Math.toIntExact(rows.getSize()), Math.toIntExact(rows.getTimeSeriesLength()));
    }

    if (type instanceof InputType.InputTypeFeedForward features) {
      return List.of(Math.toIntExact(features.getSize()));
    }

    throw new IllegalArgumentException(
        "Input type "
            + type
            + " is not supported; use convolutional (NCHW), convolutional3D (NCDHW) or feed-forward");
  }

  /**
   * The DL4J input type of a shape of one example.
   *
   * @throws IllegalArgumentException if it has more than {@link Integer#MAX_VALUE} values
   */
  static InputType typeOf(List<Integer> shape) {
    Shapes.elements("an example", shape);
    return switch (shape.size()) {
      case 1 -> InputType.feedForward(shape.get(0));
      case 2 -> InputType.recurrent(shape.get(0), shape.get(1));
      case 3 -> InputType.convolutional(shape.get(1), shape.get(2), shape.get(0));
      case 4 ->
          InputType.convolutional3D(
              Convolution3D.DataFormat.NCDHW,
              shape.get(1),
              shape.get(2),
              shape.get(3),
              shape.get(0));
      default -> throw new IllegalArgumentException("No input type for examples " + shape);
    };
  }
}
