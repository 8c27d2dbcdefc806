package org.convoy.config;

import java.util.List;
import org.convoy.common.argument.Numbers;
import org.convoy.config.binding.Choice;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.optimizer.Adadelta;
import org.convoy.nn.optimizer.Adagrad;
import org.convoy.nn.optimizer.Adam;
import org.convoy.nn.optimizer.AdamW;
import org.convoy.nn.optimizer.ElementwiseOptimizer;
import org.convoy.nn.optimizer.NAdam;
import org.convoy.nn.optimizer.RmsProp;
import org.convoy.nn.optimizer.Sgd;

/**
 * What an optimizer makes of the gradients, by PyTorch's names and with PyTorch's defaults, but for
 * those of sgd. A further one is a record here and a class of org.convoy.nn.optimizer.
 */
public sealed interface OptimizerRule {
  String BETAS = "Weights of the past in the means of the gradients and of their squares";
  String EPS = "Is added to the divisor";
  String AMSGRAD = "Whether it divides by the largest mean square so far";

  /** The rule for parameters with this weight decay. */
  ElementwiseOptimizer optimizer(double weightDecay);

  /** Whether it has a momentum, or a first beta, that a schedule can cycle. */
  default boolean hasMomentum() {
    return this instanceof Betas;
  }

  /** Those with two means. */
  interface Betas extends SectionCheck {
    List<Double> betas();

    default double beta(int index) {
      return betas().get(index);
    }

    @Override
    default void check(Problems problems) {
      if (betas().size() != 2) {
        problems.add("betas", "must be two numbers, but are " + betas().size());
      }
    }
  }

  /** Stochastic gradient descent. */
  @Choice(name = "sgd", defaults = "learningRate = 0.05, weightDecay = 5e-4")
  record SgdConfig(
      @Key(defaultValue = "0.9", min = 0, max = 1, description = "Momentum; 0: none")
          double momentum,
      @Key(defaultValue = "0", min = 0, max = 1, description = "Dampening of the momentum")
          double dampening,
      @Key(
              defaultValue = "false",
              description = "Nesterov momentum; needs momentum above 0 and dampening 0")
          boolean nesterov)
      implements OptimizerRule, SectionCheck {
    @Override
    public void check(Problems problems) {
      if (nesterov && momentum == 0) {
        problems.add("nesterov", "needs optimizer.momentum above 0, which is 0");
      } else if (nesterov && dampening != 0) {
        problems.add(
            "nesterov", "needs optimizer.dampening = 0, which is " + Numbers.format(dampening));
      }
    }

    @Override
    public boolean hasMomentum() {
      return momentum > 0;
    }

    @Override
    public ElementwiseOptimizer optimizer(double weightDecay) {
      return new Sgd(momentum, dampening, weightDecay, nesterov);
    }
  }

  /** Adam. */
  @Choice(name = "adam")
  record AdamConfig(
      @Key(defaultValue = "[0.9, 0.999]", min = 0, below = 1, description = BETAS)
          List<Double> betas,
      @Key(defaultValue = "1e-8", min = 0, description = EPS) double eps,
      @Key(defaultValue = "false", description = AMSGRAD) boolean amsgrad)
      implements OptimizerRule, Betas {
    @Override
    public ElementwiseOptimizer optimizer(double weightDecay) {
      return new Adam(beta(0), beta(1), eps, weightDecay, amsgrad);
    }
  }

  /** Adam with decoupled weight decay. */
  @Choice(name = "adamw", defaults = "weightDecay = 0.01")
  record AdamWConfig(
      @Key(defaultValue = "[0.9, 0.999]", min = 0, below = 1, description = BETAS)
          List<Double> betas,
      @Key(defaultValue = "1e-8", min = 0, description = EPS) double eps,
      @Key(defaultValue = "false", description = AMSGRAD) boolean amsgrad)
      implements OptimizerRule, Betas {
    @Override
    public ElementwiseOptimizer optimizer(double weightDecay) {
      return new AdamW(beta(0), beta(1), eps, weightDecay, amsgrad);
    }
  }

  /** Adam with Nesterov momentum. */
  @Choice(name = "nadam", defaults = "learningRate = 0.002")
  record NAdamConfig(
      @Key(defaultValue = "[0.9, 0.999]", min = 0, below = 1, description = BETAS)
          List<Double> betas,
      @Key(defaultValue = "1e-8", min = 0, description = EPS) double eps,
      @Key(
              defaultValue = "0.004",
              min = 0,
              description = "How fast the momentum approaches the first beta")
          double momentumDecay)
      implements OptimizerRule, Betas {
    @Override
    public ElementwiseOptimizer optimizer(double weightDecay) {
      return new NAdam(beta(0), beta(1), eps, weightDecay, momentumDecay);
    }
  }

  /** Adagrad. */
  @Choice(name = "adagrad", defaults = "learningRate = 0.01")
  record AdagradConfig(
      @Key(defaultValue = "1e-10", min = 0, description = EPS) double eps,
      @Key(
              defaultValue = "0",
              min = 0,
              description = "The learning rate is divided by 1 + this times the step")
          double lrDecay,
      @Key(defaultValue = "0", min = 0, description = "What the sums of squares begin with")
          double initialAccumulatorValue)
      implements OptimizerRule {
    @Override
    public ElementwiseOptimizer optimizer(double weightDecay) {
      return new Adagrad(lrDecay, weightDecay, initialAccumulatorValue, eps);
    }
  }

  /** Adadelta. */
  @Choice(name = "adadelta", defaults = "learningRate = 1")
  record AdadeltaConfig(
      @Key(defaultValue = "1e-6", min = 0, description = EPS) double eps,
      @Key(
              defaultValue = "0.9",
              min = 0,
              max = 1,
              description = "Weight of the past in the mean squares")
          double rho)
      implements OptimizerRule {
    @Override
    public ElementwiseOptimizer optimizer(double weightDecay) {
      return new Adadelta(rho, eps, weightDecay);
    }
  }

  /** RMSprop. */
  @Choice(name = "rmsprop", defaults = "learningRate = 0.01")
  record RmsPropConfig(
      @Key(defaultValue = "0", min = 0, max = 1, description = "Momentum; 0: none") double momentum,
      @Key(defaultValue = "1e-8", min = 0, description = EPS) double eps,
      @Key(
              defaultValue = "0.99",
              min = 0,
              max = 1,
              description = "Weight of the past in the mean squares")
          double alpha,
      @Key(
              defaultValue = "false",
              description =
                  "Whether it divides by the variance of the gradients, not their mean square")
          boolean centered)
      implements OptimizerRule {
    @Override
    public boolean hasMomentum() {
      return momentum > 0;
    }

    @Override
    public ElementwiseOptimizer optimizer(double weightDecay) {
      return new RmsProp(alpha, eps, weightDecay, momentum, centered);
    }
  }
}
