package org.convoy.nn.network;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convoy.nn.model.NamePattern;
import org.convoy.nn.parameter.ParameterLayout;

/** Chooses the parameters of a network that training leaves as they are. */
public final class FrozenParameters {
  private FrozenParameters() {}

  /**
   * The layout with these parameters frozen; running statistics are no parameters.
   *
   * @param patterns names, or several as a pattern such as layer1.*: * stands for any characters,
   *     dots included, ? for one
   * @throws IllegalArgumentException if a pattern matches no parameter, naming the nearest, or if
   *     nothing would be left to train
   */
  public static ParameterLayout freeze(ParameterLayout layout, List<String> patterns) {
    List<String> names = layout.parameterNames();
    Set<String> frozen = new HashSet<>();
    for (String pattern : patterns) {
      frozen.addAll(new NamePattern("parameter", pattern).select(names));
    }

    if (!names.isEmpty() && frozen.size() == names.size()) {
      throw new IllegalArgumentException(
          "%s match all %d parameters, which leaves nothing to train"
              .formatted(patterns, names.size()));
    }

    return layout.withFrozen(frozen);
  }
}
