package org.convoy.zoo;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.layer.ParameterLayout.Segment;
import org.convoy.nn.layer.Role;

/**
 * The last layer of a network that has weights, whose outputs are the classes: {@code fc} of a
 * ResNet, {@code classifier.6} of a VGG. For another set of classes it is the part to replace.
 *
 * @param layer its name
 * @param parameters names of its tensors
 */
public record ClassifierHead(String layer, Set<String> parameters) {
  private static final String WEIGHT = ".weight";

  public ClassifierHead {
    parameters = Set.copyOf(parameters);
  }

  /**
   * Finds the head.
   *
   * @throws IllegalArgumentException if the network has no weights
   */
  public static ClassifierHead of(ParameterLayout layout) {
    List<Segment> weights =
        layout.segments().stream().filter(segment -> segment.role() == Role.WEIGHT).toList();
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("the network has no weights");
    }

    String weight = weights.get(weights.size() - 1).name();
    String layer = weight.substring(0, weight.length() - WEIGHT.length());
    return new ClassifierHead(
        layer,
        layout.segments().stream()
            .map(Segment::name)
            .filter(name -> name.startsWith(layer + "."))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
