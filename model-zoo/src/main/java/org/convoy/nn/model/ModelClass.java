package org.convoy.nn.model;

import java.lang.reflect.InvocationTargetException;

/** Models that are classes on the class path. */
public final class ModelClass {
  private ModelClass() {}

  /**
   * An instance of the class, found by the thread's context class loader.
   *
   * @throws IllegalArgumentException if there is no such class, if it is no {@link ModelFactory},
   *     or if it has no public constructor without arguments, or one that fails
   */
  public static ModelFactory load(String name) {
    Class<?> found = find(name);
    if (!ModelFactory.class.isAssignableFrom(found)) {
      throw new IllegalArgumentException(
          "Class " + name + " is no model: it must implement " + ModelFactory.class.getName());
    }

    ModelFactory factory = create(found.asSubclass(ModelFactory.class));
    return (numClasses, input) -> notNull(name, factory.create(numClasses, input));
  }

  private static Sequential notNull(String name, Sequential model) {
    if (model == null) {
      throw new IllegalArgumentException("Class " + name + " made no model, but null");
    }

    return model;
  }

  /** Does not initialize the class: it may be none that was meant to run. */
  private static Class<?> find(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? ModelClass.class.getClassLoader() : context;
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          "Class " + name + " is not on the class path; add its jar (spark-submit: --jars)", e);
    }
  }

  private static ModelFactory create(Class<? extends ModelFactory> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "The constructor of " + type.getName() + " failed: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "Class "
              + type.getName()
              + " must be public, not abstract, and have a public constructor without arguments",
          e);
    }
  }
}
