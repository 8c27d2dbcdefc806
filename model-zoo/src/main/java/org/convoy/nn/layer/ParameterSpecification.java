package org.convoy.nn.layer;

import java.util.List;
import org.convoy.nn.init.Initialization;

/**
 * One parameter tensor of a layer.
 *
 * @param name PyTorch's name within the layer: weight, bias, running_mean, running_var
 * @param shape PyTorch's shape; values are in row-major order
 */
public record ParameterSpecification(
    String name, Role role, List<Integer> shape, Initialization initialization) {

  /** The number of elements. */
  public int length() {
    return Math.toIntExact(elements());
  }

  long elements() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  long[] dimensions() {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }
}
