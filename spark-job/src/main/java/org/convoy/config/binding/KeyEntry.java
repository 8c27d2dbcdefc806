package org.convoy.config.binding;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One key, from its declaration.
 *
 * @param optional whether the record's component is an Optional
 * @param choice the name of the record that it belongs to where its section chooses one, or empty
 * @param value finds the record's component in the record of its section
 */
public record KeyEntry(
    String path,
    Key key,
    ValueType type,
    boolean optional,
    String choice,
    Function<Record, Optional<Object>> value)
    implements Entry {

  static KeyEntry of(
      String path,
      Key key,
      Type javaType,
      String choice,
      Function<Record, Optional<Object>> value,
      Map<Class<?>, Function<Range, ValueType>> types) {
    boolean optional = rawType(javaType) == Optional.class;
    Type valueType = optional ? argument(javaType) : javaType;
    return new KeyEntry(
        path, key, valueType(valueType, Range.of(key), types), optional, choice, value);
  }

  public String description() {
    return key.description();
  }

  /** The full name that it had before, if any. */
  Optional<String> formerPath() {
    return key.formerName().isEmpty()
        ? Optional.empty()
        : Optional.of(path.substring(0, path.lastIndexOf('.') + 1) + key.formerName());
  }

  public boolean required() {
    return key.required();
  }

  /** The component in the absence of the key; a required key has a placeholder. */
  public Object defaultValue() {
    if (optional) {
      return Optional.empty();
    }

    return required()
        ? type.placeholder()
        : defaultValue(
            ConfigFactory.parseString("value = " + key.defaultValue()).getValue("value"));
  }

  /** The component by this default. */
  public Object defaultValue(ConfigValue value) {
    return type.read(
            value,
            problem -> {
              throw new IllegalStateException(
                  "default of " + path + " = " + value + ": " + problem);
            })
        .map(this::asComponent)
        .orElseThrow();
  }

  /** The default as text: as it would stand in a file, or empty. */
  public String defaultText() {
    return optional || required() ? "" : type.render(defaultValue());
  }

  /** Wraps a value of the type in an Optional where the record component is one. */
  public Object asComponent(Object read) {
    return optional ? Optional.of(read) : read;
  }

  /**
   * The value of this key in a section as HOCON, unless it is an empty Optional, or of a record
   * that is not chosen.
   */
  public Optional<String> render(Record section) {
    return value
        .apply(section)
        .flatMap(found -> found instanceof Optional<?> maybe ? maybe : Optional.of(found))
        .map(type::render);
  }

  private static ValueType valueType(
      Type javaType, Range range, Map<Class<?>, Function<Range, ValueType>> types) {
    Class<?> raw = rawType(javaType);
    if (types.containsKey(raw)) {
      return types.get(raw).apply(range);
    }

    if (raw == int.class || raw == Integer.class) {
      return new ValueTypes.Whole(range, Integer.MAX_VALUE);
    }

    if (raw == long.class || raw == Long.class) {
      return new ValueTypes.Whole(range, Long.MAX_VALUE);
    }

    if (raw == double.class || raw == Double.class) {
      return new ValueTypes.Real(range);
    }

    if (raw == boolean.class || raw == Boolean.class) {
      return new ValueTypes.Switch();
    }

    if (raw == String.class) {
      return new ValueTypes.Text();
    }

    if (raw == List.class) {
      return new ValueTypes.ListOf(valueType(argument(javaType), range, types));
    }

    if (raw.isEnum()) {
      return ValueTypes.OneOf.of(raw);
    }

    throw new IllegalStateException("no configuration key can have the type " + javaType);
  }

  private static Class<?> rawType(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }
}
