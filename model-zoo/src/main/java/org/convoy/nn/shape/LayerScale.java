package org.convoy.nn.shape;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A learned number for each channel, [channels, 1, 1], the same for every example: the factor of a
 * residual branch in Touvron et al. 2021, "Going deeper with image transformers",
 * https://arxiv.org/abs/2103.17239. It takes no more from its input than the number of channels; a
 * {@link Multiply} applies it.
 */
public final class LayerScale extends LayerConfiguration {
  private static final String SCALE = "layer_scale";

  private double init;

  /** For JSON. */
  private LayerScale() {}

  /** With this first value. */
  public LayerScale(double init) {
    this.init = init;
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.LayerScale());
  }

  @Override
  public List<Integer> outputShape() {
    return List.of(inputShape().get(0), 1, 1);
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    return List.of(
        new ParameterSpecification(
            SCALE, Role.LAYER_SCALE, outputShape(), Initialization.constant((float) init)));
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        rows(output).assign(0).addiRowVector(flat(pass.parameter(SCALE)));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        flat(pass.gradient(SCALE)).assign(rows(outputGradient).sum(0));
        inputGradient.assign(0);
      }
    };
  }

  private static INDArray rows(INDArray array) {
    return array.reshape('c', array.size(0), array.size(1));
  }

  private static INDArray flat(INDArray parameter) {
    return parameter.reshape(parameter.length());
  }
}
