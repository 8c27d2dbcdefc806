package org.convoy.spark;

import java.util.Iterator;
import java.util.List;
import scala.jdk.javaapi.CollectionConverters;

/** Java's collections as Scala's, and back: views, except for the lists that are made. */
public final class ScalaCollections {
  private ScalaCollections() {}

  /** A copy that serves for either line's {@code Seq}. */
  public static <T> scala.collection.immutable.List<T> list(List<T> elements) {
    return CollectionConverters.asScala(elements).toList();
  }

  public static <T> List<T> asJava(scala.collection.Seq<T> elements) {
    return CollectionConverters.asJava(elements);
  }

  public static <T> scala.collection.Iterator<T> asScala(Iterator<T> elements) {
    return CollectionConverters.asScala(elements);
  }

  public static <T> Iterator<T> asJava(scala.collection.Iterator<T> elements) {
    return CollectionConverters.asJava(elements);
  }
}
