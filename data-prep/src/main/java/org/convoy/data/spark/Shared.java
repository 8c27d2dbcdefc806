package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * The value of a broadcast that is larger than a task should be: the list of an archive's files
 * would travel with each of them. Goes by Java serialization, as a task's own fields do.
 */
record Shared<T extends Serializable>(T value) implements Serializable {
  Shared {
    requireNonNull(value, "value is null");
  }
}
