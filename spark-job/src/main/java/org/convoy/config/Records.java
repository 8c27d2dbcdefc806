package org.convoy.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Records by reflection: read a component by name, create one from its components. */
final class Records {

  private Records() {}

  static Object component(Record record, String name) {
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
}
