package org.convoy.config.binding;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.ArgumentTypes;
import org.convoy.common.argument.Bounds;

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
    ArgumentType<Object> type,
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
      Map<Class<?>, Function<Bounds, ArgumentType<?>>> types) {
    boolean optional = rawType(javaType) == Optional.class;
    Type valueType = optional ? argument(javaType) : javaType;
    return new KeyEntry(
        path, key, type(valueType, bounds(key), types).untyped(), optional, choice, value);
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

  /** The component in the absence of the key; of a required one, what stands in for it. */
  public Object defaultValue() {
    return optional
        ? Optional.empty()
        : defaultValue(
            ConfigFactory.parseString("value = " + key.defaultValue()).getValue("value"));
  }

  /** The component by this default. */
  public Object defaultValue(ConfigValue value) {
    return read(
            value.unwrapped(),
            problem -> {
              throw new IllegalStateException(
                  "default of " + path + " = " + value + ": " + problem);
            })
        .map(this::asComponent)
        .orElseThrow();
  }

  /** A value of the type, or nothing after one problem. */
  Optional<Object> read(Object value, Consumer<String> problem) {
    return type.read(value, "expected", problem);
  }

  /** The default as text: as it would stand in a file, or empty. */
  public String defaultText() {
    return optional || required() ? "" : type.writer().apply(defaultValue());
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
        .map(type.writer());
  }

  private static Bounds bounds(Key key) {
    return new Bounds(key.min(), key.max(), key.above(), key.below());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Constants of an enum are of its type.
  private static ArgumentType<?> type(
      Type javaType, Bounds bounds, Map<Class<?>, Function<Bounds, ArgumentType<?>>> types) {
    Class<?> raw = rawType(javaType);
    if (types.containsKey(raw)) {
      return types.get(raw).apply(bounds);
    }

    if (raw == int.class || raw == Integer.class) {
      return ArgumentTypes.integer(bounds);
    }

    if (raw == long.class || raw == Long.class) {
      return ArgumentTypes.longInteger(bounds);
    }

    if (raw == double.class || raw == Double.class) {
      return ArgumentTypes.number(bounds);
    }

    if (raw == boolean.class || raw == Boolean.class) {
      return ArgumentTypes.FLAG;
    }

    if (raw == String.class) {
      return ArgumentTypes.TEXT.map(text -> text, ConfigUtil::quoteString);
    }

    if (raw == List.class) {
      return ArgumentTypes.list(type(argument(javaType), bounds, types));
    }

    if (raw.isEnum()) {
      return ArgumentTypes.oneOf((List) List.of(raw.getEnumConstants()));
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
