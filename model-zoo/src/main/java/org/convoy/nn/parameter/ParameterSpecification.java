package org.convoy.nn.parameter;

import java.util.List;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Shapes;

/**
 * One parameter tensor of a layer.
 *
 * @param name PyTorch's name within the layer: weight, bias, running_mean, running_var
 * @param shape PyTorch's shape; values are in row-major order
 */
public record ParameterSpecification(
    String name, Role role, List<Integer> shape, Initialization initialization) {
  /** Refuses what is larger than an array of Java. */
  public ParameterSpecification {
    Shapes.elements("parameter " + name, shape);
  }

  /** The number of elements. */
  public int length() {
    return (int) elements();
  }

  /** At most {@link Integer#MAX_VALUE}. */
  long elements() {
    return Shapes.elements("parameter " + name, shape);
  }

  public long[] dimensions() {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }
}
