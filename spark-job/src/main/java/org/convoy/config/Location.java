package org.convoy.config;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.ArgumentTypes;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.EnvironmentVariables;

/**
 * A path, or a URI on any file system. Environment variables in it are looked up when it is used
 * and kept by name: URIs may hold passwords, which belong neither into a run folder nor into
 * messages.
 */
public final class Location implements Serializable {
  static final ArgumentType<Location> TYPE =
      ArgumentTypes.TEXT.map(Location::new, Location::render);

  private final String marked;

  /**
   * @param marked the text, with marks in the place of the variables
   */
  Location(String marked) {
    this.marked = requireNonNull(marked, "marked is null");
  }

  /** As HOCON, with references to the variables. */
  String render() {
    return EnvironmentVariables.hocon(marked);
  }

  /**
   * With the values of its variables.
   *
   * @throws ConfigException naming a variable that is not set
   */
  public String resolve() {
    EnvironmentVariables.values(marked)
        .forEach(
            (name, value) -> {
              if (value == null) {
                throw new ConfigException(
                    List.of(
                        "%s: the environment variable %s is not set; set it as where the run was"
                                .formatted(this, name)
                            + " begun"));
              }
            });
    return EnvironmentVariables.withValues(marked);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Location that && marked.equals(that.marked);
  }

  @Override
  public int hashCode() {
    return marked.hashCode();
  }

  /** With the names of its variables, as {@code ${NAME}}. */
  @Override
  public String toString() {
    return EnvironmentVariables.shown(marked);
  }
}
