package org.convoy.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.convoy.nn.init.Initialization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Fully connected layer, PyTorch's {@code Linear}: weight [out, in]. */
public final class Linear extends TrainableConfiguration {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  private int outFeatures;
  private boolean bias;

  /** For JSON. */
  private Linear() {}

  private Linear(int outFeatures, boolean bias) {
    this.outFeatures = Shapes.checkAtLeast("outFeatures", outFeatures, 1);
    this.bias = bias;
    this.nOut = outFeatures;
  }

  /** A layer with bias. */
  public static Linear of(int outFeatures) {
    return new Linear(outFeatures, true);
  }

  /** A layer without bias. */
  public static Linear withoutBias(int outFeatures) {
    return new Linear(outFeatures, false);
  }

  boolean hasBias() {
    return bias;
  }

  @Override
  public String typeName() {
    return "Linear";
  }

  @Override
  public List<Integer> outputShape() {
    return List.of(outFeatures);
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    int inFeatures = Math.toIntExact(nIn);
    Initialization initialization = Initialization.uniformByFanIn(nIn);
    List<ParameterSpecification> specifications = new ArrayList<>();
    specifications.add(
        new ParameterSpecification(
            WEIGHT, Role.WEIGHT, List.of(outFeatures, inFeatures), initialization));
    if (bias) {
      specifications.add(
          new ParameterSpecification(BIAS, Role.BIAS, List.of(outFeatures), initialization));
    }

    return List.copyOf(specifications);
  }

  @Override
  public long multiplyAdds() {
    return nIn * outFeatures;
  }

  @Override
  TrainableLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new LinearLayer(conf, dataType);
  }

  @Override
  void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 1, "[features] (put a Flatten before it)");
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof Linear that
        && outFeatures == that.outFeatures
        && bias == that.bias;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), outFeatures, bias);
  }
}
