package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.sampler.EpochOrder;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.Slot;
import org.convoy.data.spark.ShuffledEpoch.EpochPartitioner;
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
    JavaRDD<byte[]> rows =
        examples
            .chunks()
            .mapPartitionsWithIndex(
                (partition, chunks) -> place(chunks, layout, firstIds[partition], plan), false)
            .mapToPair(placed -> placed)
            .partitionBy(new EpochPartitioner(plan))
            .mapPartitionsWithIndex((partition, placed) -> arrange(partition, placed, plan), true);
    return new DealtExamples(plan, rows);
  }

  private static Iterator<Tuple2<Integer, byte[]>> place(
      Iterator<byte[]> chunks, ExampleLayout layout, int firstId, EpochPlan plan) {
    EpochOrder order = plan.order();
    Iterator<byte[]> rows =
        stream(chunks)
            .map(EncodedExamples::of)
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

  private static Iterator<byte[]> arrange(
      int partition, Iterator<Tuple2<Integer, byte[]>> placed, EpochPlan plan) {
    int round = partition / plan.workers();
    int worker = partition % plan.workers();
    byte[][] rows = new byte[plan.samplesInRound(round, worker)][];
    int count = 0;
    while (placed.hasNext()) {
      Tuple2<Integer, byte[]> example = placed.next();
      Slot slot = plan.slot(example._1());
      count += rows[slot.offset()] == null ? 1 : 0;
      rows[slot.offset()] = example._2();
    }

    if (count < rows.length) {
      throw new IllegalStateException(
          "Worker %d has only %d of its %d examples of round %d: the RDD gave other examples when it was read again; persist it"
              .formatted(worker, count, rows.length, round));
    }

    return Arrays.asList(rows).iterator();
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
