package org.convoy.predict;

import static java.util.Objects.requireNonNull;

/**
 * A class that a model sees in an image.
 *
 * @param label index of the class
 * @param name of the class
 * @param probability 0…1
 */
public record RankedClass(int label, String name, double probability) {
  public RankedClass {
    requireNonNull(name, "name is null");
  }
}
