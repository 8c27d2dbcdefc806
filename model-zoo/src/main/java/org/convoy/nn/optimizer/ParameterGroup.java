package org.convoy.nn.optimizer;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.model.NamePattern;
import org.convoy.nn.parameter.ParameterLayout;

/**
 * Parameters that an optimizer treats in another way than the others, one of PyTorch's {@code
 * param_groups}.
 *
 * @param names of the parameters, such as fc.weight
 * @param optimizer with the settings of this group, weight decay among them
 * @param learningRateScale each step's learning rate times this is the group's; at least 0
 */
public record ParameterGroup(
    Set<String> names, ElementwiseOptimizer optimizer, double learningRateScale)
    implements Serializable {
  public ParameterGroup {
    names = Set.copyOf(names);
    requireNonNull(optimizer, "optimizer is null");
    Bounds.NOT_NEGATIVE.check("learningRateScale", learningRateScale);
  }

  /**
   * The parameters that match any of these patterns.
   *
   * @param patterns names, or several as a pattern such as layer1.*: * stands for any characters,
   *     dots included, ? for one
   * @throws IllegalArgumentException if a pattern matches no parameter, naming the nearest
   */
  public static ParameterGroup matching(
      ParameterLayout layout,
      List<String> patterns,
      ElementwiseOptimizer optimizer,
      double learningRateScale) {
    Set<String> names = new HashSet<>();
    for (String pattern : patterns) {
      names.addAll(new NamePattern("parameter", pattern).select(layout.parameterNames()));
    }

    return new ParameterGroup(names, optimizer, learningRateScale);
  }

  /**
   * Makes sure that no parameter is in two groups, as PyTorch does.
   *
   * @throws IllegalArgumentException naming a parameter that is
   */
  static void checkDisjoint(List<ParameterGroup> groups) {
    Set<String> seen = new HashSet<>();
    for (ParameterGroup group : groups) {
      for (String name : group.names().stream().sorted().toList()) {
        if (!seen.add(name)) {
          throw new IllegalArgumentException(
              "Parameter \"" + name + "\" is in two groups; each must be in one at most");
        }
      }
    }
  }
}
