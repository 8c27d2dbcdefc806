package org.convoy.nn.layer;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.kernel.Kernels;
import org.convoy.nn.kernel.Operation;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** What every layer configuration of this package tells about itself. */
public interface ConvoyConfiguration {
  /** PyTorch's name of the layer, such as Conv2d. */
  String typeName();

  /**
   * Shape of one example of the input: [channels, height, width] or [features]; empty before the
   * graph's input types are set.
   */
  List<Integer> inputShape();

  /** Shape of one example of the output. */
  List<Integer> outputShape();

  /** Parameter tensors in the order they have in the flat vector. */
  List<ParameterSpecification> parameterSpecifications();

  /**
   * What the layer computes, for kernels that plan whole networks; empty if only {@link Kernels}
   * can run it.
   */
  default Optional<Operation> operation() {
    return Optional.empty();
  }

  /** Multiply-adds of the forward pass of one example; element-wise work counts as none. */
  long multiplyAdds();

  /** The shape of one example of a DL4J input type. */
  static List<Integer> shapeOf(InputType type) {
    if (type instanceof InputType.InputTypeConvolutional image) {
      return List.of(
          Math.toIntExact(image.getChannels()),
          Math.toIntExact(image.getHeight()),
          Math.toIntExact(image.getWidth()));
    }

    if (type instanceof InputType.InputTypeFeedForward features) {
      return List.of(Math.toIntExact(features.getSize()));
    }

    throw new IllegalArgumentException(
        "Input type " + type + " is not supported; use convolutional (NCHW) or feed-forward");
  }

  /** The DL4J input type of a shape of one example. */
  static InputType typeOf(List<Integer> shape) {
    return shape.size() == 1
        ? InputType.feedForward(shape.get(0))
        : InputType.convolutional(shape.get(1), shape.get(2), shape.get(0));
  }
}
