package org.convoy.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * The examples of an RDD of data sets, numbered in the order of its partitions, kept encoded by
 * Spark until closed.
 */
record Examples(JavaRDD<byte[]> chunks, ExampleLayout layout, List<Integer> counts)
    implements AutoCloseable {
  Examples {
    counts = List.copyOf(counts);
  }

  /**
   * Counts the examples, in one job.
   *
   * @param chunks of {@link EncodedExamples#encode}
   * @param level how Spark keeps them
   * @throws IllegalArgumentException if there are none, or if they differ in shape
   */
  static Examples of(JavaRDD<byte[]> chunks, StorageLevel level) {
    requireNonNull(chunks, "chunks is null").persist(level);
    try {
      List<byte[]> summaries = chunks.mapPartitions(Examples::summarize).collect();
      List<String> layouts =
          summaries.stream().map(Examples::layout).filter(text -> !text.isEmpty()).toList();
      if (layouts.isEmpty()) {
        throw new IllegalArgumentException("The RDD has no examples");
      }

      layouts.forEach(other -> requireEqual(layouts.get(0), other));
      List<Integer> counts =
          summaries.stream().map(summary -> ByteBuffer.wrap(summary).getInt()).toList();
      return new Examples(chunks, ExampleLayout.parse(layouts.get(0)), counts);
    } catch (RuntimeException e) {
      chunks.unpersist(false);
      throw e;
    }
  }

  /** Of a partition: the number of its examples, and their layout. */
  private static Iterator<byte[]> summarize(Iterator<byte[]> chunks) {
    int count = 0;
    String layout = "";
    while (chunks.hasNext()) {
      EncodedExamples examples = new EncodedExamples(chunks.next());
      if (examples.count() > 0) {
        layout = layout.isEmpty() ? examples.layout() : layout;
        requireEqual(layout, examples.layout());
        count = Math.addExact(count, examples.count());
      }
    }

    byte[] text = layout.getBytes(UTF_8);
    ByteBuffer summary = ByteBuffer.allocate(Integer.BYTES + text.length);
    return List.of(summary.putInt(count).put(text).array()).iterator();
  }

  private static String layout(byte[] summary) {
    return new String(summary, Integer.BYTES, summary.length - Integer.BYTES, UTF_8);
  }

  private static void requireEqual(String first, String other) {
    if (!first.equals(other)) {
      throw new IllegalArgumentException(
          "All examples must have arrays of the same shapes, found %s and %s"
              .formatted(first, other));
    }
  }

  int size() {
    return counts.stream().reduce(0, Math::addExact);
  }

  /** The number of the first example of each partition. */
  int[] firstIds() {
    int[] first = new int[counts.size()];
    for (int partition = 1; partition < first.length; partition++) {
      first[partition] = first[partition - 1] + counts.get(partition - 1);
    }

    return first;
  }

  @Override
  public void close() {
    chunks.unpersist(false);
  }
}
