package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.convoy.data.Sample;
import org.convoy.train.sync.ReplicaResult;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * What the workers of an epoch's rounds bring back: one result a partition of the epoch.
 *
 * <p>Written against Spark's Scala interface: what its Java interface takes are closures, which
 * Spark searches for references to clean in the byte code of the classes they are made in, its own
 * largest among them, with every job. With rounds of a few milliseconds that is a good part.
 */
final class RoundResults extends RDD<ReplicaResult> {
  private static final ClassTag<ReplicaResult> RESULT =
      ClassTag$.MODULE$.apply(ReplicaResult.class);

  private static final ClassTag<Sample> SAMPLE = ClassTag$.MODULE$.apply(Sample.class);

  private final TrainRound task;

  /** Of the samples of an epoch and what each partition's worker does in the round. */
  RoundResults(JavaRDD<Sample> samples, TrainRound task) {
    super(samples.rdd(), RESULT);
    this.task = requireNonNull(task, "task is null");
  }

  @Override
  public Iterator<ReplicaResult> compute(Partition partition, TaskContext context) {
    Iterator<Sample> samples = this.<Sample>firstParent(SAMPLE).iterator(partition, context);
    ReplicaResult result = task.train(partition.index(), JavaConverters.asJavaIterator(samples));
    return JavaConverters.asScalaIterator(List.of(result).iterator());
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(SAMPLE).partitions();
  }

  /** Runs the tasks of some partitions; gives their results in order. */
  List<ReplicaResult> collect(int[] partitions) {
    ReplicaResult[] results = new ReplicaResult[partitions.length];
    run(partitions, new OnlyResult(), new Place(results), RESULT);
    return List.of(results);
  }

  /** As {@link #collect}, where tasks run in this process: their results are not serialized. */
  List<ReplicaResult> takeInProcess(int[] partitions) {
    ReplicaResult[] results = new ReplicaResult[partitions.length];
    try (Handover<ReplicaResult[]> handover = Handover.inProcess(results)) {
      run(
          partitions,
          new HandBack(handover, partitions[0]),
          new Ignore(),
          ClassTag$.MODULE$.Unit());
    }

    return List.of(results);
  }

  private <T> void run(
      int[] partitions,
      Function2<TaskContext, Iterator<ReplicaResult>, T> action,
      Function2<Object, T, BoxedUnit> handler,
      ClassTag<T> type) {
    List<Object> numbers = Arrays.stream(partitions).<Object>mapToObj(i -> i).toList();
    context().runJob(this, action, JavaConverters.asScalaBuffer(numbers).toSeq(), handler, type);
  }

  /** Brings a worker's result back. */
  private static final class OnlyResult
      extends AbstractFunction2<TaskContext, Iterator<ReplicaResult>, ReplicaResult>
      implements Serializable {
    @Override
    public ReplicaResult apply(TaskContext context, Iterator<ReplicaResult> results) {
      return results.next();
    }
  }

  /** Puts a worker's result into the driver's array. */
  private static final class HandBack
      extends AbstractFunction2<TaskContext, Iterator<ReplicaResult>, BoxedUnit>
      implements Serializable {
    private final Handover<ReplicaResult[]> results;
    private final int firstPartition;

    HandBack(Handover<ReplicaResult[]> results, int firstPartition) {
      this.results = results;
      this.firstPartition = firstPartition;
    }

    @Override
    public BoxedUnit apply(TaskContext context, Iterator<ReplicaResult> result) {
      results.value()[context.partitionId() - firstPartition] = result.next();
      return BoxedUnit.UNIT;
    }
  }

  /** Takes the result of a task on the driver. */
  private static final class Place extends AbstractFunction2<Object, ReplicaResult, BoxedUnit> {
    private final ReplicaResult[] results;

    Place(ReplicaResult[] results) {
      this.results = results;
    }

    @Override
    public BoxedUnit apply(Object index, ReplicaResult result) {
      results[(int) index] = result;
      return BoxedUnit.UNIT;
    }
  }

  private static final class Ignore extends AbstractFunction2<Object, BoxedUnit, BoxedUnit> {
    @Override
    public BoxedUnit apply(Object index, BoxedUnit nothing) {
      return BoxedUnit.UNIT;
    }
  }
}
