package org.convoy.data.transform.catalog;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An argument for the documentation.
 *
 * @param name as in the configuration
 * @param allowed the values it may have
 * @param defaultValue as it would be written; "none" if it may be left out without another value
 *     taking its place; empty if it must be given
 * @param description what it does
 */
public record ArgumentDescription(
    String name, String allowed, Optional<String> defaultValue, String description) {
  public ArgumentDescription {
    requireNonNull(defaultValue, "defaultValue is null");
  }
}
