package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.sampler.EpochOrder;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.spark.ShuffledEpoch;
import scala.Tuple2;

/**
 * The examples of one epoch, dealt by a shuffle to rounds and workers: partition {@code round *
 * workers + worker} holds those of that worker in that round, in the order of training.
 */
record DealtExamples(EpochPlan plan, JavaRDD<byte[]> rows) implements AutoCloseable {
  /** Plans the shuffle; nothing runs before the first round. */
  static DealtExamples of(Examples examples, EpochPlan plan) {
    requireNonNull(plan, "plan is null");
    ExampleLayout layout = examples.layout();
    int[] firstIds = examples.firstIds();
    JavaPairRDD<Integer, byte[]> placed =
        examples
            .chunks()
            .mapPartitionsWithIndex(
                (partition, chunks) -> place(chunks, layout, firstIds[partition], plan), false)
            .mapToPair(row -> row);
    return new DealtExamples(plan, ShuffledEpoch.deal(placed, plan));
  }

  private static Iterator<Tuple2<Integer, byte[]>> place(
      Iterator<byte[]> chunks, ExampleLayout layout, int firstId, EpochPlan plan) {
    EpochOrder order = plan.order();
    Iterator<byte[]> rows =
        stream(chunks)
            .map(EncodedExamples::new)
            .flatMap(examples -> stream(examples.rows(layout)))
            .iterator();
    return new Iterator<>() {
      private int id = firstId;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Tuple2<Integer, byte[]> next() {
        return new Tuple2<>(order.position(id++), rows.next());
      }
    };
  }

  private static <T> Stream<T> stream(Iterator<T> elements) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(elements, Spliterator.ORDERED), false);
  }

  /** The partitions of one round, by worker. */
  int[] partitions(int round) {
    int first = round * plan.workers();
    return IntStream.range(first, first + plan.workers()).toArray();
  }

  /** Deletes the files of the shuffle on all executors. */
  @Override
  public void close() {
    rows.rdd().cleanShuffleDependencies(true);
  }
}
