package org.convoy.nn.dl4j;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of a configuration, from its own class up to the base class of its kind: what JSON
 * keeps of it, and what tells two of them apart.
 */
final class Fields {
  private Fields() {}

  static boolean areEqual(Object one, Object other, Class<?> base) {
    return one.getClass() == other.getClass()
        && Arrays.deepEquals(values(one, base), values(other, base));
  }

  static int hash(Object configuration, Class<?> base) {
    return Arrays.deepHashCode(values(configuration, base));
  }

  private static Object[] values(Object configuration, Class<?> base) {
    try {
      List<Object> values = new ArrayList<>();
      for (Field field : of(configuration, base)) {
        values.add(field.get(configuration));
      }

      return values.toArray();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another one with the same values; they share arrays, for none is ever changed. */
  static <T> T copy(T configuration, Class<T> base) {
    try {
      Constructor<?> constructor = configuration.getClass().getDeclaredConstructor();
      constructor.setAccessible(true);
      T copy = base.cast(constructor.newInstance());
      for (Field field : of(configuration, base)) {
        field.set(copy, field.get(configuration));
      }

      return copy;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Field> of(Object configuration, Class<?> base) {
    List<Field> fields = new ArrayList<>();
    Class<?> kind = configuration.getClass();
    for (; base.isAssignableFrom(kind); kind = kind.getSuperclass()) {
      for (Field field : kind.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          field.setAccessible(true);
          fields.add(field);
        }
      }
    }

    return fields;
  }
}
