package org.convoy.spark;

import java.util.Iterator;
import java.util.List;
import scala.collection.JavaConverters;

/** Java's collections as Scala's, and back: views, except for the lists that are made. */
public final class ScalaCollections {
  private ScalaCollections() {}

  /** A copy that serves for either line's {@code Seq}. */
  public static <T> scala.collection.immutable.List<T> list(List<T> elements) {
    return JavaConverters.asScalaBuffer(elements).toList();
  }

  public static <T> List<T> asJava(scala.collection.Seq<T> elements) {
    return JavaConverters.seqAsJavaList(elements);
  }

  public static <T> scala.collection.Iterator<T> asScala(Iterator<T> elements) {
    return JavaConverters.asScalaIterator(elements);
  }

  public static <T> Iterator<T> asJava(scala.collection.Iterator<T> elements) {
    return JavaConverters.asJavaIterator(elements);
  }
}
