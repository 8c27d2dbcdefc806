package org.convoy.common.argument;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.convoy.common.NearestName;

/**
 * What can be asked for by name, with arguments.
 *
 * @param kind one of them: "transform"
 */
public record Catalog<T>(String kind, List<Entry<T>> entries) {
  public Catalog {
    entries = List.copyOf(entries);
  }

  /**
   * One of them.
   *
   * @param name as in the configuration
   * @param description one sentence
   * @param arguments all that it knows
   * @param factory makes it of arguments that were given
   */
  public record Entry<T>(
      String name,
      String description,
      List<Argument<?>> arguments,
      Function<Arguments, ? extends T> factory) {
    private T create(Map<String, ?> values) {
      try {
        List<String> known = arguments.stream().map(Argument::name).toList();
        for (String given : values.keySet()) {
          if (!known.contains(given)) {
            throw new IllegalArgumentException(unknown("argument", given, known, "it takes "));
          }
        }

        return factory.apply(new Arguments(values));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
      }
    }

    private String section() {
      StringBuilder section = new StringBuilder("\n## `%s`\n\n%s\n".formatted(name, description));
      if (!arguments.isEmpty()) {
        section.append("\n| argument | default | value | meaning |\n| --- | --- | --- | --- |\n");
        arguments.forEach(argument -> section.append(argument.row()));
      }

      return section.toString();
    }
  }

  /** All names, in the order of the entries. */
  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /**
   * Makes what is asked for.
   *
   * @param name one of {@link #names}
   * @param arguments by name: numbers, strings, booleans, and lists of them
   * @throws IllegalArgumentException if the name or an argument is unknown, an argument is missing,
   *     of the wrong type or out of range; the message says which, its value and what is allowed
   */
  public T create(String name, Map<String, ?> arguments) {
    return entries.stream()
        .filter(entry -> entry.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(kind, name, names(), "known are ")))
        .create(arguments);
  }

  /** The type of values that ask for one of them: its name, or its name with arguments. */
  public ArgumentType<T> type() {
    return new ArgumentType<>(
        "a name, or {name {argument = value, …}}", this::read, String::valueOf, false);
  }

  private Optional<T> read(Object value, Consumer<String> problem) {
    if (value instanceof String name) {
      return made(name, Map.of(), problem);
    }

    if (value instanceof Map<?, ?> call
        && call.size() == 1
        && call.values().iterator().next() instanceof Map<?, ?> given) {
      Map<String, Object> arguments = new TreeMap<>();
      given.forEach((name, argument) -> arguments.put(name.toString(), argument));
      return made(call.keySet().iterator().next().toString(), arguments, problem);
    }

    return Optional.empty();
  }

  private Optional<T> made(String name, Map<String, ?> arguments, Consumer<String> problem) {
    try {
      return Optional.of(create(name, arguments));
    } catch (IllegalArgumentException e) {
      problem.accept(e.getMessage());
      return Optional.empty();
    }
  }

  /** A section in Markdown for each. */
  public String reference() {
    StringBuilder page = new StringBuilder();
    entries.forEach(entry -> page.append(entry.section()));
    return page.toString();
  }

  /** Says that a name is not known, and which one was probably meant. */
  public static String unknown(String kind, String name, List<String> known, String otherwise) {
    String hint =
        NearestName.of(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElseGet(() -> otherwise + (known.isEmpty() ? "none" : String.join(", ", known)));
    return "unknown %s \"%s\"; %s".formatted(kind, name, hint);
  }
}
