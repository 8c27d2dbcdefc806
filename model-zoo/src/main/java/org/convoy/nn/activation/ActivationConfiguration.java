package org.convoy.nn.activation;

import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An element-wise function without parameters; takes any shape. ND4J's own GELU is an approximation
 * of its own, and several of its gradients differ from PyTorch's where the function has a kink, so
 * each function has its arithmetic here.
 */
abstract class ActivationConfiguration extends LayerConfiguration {
  /** What a plan of the network computes. */
  abstract Activation function();

  /** The function of each element, in a new array. */
  abstract INDArray value(INDArray x);

  /** The derivative at each element, in a new array. */
  abstract INDArray derivative(INDArray x);

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Elementwise(function()));
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        output.assign(value(input));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        outputGradient.muli(derivative(input), inputGradient);
      }
    };
  }
}
