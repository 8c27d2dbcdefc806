package org.convoy.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.convoy.nn.optimizer.Adadelta;
import org.convoy.nn.optimizer.Adagrad;
import org.convoy.nn.optimizer.Adam;
import org.convoy.nn.optimizer.AdamW;
import org.convoy.nn.optimizer.ElementwiseOptimizer;
import org.convoy.nn.optimizer.NAdam;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.ParameterGroup;
import org.convoy.nn.optimizer.Regularization;
import org.convoy.nn.optimizer.Regularization.Decayed;
import org.convoy.nn.optimizer.RmsProp;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.parameter.ParameterLayout;

/**
 * The optimizer of every worker; PyTorch's semantics. Settings of the chosen optimizer that are not
 * set get its defaults here; those of other optimizers stay empty, or are problems.
 */
public record OptimizerConfig(
    @Key(defaultValue = "sgd", description = "Optimizer") Name name,
    @Key(
            above = 0,
            unset =
                "0.05 for sgd, 0.001 for adam and adamw, 0.002 for nadam, 0.01 for adagrad and"
                    + " rmsprop, 1 for adadelta",
            description = "Learning rate that the schedule starts from")
        Optional<Double> learningRate,
    @Key(
            min = 0,
            unset = "0.0005 for sgd, 0.01 for adamw, 0 for the others",
            description =
                "Weight decay: this times the parameters is added to the gradients; with adamw,"
                    + " learning rate times this times the parameters is taken from them")
        Optional<Double> weightDecay,
    @Key(
            defaultValue = "true",
            description =
                "Whether weight decay also applies to biases and to the weights and biases of"
                    + " norms, as in PyTorch without parameter groups")
        boolean decayBiasAndNorm,
    @Key(
            defaultValue = "0",
            min = 0,
            description =
                "This times the sum of the magnitudes of weights (not biases, not norms) is added to the"
                    + " loss that is differentiated; the loss that is shown is without it")
        double l1,
    @Key(
            defaultValue = "0",
            min = 0,
            description = "As l1, with the sum of squares: like a weight decay of twice this")
        double l2,
    @Key(
            min = 0,
            max = 1,
            unset = "0.9 for sgd, 0 for rmsprop",
            description = "Momentum of sgd and rmsprop; 0: none")
        Optional<Double> momentum,
    @Key(min = 0, max = 1, unset = "`0`", description = "Dampening of the momentum of sgd")
        Optional<Double> dampening,
    @Key(
            unset = "`false`",
            description = "Nesterov momentum of sgd; needs momentum above 0 and dampening 0")
        Optional<Boolean> nesterov,
    @Key(
            min = 0,
            below = 1,
            unset = "`[0.9, 0.999]`",
            description =
                "Weights of the past in the means of the gradients and of their squares, of adam,"
                    + " adamw and nadam")
        Optional<List<Double>> betas,
    @Key(
            min = 0,
            unset = "1e-8, 1e-10 for adagrad, 1e-6 for adadelta",
            description = "Is added to the divisor, of all optimizers but sgd")
        Optional<Double> eps,
    @Key(
            unset = "`false`",
            description = "Whether adam and adamw divide by the largest mean square so far")
        Optional<Boolean> amsgrad,
    @Key(
            min = 0,
            unset = "`0.004`",
            description = "How fast the momentum of nadam approaches its first beta")
        Optional<Double> momentumDecay,
    @Key(
            min = 0,
            unset = "`0`",
            description = "adagrad divides the learning rate by 1 + this times the step")
        Optional<Double> lrDecay,
    @Key(min = 0, unset = "`0`", description = "What the sums of squares of adagrad begin with")
        Optional<Double> initialAccumulatorValue,
    @Key(
            min = 0,
            max = 1,
            unset = "`0.9`",
            description = "Weight of the past in the mean squares of adadelta")
        Optional<Double> rho,
    @Key(
            min = 0,
            max = 1,
            unset = "`0.99`",
            description = "Weight of the past in the mean squares of rmsprop")
        Optional<Double> alpha,
    @Key(
            unset = "`false`",
            description =
                "Whether rmsprop divides by the variance of the gradients, not their mean square")
        Optional<Boolean> centered,
    @Key(
            defaultValue = "[]",
            description =
                "Parameters with settings of their own, PyTorch's parameter groups, each with the"
                    + " patterns of its parameters' names, as of model.freeze, a factor of the"
                    + " learning rate, and any settings of the chosen optimizer; see training.md")
        List<OptimizerGroup> groups,
    @Key(description = "Limits to the gradients, of which at most one is set") ClipConfig clip)
    implements SectionCheck {

  /** Optimizers, by PyTorch's names. */
  public enum Name {
    SGD(0.05, 5e-4, 0, "momentum, dampening, nesterov"),
    ADAM(1e-3, 0, 1e-8, "betas, eps, amsgrad"),
    ADAMW(1e-3, 1e-2, 1e-8, "betas, eps, amsgrad"),
    NADAM(2e-3, 0, 1e-8, "betas, eps, momentumDecay"),
    ADAGRAD(1e-2, 0, 1e-10, "lrDecay, initialAccumulatorValue, eps"),
    ADADELTA(1, 0, 1e-6, "rho, eps"),
    RMSPROP(1e-2, 0, 1e-8, "alpha, eps, momentum, centered");

    private final double learningRate;
    private final double weightDecay;
    private final double eps;
    private final String keys;

    /** As it stands in a config. */
    public String title() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    Name(double learningRate, double weightDecay, double eps, String keys) {
      this.learningRate = learningRate;
      this.weightDecay = weightDecay;
      this.eps = eps;
      this.keys = keys;
    }

    private ChosenKeys keys() {
      return ChosenKeys.of("optimizer.name", this, keys);
    }
  }

  /** Not of a group: the first is scaled, of the second PyTorch has one for all groups. */
  private static final List<String> SHARED = List.of("learningRate", "initialAccumulatorValue");

  public OptimizerConfig {
    groups = List.copyOf(groups);
    learningRate = learningRate.or(() -> Optional.of(name.learningRate));
    weightDecay = weightDecay.or(() -> Optional.of(name.weightDecay));
    ChosenKeys keys = name.keys();
    momentum = keys.orDefault("momentum", momentum, name == Name.SGD ? 0.9 : 0);
    dampening = keys.orDefault("dampening", dampening, 0.0);
    nesterov = keys.orDefault("nesterov", nesterov, false);
    betas = keys.orDefault("betas", betas, List.of(0.9, 0.999)).map(List::copyOf);
    eps = keys.orDefault("eps", eps, name.eps);
    amsgrad = keys.orDefault("amsgrad", amsgrad, false);
    momentumDecay = keys.orDefault("momentumDecay", momentumDecay, 4e-3);
    lrDecay = keys.orDefault("lrDecay", lrDecay, 0.0);
    initialAccumulatorValue =
        keys.orDefault("initialAccumulatorValue", initialAccumulatorValue, 0.0);
    rho = keys.orDefault("rho", rho, 0.9);
    alpha = keys.orDefault("alpha", alpha, 0.99);
    centered = keys.orDefault("centered", centered, false);
  }

  @Override
  public void check(Problems problems) {
    name.keys().refuseOthers(this, Arrays.stream(Name.values()).map(Name::keys), problems);
    if (name == Name.SGD && nesterov.orElseThrow()) {
      checkNesterov(problems);
    }

    if (betas.isPresent() && betas.get().size() != 2) {
      problems.add("betas", "must be two numbers, but are " + betas.get().size());
    }

    checkGroups(problems);
  }

  private void checkGroups(Problems problems) {
    for (int i = 0; i < groups.size(); i++) {
      String which = "element " + (i + 1) + ": ";
      of(groups.get(i))
          .check((key, message) -> problems.add("groups", which + key + " " + message));
    }
  }

  /** The settings of a group: its own, and those of all parameters where it has none. */
  private OptimizerConfig of(OptimizerGroup group) {
    List<Object> components = new ArrayList<>();
    for (RecordComponent component : OptimizerConfig.class.getRecordComponents()) {
      String key = component.getName();
      components.add(
          group.settings().containsKey(key)
              ? Optional.of(group.settings().get(key))
              : key.equals("groups") ? List.of() : Records.component(this, key));
    }

    return (OptimizerConfig) Records.create(OptimizerConfig.class, components);
  }

  /** The types of what groups can have of their own, by key. */
  static Map<String, ValueType> groupSettings() {
    Map<String, ValueType> types = new TreeMap<>();
    for (Entry entry : SectionEntry.of("optimizer", "", OptimizerConfig.class).entries()) {
      if (entry instanceof KeyEntry key && key.optional() && !SHARED.contains(key.name())) {
        types.put(key.name(), key.type());
      }
    }

    return types;
  }

  private void checkNesterov(Problems problems) {
    if (momentum.orElseThrow() == 0) {
      problems.add("nesterov", "needs optimizer.momentum above 0, which is 0");
    } else if (dampening.orElseThrow() != 0) {
      problems.add(
          "nesterov",
          "needs optimizer.dampening = 0, which is " + Numbers.format(dampening.orElseThrow()));
    }
  }

  /** Whether the optimizer has a momentum, or a first beta, that a schedule can cycle. */
  boolean hasMomentum() {
    return betas.isPresent() || momentum.orElse(0.0) > 0;
  }

  /**
   * The optimizer of a network with this layout, with its groups, penalties and limits.
   *
   * @throws IllegalArgumentException if a group's pattern matches no parameter, or if a parameter
   *     is in two groups
   */
  public Optimizer toOptimizer(ParameterLayout layout) {
    Regularization regularization =
        new Regularization(l1, l2, decayBiasAndNorm ? Decayed.ALL : Decayed.WEIGHTS);
    List<ParameterGroup> parameterGroups =
        groups.stream()
            .map(
                group ->
                    ParameterGroup.matching(
                        layout, group.match(), of(group).rule(), group.learningRateScale()))
            .toList();
    return rule().with(parameterGroups, regularization, clip.clipping());
  }

  private ElementwiseOptimizer rule() {
    double decay = weightDecay.orElseThrow();
    return switch (name) {
      case SGD ->
          new Sgd(momentum.orElseThrow(), dampening.orElseThrow(), decay, nesterov.orElseThrow());
      case ADAM -> new Adam(beta(0), beta(1), eps.orElseThrow(), decay, amsgrad.orElseThrow());
      case ADAMW -> new AdamW(beta(0), beta(1), eps.orElseThrow(), decay, amsgrad.orElseThrow());
      case NADAM ->
          new NAdam(beta(0), beta(1), eps.orElseThrow(), decay, momentumDecay.orElseThrow());
      case ADAGRAD ->
          new Adagrad(
              lrDecay.orElseThrow(),
              decay,
              initialAccumulatorValue.orElseThrow(),
              eps.orElseThrow());
      case ADADELTA -> new Adadelta(rho.orElseThrow(), eps.orElseThrow(), decay);
      case RMSPROP ->
          new RmsProp(
              alpha.orElseThrow(),
              eps.orElseThrow(),
              decay,
              momentum.orElseThrow(),
              centered.orElseThrow());
    };
  }

  private double beta(int index) {
    return betas.orElseThrow().get(index);
  }
}
