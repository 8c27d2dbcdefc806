package org.convoy.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.convoy.data.prepare.MaxBad;
import org.convoy.nn.model.LayerList;

/**
 * One key, from its declaration.
 *
 * @param optional whether the record's component is an Optional
 * @param choice the name of the record that it belongs to where its section chooses one, or empty
 * @param value finds the record's component in the record of its section
 */
record KeyEntry(
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
      Function<Record, Optional<Object>> value) {
    boolean optional = rawType(javaType) == Optional.class;
    Type valueType = optional ? argument(javaType) : javaType;
    return new KeyEntry(path, key, valueType(valueType, Range.of(key)), optional, choice, value);
  }

  String description() {
    return key.description();
  }

  /** The full name that it had before, if any. */
  Optional<String> formerPath() {
    return key.formerName().isEmpty()
        ? Optional.empty()
        : Optional.of(path.substring(0, path.lastIndexOf('.') + 1) + key.formerName());
  }

  boolean required() {
    return key.required();
  }

  /** The component in the absence of the key; a required key has a placeholder. */
  Object defaultValue() {
    if (optional) {
      return Optional.empty();
    }

    return required()
        ? type.placeholder()
        : defaultValue(
            ConfigFactory.parseString("value = " + key.defaultValue()).getValue("value"));
  }

  /** The component by this default. */
  Object defaultValue(ConfigValue value) {
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
  String defaultText() {
    return optional || required() ? "" : type.render(defaultValue());
  }

  /** Wraps a value of the type in an Optional where the record component is one. */
  Object asComponent(Object read) {
    return optional ? Optional.of(read) : read;
  }

  /**
   * The value of this key in a section as HOCON, unless it is an empty Optional, or of a record
   * that is not chosen.
   */
  Optional<String> render(Record section) {
    return value
        .apply(section)
        .flatMap(found -> found instanceof Optional<?> maybe ? maybe : Optional.of(found))
        .map(type::render);
  }

  private static ValueType valueType(Type javaType, Range range) {
    Class<?> raw = rawType(javaType);
    if (raw == int.class || raw == Integer.class) {
      return new ScalarTypes.Whole(range, Integer.MAX_VALUE);
    }

    if (raw == long.class || raw == Long.class) {
      return new ScalarTypes.Whole(range, Long.MAX_VALUE);
    }

    if (raw == double.class || raw == Double.class) {
      return new ScalarTypes.Real(range);
    }

    if (raw == boolean.class || raw == Boolean.class) {
      return new ScalarTypes.Switch();
    }

    if (raw == String.class) {
      return new ScalarTypes.Text();
    }

    if (raw == Location.class) {
      return new LocationType();
    }

    if (raw == Call.class) {
      return new CallType();
    }

    if (raw == OptimizerGroup.class) {
      return new OptimizerGroup.Type();
    }

    if (raw == List.class) {
      return new ListType(valueType(argument(javaType), range));
    }

    if (raw == ClassWeights.class) {
      return new ClassWeights.Type(new ListType(new ScalarTypes.Real(range)));
    }

    if (raw == MaxBad.class) {
      return new MaxBadType();
    }

    if (raw == LayerList.class) {
      return new LayerListType();
    }

    if (raw.isEnum()) {
      return ScalarTypes.OneOf.of(raw);
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
