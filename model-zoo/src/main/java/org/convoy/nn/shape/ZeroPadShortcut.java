package org.convoy.nn.shape;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The shortcut without parameters of He et al. 2015, "Deep residual learning for image
 * recognition", option A: every stride-th row and column, and zeros for the channels that the input
 * lacks, half of them before and half after the input's.
 */
public final class ZeroPadShortcut extends StatelessConfiguration {
  private int outChannels;
  private int stride;

  /** For JSON. */
  private ZeroPadShortcut() {}

  public ZeroPadShortcut(int outChannels, int stride) {
    this.outChannels = Shapes.checkAtLeast("outChannels", outChannels, 1);
    this.stride = Shapes.checkAtLeast("stride", stride, 1);
  }

  public int stride() {
    return stride;
  }

  /** The zero channels that come before the input's. */
  public int channelsBefore() {
    return (outChannels - inputShape().get(0)) / 2;
  }

  @Override
  public String typeName() {
    return "ZeroPadShortcut";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ZeroPadShortcut(stride, channelsBefore()));
  }

  @Override
  public List<Integer> outputShape() {
    Size2d size = Shapes.imageSize(layerName, inputShape());
    return List.of(outChannels, (size.height() - 1) / stride + 1, (size.width() - 1) / stride + 1);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
    if (shape.get(0) > outChannels || (outChannels - shape.get(0)) % 2 != 0) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerName
              + "\" adds as many zero channels before as after its input's, so it cannot make "
              + outChannels
              + " channels of "
              + shape.get(0));
    }
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ZeroPadShortcutLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof ZeroPadShortcut that
        && outChannels == that.outChannels
        && stride == that.stride;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), outChannels, stride);
  }
}
