package org.convoy.nn.layer;

import java.util.Objects;
import org.convoy.nn.init.Initialization;
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
    CONSTANT
  }

  private Scheme scheme;
  private double value;

  /** For JSON. */
  private ParameterInitialization() {}

  private ParameterInitialization(Scheme scheme, double value) {
    this.scheme = scheme;
    this.value = value;
  }

  /** What PyTorch does for the weight and the bias of convolution and linear layers by itself. */
  public static ParameterInitialization uniformByFanIn() {
    return new ParameterInitialization(Scheme.UNIFORM_BY_FAN_IN, 0);
  }

  /** {@code kaiming_normal_(mode="fan_in", nonlinearity="relu")}; He et al. 2015. */
  public static ParameterInitialization kaimingNormalByFanIn() {
    return new ParameterInitialization(Scheme.KAIMING_NORMAL_FAN_IN, 0);
  }

  /** {@code kaiming_normal_(mode="fan_out", nonlinearity="relu")}; He et al. 2015. */
  public static ParameterInitialization kaimingNormalByFanOut() {
    return new ParameterInitialization(Scheme.KAIMING_NORMAL_FAN_OUT, 0);
  }

  /** {@code normal_(0, standardDeviation)}. */
  public static ParameterInitialization normal(double standardDeviation) {
    return new ParameterInitialization(Scheme.NORMAL, standardDeviation);
  }

  /** {@code constant_(value)}. */
  public static ParameterInitialization constant(double value) {
    return new ParameterInitialization(Scheme.CONSTANT, value);
  }

  /**
   * For a tensor of these fans.
   *
   * @param fanIn inputs to one output
   * @param fanOut PyTorch's: out features, or out channels * kh * kw
   */
  Initialization of(long fanIn, long fanOut) {
    return switch (scheme) {
      case UNIFORM_BY_FAN_IN -> Initialization.uniformByFanIn(fanIn);
      case KAIMING_NORMAL_FAN_IN -> Initialization.normal(Math.sqrt(2.0 / fanIn));
      case KAIMING_NORMAL_FAN_OUT -> Initialization.normal(Math.sqrt(2.0 / fanOut));
      case NORMAL -> Initialization.normal(value);
      case CONSTANT -> Initialization.constant((float) value);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterInitialization that
        && scheme == that.scheme
        && value == that.value;
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, value);
  }
}
