package org.convoy.config.binding;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Records by reflection: read a component by name, create one from its components. */
public final class Records {

  private Records() {}

  public static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  public static Object component(Record record, String name) {
    try {
      return record.getClass().getMethod(name).invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + name + " of " + record, e);
    }
  }

  static Record create(Class<? extends Record> type, List<Object> components) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(components.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create " + type.getName() + components, e);
    }
  }

  /** The record with other values of those of its components that are named. */
  public static Record with(Record record, Map<String, Object> others) {
    List<Object> components =
        names(record.getClass()).stream()
            .map(name -> others.containsKey(name) ? others.get(name) : component(record, name))
            .toList();
    return create(record.getClass(), components);
  }
}
