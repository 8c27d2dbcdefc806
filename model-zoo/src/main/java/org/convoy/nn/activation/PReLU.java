package org.convoy.nn.activation;

import static org.convoy.nn.dl4j.ArrayOperations.above;
import static org.convoy.nn.dl4j.ArrayOperations.channelSums;
import static org.convoy.nn.dl4j.ArrayOperations.images;
import static org.convoy.nn.dl4j.ArrayOperations.negative;

import java.util.List;
import java.util.Optional;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code max(x, 0) + weight * min(x, 0)} with a learned weight, PyTorch's {@code PReLU}; He et al.
 * 2015. Takes any shape; channels are the first dimension of an example.
 */
public final class PReLU extends LayerConfiguration {
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
    this.init = Bounds.ALL.check("init", init);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ParametricRectifier(numParameters));
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    return List.of(
        new ParameterSpecification(
            WEIGHT, Role.SLOPE, List.of(numParameters), Initialization.constant((float) init)));
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        INDArray x = images(input);
        INDArray below = negative(x).muli(slopes(pass));
        output.assign(above(x, 0).muli(x).addi(below).reshape('c', input.shape()));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        INDArray x = images(input);
        INDArray gradient = images(outputGradient);
        INDArray sums = Nd4j.createUninitialized(input.dataType(), input.size(1));
        channelSums(negative(x).muli(gradient), sums);
        pass.gradient(WEIGHT).assign(numParameters == 1 ? sums.sum() : sums);
        INDArray positive = above(x, 0);
        INDArray factor = positive.rsub(1).muli(slopes(pass)).addi(positive);
        inputGradient.assign(factor.muli(gradient).reshape('c', input.shape()));
      }
    };
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    if (numParameters != 1 && numParameters != shape.get(0)) {
      throw new IllegalArgumentException(
          "Layer \"%s\" has %s slopes for an input of shape %s; use 1 or %s"
              .formatted(layerName, numParameters, shape, shape.get(0)));
    }
  }

  private static INDArray slopes(Arithmetic.Pass pass) {
    INDArray weight = pass.parameter(WEIGHT);
    return weight.reshape('c', 1, weight.length(), 1, 1);
  }
}
