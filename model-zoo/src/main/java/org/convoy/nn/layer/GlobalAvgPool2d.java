package org.convoy.nn.layer;

import java.util.List;
import org.convoy.nn.kernel.Pooling2d;
import org.convoy.nn.kernel.Size2d;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Mean over all positions of each channel, PyTorch's {@code AdaptiveAvgPool2d(1)}. */
public final class GlobalAvgPool2d extends StatelessConfiguration {
  /** The geometry for the kernels: one window over the whole input. */
  Pooling2d geometry() {
    Size2d size = Shapes.imageSize(layerName, inputShape());
    return new Pooling2d(size, size, new Size2d(0, 0), new Size2d(1, 1), false, true, 0);
  }

  @Override
  public String typeName() {
    return "AdaptiveAvgPool2d";
  }

  @Override
  public List<Integer> outputShape() {
    return List.of(inputShape().get(0), 1, 1);
  }

  @Override
  void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new GlobalAvgPool2dLayer(conf, dataType);
  }
}
