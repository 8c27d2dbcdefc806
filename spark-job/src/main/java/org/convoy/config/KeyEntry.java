package org.convoy.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.convoy.data.prepare.MaxBad;
import org.convoy.nn.model.LayerList;

/** One key, from its declaration. */
record KeyEntry(String path, Key key, ValueType type, boolean optional) implements Entry {

  static KeyEntry of(String path, Key key, Type javaType) {
    boolean optional = rawType(javaType) == Optional.class;
    Type valueType = optional ? argument(javaType) : javaType;
    return new KeyEntry(path, key, valueType(valueType, Range.of(key)), optional);
  }

  @Override
  public String description() {
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

  /** The value in the absence of the key; a required key has a placeholder. */
  Object defaultValue() {
    if (optional) {
      return Optional.empty();
    }

    return required() ? type.placeholder() : read(key.defaultValue());
  }

  /** The default as text: as it would stand in a file, or empty. */
  String defaultText() {
    return optional || required() ? "" : type.render(defaultValue());
  }

  /** Wraps a value of the type in an Optional where the record component is one. */
  Object asComponent(Object value) {
    return optional ? Optional.of(value) : value;
  }

  /** The value of this key in a section as HOCON, unless it is an empty Optional. */
  Optional<String> render(Record section) {
    Object value = valueIn(section);
    return value instanceof Optional<?> maybe
        ? maybe.map(type::render)
        : Optional.of(type.render(value));
  }

  private Object read(String hocon) {
    ConfigValue value = ConfigFactory.parseString("value = " + hocon).getValue("value");
    return type.read(
            value,
            problem -> {
              throw new IllegalStateException(
                  "default of " + path + " = " + hocon + ": " + problem);
            })
        .orElseThrow();
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
      return new OptimizerGroupType();
    }

    if (raw == List.class) {
      return new ListType(valueType(argument(javaType), range));
    }

    if (raw == ClassWeights.class) {
      return new ClassWeightsType(new ListType(new ScalarTypes.Real(range)));
    }

    if (raw == MaxBad.class) {
      return new MaxBadType();
    }

    if (raw == LayerList.class) {
      return new LayerListType();
    }

    if (raw.isEnum()) {
      return choice(raw);
    }

    throw new IllegalStateException("no configuration key can have the type " + javaType);
  }

  @SuppressWarnings("unchecked") // an enum's class is a Class<? extends Enum<?>>
  private static ValueType choice(Class<?> type) {
    return new ScalarTypes.Choice((Class<? extends Enum<?>>) type);
  }

  private static Class<?> rawType(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }
}
