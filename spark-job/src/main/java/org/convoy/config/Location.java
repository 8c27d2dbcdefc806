package org.convoy.config;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigValue;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.EnvironmentVariables;
import org.convoy.config.binding.ValueType;
import org.convoy.config.binding.ValueTypes;

/**
 * A path, or a URI on any file system. Environment variables in it are looked up when it is used
 * and kept by name: URIs may hold passwords, which belong neither into a run folder nor into
 * messages.
 */
public final class Location implements Serializable {
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

  /** A text that keeps its environment variables by name. */
  record Type() implements ValueType {
    private static final ValueType TEXT = new ValueTypes.Text();

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      return TEXT.read(value, problems).map(text -> new Location((String) text));
    }

    @Override
    public String describe() {
      return TEXT.describe();
    }

    @Override
    public String render(Object value) {
      return ((Location) value).render();
    }

    @Override
    public Object placeholder() {
      return new Location("");
    }

    @Override
    public boolean literal() {
      return true;
    }

    @Override
    public boolean keepsVariables() {
      return true;
    }
  }
}
