package org.convoy.nn.layer;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The end of a classifier: takes logits, gives class probabilities (softmax) as the graph's output,
 * and is the source of the loss, PyTorch's {@code CrossEntropyLoss} (mean over the batch). Labels
 * are one row of class probabilities an example, usually one-hot.
 */
public final class CrossEntropyOutput extends StatelessConfiguration {
  private double labelSmoothing;

  public CrossEntropyOutput() {
    this(0);
  }

  /** Mixes the labels with this share, in [0, 1), of the uniform distribution. */
  public CrossEntropyOutput(double labelSmoothing) {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "Label smoothing must be in [0, 1), got " + labelSmoothing);
    }

    this.labelSmoothing = labelSmoothing;
  }

  /** The share of the uniform distribution in the labels. */
  public double labelSmoothing() {
    return labelSmoothing;
  }

  @Override
  public String typeName() {
    return "CrossEntropyLoss";
  }

  @Override
  void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 1, "[classes]");
  }

  @Override
  StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new CrossEntropyOutputLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof CrossEntropyOutput that
        && labelSmoothing == that.labelSmoothing;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), labelSmoothing);
  }
}
