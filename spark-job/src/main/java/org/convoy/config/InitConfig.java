package org.convoy.config;

import java.util.Optional;
import org.convoy.config.binding.Choice;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.init.FanMode;
import org.convoy.nn.init.Nonlinearity;
import org.convoy.nn.network.NetworkInitialization;
import org.convoy.nn.parameter.ParameterInitialization;

/** First values of weights, by PyTorch's names and with PyTorch's defaults; biases are 0. */
public sealed interface InitConfig {
  String GAIN = "Its gain";

  /**
   * What takes the place of the network's own, if anything.
   *
   * @throws IllegalArgumentException if all weights would be 0
   */
  Optional<NetworkInitialization> initialization();

  private static Optional<NetworkInitialization> of(ParameterInitialization weights) {
    return Optional.of(NetworkInitialization.of(weights));
  }

  /** As the network's authors or torchvision do. */
  @Choice(name = "zoo")
  record Zoo() implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return Optional.empty();
    }
  }

  /** As PyTorch's layers do. */
  @Choice(name = "pytorch")
  record Pytorch() implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return Optional.of(NetworkInitialization.pytorch());
    }
  }

  /** By the activation after each layer. */
  @Choice(name = "auto")
  record Auto() implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return Optional.of(NetworkInitialization.byActivation());
    }
  }

  /** Is refused: a network of zeros does not learn. */
  @Choice(name = "zeros")
  record Zeros() implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.constant(0));
    }
  }

  /** One value. */
  @Choice(name = "constant")
  record Constant(
      @Key(required = true, defaultValue = "1", description = "The value of all weights; not 0")
          double initValue)
      implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.constant(initValue));
    }
  }

  /** A normal distribution. */
  @Choice(name = "normal")
  record Normal(
      @Key(defaultValue = "0", description = "Mean") double initMean,
      @Key(defaultValue = "1", min = 0, description = "Standard deviation") double initStd)
      implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.normal(initMean, initStd));
    }
  }

  /** A uniform distribution. */
  @Choice(name = "uniform")
  record Uniform(
      @Key(defaultValue = "0", description = "Lower bound") double initLow,
      @Key(defaultValue = "1", description = "Upper bound") double initHigh)
      implements InitConfig, SectionCheck {
    @Override
    public void check(Problems problems) {
      if (initLow > initHigh) {
        problems.add("initLow", "must not be above model.initHigh");
      }
    }

    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.uniform(initLow, initHigh));
    }
  }

  /** Glorot and Bengio's, uniform. */
  @Choice(name = "xavier-uniform")
  record XavierUniform(@Key(defaultValue = "1", above = 0, description = GAIN) double initGain)
      implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.xavierUniform(initGain));
    }
  }

  /** Glorot and Bengio's, normal. */
  @Choice(name = "xavier-normal")
  record XavierNormal(@Key(defaultValue = "1", above = 0, description = GAIN) double initGain)
      implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.xavierNormal(initGain));
    }
  }

  /** Those of He et al. */
  interface Kaiming extends SectionCheck {
    String MODE = "What the variance is kept for";
    String NONLINEARITY = "Whose gain it has";
    String NEGATIVE_SLOPE = "Slope of the nonlinearity leaky-relu";

    Nonlinearity initNonlinearity();

    Optional<Double> initNegativeSlope();

    @Override
    default void check(Problems problems) {
      if (initNegativeSlope().isPresent() && initNonlinearity() != Nonlinearity.LEAKY_RELU) {
        problems.add("initNegativeSlope", "needs model.initNonlinearity = leaky-relu");
      }
    }

    default double gain() {
      return initNegativeSlope()
          .map(Nonlinearity::leakyReluGain)
          .orElseGet(() -> initNonlinearity().gain());
    }
  }

  /** Theirs, uniform. */
  @Choice(name = "kaiming-uniform")
  record KaimingUniform(
      @Key(defaultValue = "fan-in", description = Kaiming.MODE) FanMode initMode,
      @Key(defaultValue = "relu", description = Kaiming.NONLINEARITY) Nonlinearity initNonlinearity,
      @Key(min = 0, unset = "`0.01`", description = Kaiming.NEGATIVE_SLOPE)
          Optional<Double> initNegativeSlope)
      implements InitConfig, Kaiming {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.kaimingUniform(initMode, gain()));
    }
  }

  /** Theirs, normal. */
  @Choice(name = "kaiming-normal")
  record KaimingNormal(
      @Key(defaultValue = "fan-in", description = Kaiming.MODE) FanMode initMode,
      @Key(defaultValue = "relu", description = Kaiming.NONLINEARITY) Nonlinearity initNonlinearity,
      @Key(min = 0, unset = "`0.01`", description = Kaiming.NEGATIVE_SLOPE)
          Optional<Double> initNegativeSlope)
      implements InitConfig, Kaiming {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.kaimingNormal(initMode, gain()));
    }
  }

  /** Saxe et al.'s. */
  @Choice(name = "orthogonal")
  record Orthogonal(@Key(defaultValue = "1", above = 0, description = GAIN) double initGain)
      implements InitConfig {
    @Override
    public Optional<NetworkInitialization> initialization() {
      return of(ParameterInitialization.orthogonal(initGain));
    }
  }
}
