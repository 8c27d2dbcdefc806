package org.convoy.nn.activation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.dl4j.TrainableConfiguration;
import org.convoy.nn.dl4j.TrainableLayer;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code max(x, 0) + weight * min(x, 0)} with a learned weight, PyTorch's {@code PReLU}; He et al.
 * 2015. Takes any shape; channels are the first dimension of an example.
 */
public final class PReLU extends TrainableConfiguration {
  static final String WEIGHT = "weight";

  private static final double DEFAULT_INIT = 0.25;

  private int numParameters;
  private double init;

  /** One weight for all channels, 0.25 at first. */
  public PReLU() {
    this(1, DEFAULT_INIT);
  }

  /** As many weights, 0.25 at first: one, or as many as there are channels. */
  public PReLU(int numParameters) {
    this(numParameters, DEFAULT_INIT);
  }

  /** As the others, with weights that start at {@code init}. */
  public PReLU(int numParameters, double init) {
    this.numParameters = Shapes.checkAtLeast("numParameters", numParameters, 1);
    this.init = Arguments.checkFinite("init", init);
  }

  @Override
  public String typeName() {
    return "PReLU";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ParametricRectifier(numParameters));
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(inputType, override);
    nOut = nIn;
  }

  @Override
  public List<Integer> outputShape() {
    return inputShape();
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    return List.of(
        new ParameterSpecification(
            WEIGHT, Role.SLOPE, List.of(numParameters), Initialization.constant((float) init)));
  }

  /** None: the arithmetic is element-wise. */
  @Override
  public long multiplyAdds() {
    return 0;
  }

  @Override
  protected TrainableLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new PReLULayer(conf, dataType);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    if (numParameters != 1 && numParameters != shape.get(0)) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerName
              + "\" has "
              + numParameters
              + " slopes for an input of shape "
              + shape
              + "; use 1 or "
              + shape.get(0));
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof PReLU that
        && numParameters == that.numParameters
        && init == that.init;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), numParameters, init);
  }
}
