package org.convoy.nn.parameter;

import java.util.Objects;
import org.convoy.nn.init.FanMode;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.init.Nonlinearity;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;

/**
 * How the first values of a layer's weight or bias are drawn, by the names of {@code
 * torch.nn.init}; the layer knows its fans. Part of the layer's configuration.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public final class ParameterInitialization {
  private enum Scheme {
    UNIFORM_BY_FAN_IN,
    KAIMING_NORMAL_FAN_IN,
    KAIMING_NORMAL_FAN_OUT,
    NORMAL,
    CONSTANT,
    UNIFORM,
    XAVIER_UNIFORM,
    XAVIER_NORMAL,
    KAIMING_UNIFORM_FAN_IN,
    KAIMING_UNIFORM_FAN_OUT,
    ORTHOGONAL
  }

  private Scheme scheme;
  private double value;
  private double second;

  /** For JSON. */
  private ParameterInitialization() {}

  private ParameterInitialization(Scheme scheme, double value, double second) {
    this.scheme = scheme;
    this.value = value;
    this.second = second;
  }

  private ParameterInitialization(Scheme scheme, double value) {
    this(scheme, value, 0);
  }

  /** What PyTorch does for the weight and the bias of convolution and linear layers by itself. */
  public static ParameterInitialization uniformByFanIn() {
    return new ParameterInitialization(Scheme.UNIFORM_BY_FAN_IN, 0);
  }

  /** {@code kaiming_normal_(mode="fan_in", nonlinearity="relu")}; He et al. 2015. */
  public static ParameterInitialization kaimingNormalByFanIn() {
    return kaimingNormal(FanMode.FAN_IN, Nonlinearity.RELU.gain());
  }

  /** {@code kaiming_normal_(mode="fan_out", nonlinearity="relu")}; He et al. 2015. */
  public static ParameterInitialization kaimingNormalByFanOut() {
    return kaimingNormal(FanMode.FAN_OUT, Nonlinearity.RELU.gain());
  }

  /** {@code kaiming_normal_}, with the gain of what follows; He et al. 2015. */
  public static ParameterInitialization kaimingNormal(FanMode mode, double gain) {
    return new ParameterInitialization(
        mode == FanMode.FAN_IN ? Scheme.KAIMING_NORMAL_FAN_IN : Scheme.KAIMING_NORMAL_FAN_OUT,
        gain);
  }

  /** {@code kaiming_uniform_}, with the gain of what follows; He et al. 2015. */
  public static ParameterInitialization kaimingUniform(FanMode mode, double gain) {
    return new ParameterInitialization(
        mode == FanMode.FAN_IN ? Scheme.KAIMING_UNIFORM_FAN_IN : Scheme.KAIMING_UNIFORM_FAN_OUT,
        gain);
  }

  /** {@code xavier_uniform_}; Glorot and Bengio 2010. */
  public static ParameterInitialization xavierUniform(double gain) {
    return new ParameterInitialization(Scheme.XAVIER_UNIFORM, gain);
  }

  /** {@code xavier_normal_}; Glorot and Bengio 2010. */
  public static ParameterInitialization xavierNormal(double gain) {
    return new ParameterInitialization(Scheme.XAVIER_NORMAL, gain);
  }

  /** {@code orthogonal_}; of weights only. */
  public static ParameterInitialization orthogonal(double gain) {
    return new ParameterInitialization(Scheme.ORTHOGONAL, gain);
  }

  /** {@code normal_(0, standardDeviation)}. */
  public static ParameterInitialization normal(double standardDeviation) {
    return normal(0, standardDeviation);
  }

  /** {@code normal_(mean, standardDeviation)}. */
  public static ParameterInitialization normal(double mean, double standardDeviation) {
    return new ParameterInitialization(Scheme.NORMAL, standardDeviation, mean);
  }

  /** {@code uniform_(low, high)}. */
  public static ParameterInitialization uniform(double low, double high) {
    return new ParameterInitialization(Scheme.UNIFORM, high, low);
  }

  /** {@code constant_(value)}. */
  public static ParameterInitialization constant(double value) {
    return new ParameterInitialization(Scheme.CONSTANT, value);
  }

  /**
   * This, for weights.
   *
   * @throws IllegalArgumentException if all of them would be 0
   */
  public ParameterInitialization forWeights() {
    boolean zero =
        switch (scheme) {
          case NORMAL, UNIFORM -> value == 0 && second == 0;
          case UNIFORM_BY_FAN_IN -> false;
          default -> value == 0;
        };
    if (zero) {
      throw new IllegalArgumentException(
          "Weights must not all be 0: the units of a layer would compute the same, get the same"
              + " gradients and stay the same (symmetry), and no gradient would pass the layer;"
              + " draw them at random, for example by kaimingNormal");
    }

    return this;
  }

  /**
   * For a tensor of these fans.
   *
   * @param fanIn inputs to one output
   * @param fanOut PyTorch's: out features, or out channels * kh * kw
   */
  public Initialization of(long fanIn, long fanOut) {
    return switch (scheme) {
      case UNIFORM_BY_FAN_IN -> Initialization.uniformByFanIn(fanIn);
      case KAIMING_NORMAL_FAN_IN -> Initialization.kaimingNormal(fanIn, value);
      case KAIMING_NORMAL_FAN_OUT -> Initialization.kaimingNormal(fanOut, value);
      case KAIMING_UNIFORM_FAN_IN -> Initialization.kaimingUniform(fanIn, value);
      case KAIMING_UNIFORM_FAN_OUT -> Initialization.kaimingUniform(fanOut, value);
      case XAVIER_UNIFORM -> Initialization.xavierUniform(fanIn, fanOut, value);
      case XAVIER_NORMAL -> Initialization.xavierNormal(fanIn, fanOut, value);
      case ORTHOGONAL -> Initialization.orthogonal(Math.toIntExact(fanIn), value);
      case NORMAL ->
          second == 0 ? Initialization.normal(value) : Initialization.normal(second, value);
      case UNIFORM -> Initialization.uniform(second, value);
      case CONSTANT -> Initialization.constant((float) value);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterInitialization that
        && scheme == that.scheme
        && value == that.value
        && second == that.second;
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, value, second);
  }
}
