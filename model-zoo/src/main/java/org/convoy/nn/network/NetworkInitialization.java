package org.convoy.nn.network;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import org.convoy.nn.init.FanMode;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.init.Nonlinearity;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;

/**
 * How all weights and biases of a network are initialized, in place of what its layers say. Tensors
 * with fewer than two dimensions, such as the slopes of PReLU, and the parameters of norms keep
 * their layers' own values.
 */
public final class NetworkInitialization {
  private static final NetworkInitialization PYTORCH =
      new NetworkInitialization(
          following -> ParameterInitialization.uniformByFanIn(),
          ParameterInitialization.uniformByFanIn());
  private static final NetworkInitialization BY_ACTIVATION =
      new NetworkInitialization(
          NetworkInitialization::suiting, ParameterInitialization.constant(0));

  private final Function<Nonlinearity, ParameterInitialization> weights;
  private final ParameterInitialization biases;

  private NetworkInitialization(
      Function<Nonlinearity, ParameterInitialization> weights, ParameterInitialization biases) {
    this.weights = weights;
    this.biases = biases;
  }

  /** What PyTorch's layers do by themselves: weights and biases uniform within 1 / sqrt(fan in). */
  public static NetworkInitialization pytorch() {
    return PYTORCH;
  }

  /**
   * By the activation that comes after each layer, norms and pools between them not counted: He's
   * normal of fan in before ReLU and its relatives, Glorot's uniform before sigmoid, tanh and the
   * loss; biases 0.
   */
  public static NetworkInitialization byActivation() {
    return BY_ACTIVATION;
  }

  /**
   * The same for all weights; biases 0.
   *
   * @throws IllegalArgumentException if all weights would be 0
   */
  public static NetworkInitialization of(ParameterInitialization weights) {
    ParameterInitialization checked = requireNonNull(weights, "weights is null").forWeights();
    return new NetworkInitialization(following -> checked, ParameterInitialization.constant(0));
  }

  private static ParameterInitialization suiting(Nonlinearity following) {
    return switch (following) {
      case RELU, LEAKY_RELU, SELU ->
          ParameterInitialization.kaimingNormal(FanMode.FAN_IN, following.gain());
      case LINEAR, SIGMOID, TANH -> ParameterInitialization.xavierUniform(following.gain());
    };
  }

  /**
   * The initialization of one tensor of a layer.
   *
   * @param weight the layer's weight, whose fans also count for its bias
   */
  Initialization of(
      ParameterSpecification tensor, ParameterSpecification weight, Nonlinearity following) {
    List<Integer> shape = weight.shape();
    if (shape.size() < 2) {
      return tensor.initialization();
    }

    long field = weight.length() / ((long) shape.get(0) * shape.get(1));
    long fanIn = shape.get(1) * field;
    long fanOut = shape.get(0) * field;
    if (tensor.role() == Role.WEIGHT) {
      return weights.apply(following).of(fanIn, fanOut);
    }

    return tensor.role() == Role.BIAS ? biases.of(fanIn, fanOut) : tensor.initialization();
  }
}
