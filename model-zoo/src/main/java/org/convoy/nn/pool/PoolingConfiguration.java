package org.convoy.nn.pool;

import java.util.List;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;

/** Configuration of a layer that makes one value of each window. */
abstract class PoolingConfiguration extends LayerConfiguration {
  int[] kernelSize;
  int[] stride;
  int[] padding;
  boolean ceilMode;

  /** For JSON. */
  PoolingConfiguration() {}

  PoolingConfiguration(PoolingBuilder<?> builder) {
    builder.checkPadding();
    kernelSize = builder.kernelSize;
    stride = builder.stride;
    padding = builder.padding;
    ceilMode = builder.ceilMode;
  }

  /** The geometry of the windows. */
  public abstract Pooling2d geometry();

  @Override
  public final List<Integer> outputShape() {
    return outputShape(inputShape());
  }

  private List<Integer> outputShape(List<Integer> input) {
    Size2d size = geometry().outputSize(Shapes.imageSize(layerName, input));
    return List.of(input.get(0), size.height(), size.width());
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Size2d needed = geometry().smallestInput();
    int[] lengths = {needed.height(), needed.width()};
    Shapes.checkFits(layerName, shape, outputShape(shape), lengths);
  }
}
