package org.convoy.data.transform.catalog;

import java.util.List;

/**
 * A transform for the documentation.
 *
 * @param name as in the configuration
 * @param description one sentence
 * @param arguments in torchvision's order
 */
public record TransformDescription(
    String name, String description, List<ArgumentDescription> arguments) {
  public TransformDescription {
    arguments = List.copyOf(arguments);
  }
}
