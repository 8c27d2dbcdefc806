package org.convoy.config;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.convoy.config.binding.ChoiceEntry;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.Records;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.optimizer.Clipping;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.ParameterGroup;
import org.convoy.nn.optimizer.Regularization;
import org.convoy.nn.optimizer.Regularization.Decayed;
import org.convoy.nn.parameter.ParameterLayout;

/** The optimizer of every worker; PyTorch's semantics. */
public record OptimizerConfig(
    @Key(
            defaultValue = "0.001",
            above = 0,
            description = "Learning rate that the schedule starts from")
        double learningRate,
    @Key(
            defaultValue = "0",
            min = 0,
            description =
                "Weight decay: this times the parameters is added to the gradients; with adamw,"
                    + " learning rate times this times the parameters is taken from them")
        double weightDecay,
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
                "This times the sum of the magnitudes of weights (not biases, not norms) is added"
                    + " to the loss that is differentiated; the loss that is shown is without it")
        double l1,
    @Key(
            defaultValue = "0",
            min = 0,
            description = "As l1, with the sum of squares: like a weight decay of twice this")
        double l2,
    @Key(chosenBy = "name", defaultValue = "sgd", description = "Optimizer") OptimizerRule rule,
    @Key(
            defaultValue = "[]",
            description =
                "Parameters with settings of their own, PyTorch's parameter groups, each with the"
                    + " patterns of its parameters' names, as of model.freeze, a factor of the"
                    + " learning rate, and any settings of the chosen optimizer; see training.md")
        List<OptimizerGroup> groups,
    @Key(description = "Limits to the gradients, of which at most one is set") ClipConfig clip)
    implements SectionCheck {

  /** Limits to the gradients of a worker's minibatch, before the update. */
  public record ClipConfig(
      @Key(
              above = 0,
              unset = "no limit",
              description =
                  "Largest Euclidean norm of all gradients together; PyTorch's clip_grad_norm_")
          Optional<Double> norm,
      @Key(
              above = 0,
              unset = "no limit",
              description = "Largest magnitude of each gradient; PyTorch's clip_grad_value_")
          Optional<Double> value)
      implements SectionCheck {

    @Override
    public void check(Problems problems) {
      if (norm.isPresent() && value.isPresent()) {
        problems.add(
            "value", "cannot be combined with optimizer.clip.norm; set one of them to null");
      }
    }

    private Clipping clipping() {
      return norm.map(Clipping::byNorm)
          .or(() -> value.map(Clipping::byValue))
          .orElse(Clipping.NONE);
    }
  }

  public OptimizerConfig {
    groups = List.copyOf(groups);
  }

  /** The optimizer, as it stands in a config. */
  public String name() {
    return ChoiceEntry.name(rule);
  }

  @Override
  public void check(Problems problems) {
    List<String> own = Records.names(rule.getClass());
    for (int i = 0; i < groups.size(); i++) {
      String which = "element " + (i + 1) + ": ";
      TreeSet<String> others = new TreeSet<>(groups.get(i).settings().keySet());
      others.remove(OptimizerGroup.WEIGHT_DECAY);
      others.removeAll(own);
      for (String key : others) {
        String problem = ChoiceEntry.notASetting("optimizer.name", rule.getClass(), key);
        problems.add("groups", which + key + " " + problem);
      }

      if (others.isEmpty() && rule(groups.get(i)) instanceof SectionCheck check) {
        check.check((key, message) -> problems.add("groups", which + key + " " + message));
      }
    }
  }

  /** The rule with a group's settings, and those of all parameters where it has none. */
  private OptimizerRule rule(OptimizerGroup group) {
    return (OptimizerRule) Records.with((Record) rule, group.settings());
  }

  /** Whether the optimizer has a momentum, or a first beta, that a schedule can cycle. */
  boolean hasMomentum() {
    return rule.hasMomentum();
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
                        layout,
                        group.match(),
                        rule(group).optimizer(group.weightDecay().orElse(weightDecay)),
                        group.learningRateScale()))
            .toList();
    return rule.optimizer(weightDecay).with(parameterGroups, regularization, clip.clipping());
  }
}
