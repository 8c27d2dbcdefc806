package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.convoy.data.Sample;
import org.convoy.spark.ScalaCollections;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices;
import scala.Function2;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * What the workers of an epoch's rounds bring back: one partition of the epoch gives one worker's,
 * as a whole, in slices, or as the replica that has it.
 *
 * <p>Written against Spark's Scala interface: what its Java interface takes are closures, which
 * Spark searches for references to clean in the byte code of the classes they are made in, its own
 * largest among them, with every job. With rounds of a few milliseconds that is a good part.
 */
public final class RoundRdd<T> extends RDD<T> {
  private static final ClassTag<Sample> SAMPLE = ClassTag$.MODULE$.apply(Sample.class);

  private final TrainTask task;
  private final Form<T> form;
  private final ClassTag<T> type;

  private RoundRdd(JavaRDD<Sample> samples, TrainTask task, Form<T> form, ClassTag<T> type) {
    super(samples.rdd(), type);
    this.task = requireNonNull(task, "task is null");
    this.form = requireNonNull(form, "form is null");
    this.type = requireNonNull(type, "type is null");
  }

  /** In which form a task gives what its replica has. */
  @FunctionalInterface
  private interface Form<T> extends Serializable {
    Iterator<T> of(TrainedReplica trained);
  }

  /**
   * Of the samples of an epoch and what each partition's worker does in the round: its result as
   * one object.
   */
  public static RoundRdd<RoundResult> whole(JavaRDD<Sample> samples, TrainTask task) {
    return new RoundRdd<>(
        samples,
        task,
        trained -> {
          trained.closeAfter(TaskContext.get());
          return List.of(trained.result(StateSlices.WHOLE, 0)).iterator();
        },
        ClassTag$.MODULE$.apply(RoundResult.class));
  }

  /** As {@link #whole}, slice by slice, each made when it is asked for. */
  public static JavaPairRDD<Integer, RoundResult> sliced(
      JavaRDD<Sample> samples, TrainTask task, StateSlices slices, ComputeStage stage) {
    RoundRdd<Tuple2<Integer, RoundResult>> results =
        new RoundRdd<>(
            samples,
            task,
            trained -> {
              trained.closeAfter(TaskContext.get());
              return IntStream.range(0, slices.count())
                  .mapToObj(slice -> new Tuple2<>(slice, trained.result(slices, slice)))
                  .iterator();
            },
            ClassTag$.MODULE$.apply(Tuple2.class));
    stage.place(results);
    return JavaPairRDD.fromJavaRDD(JavaRDD.fromRDD(results, results.type));
  }

  /** As {@link #whole}, in this process: the replica itself, which the taker gives back. */
  public static RoundRdd<TrainedReplica> lent(JavaRDD<Sample> samples, TrainTask task) {
    return new RoundRdd<>(
        samples,
        task,
        trained -> {
          trained.discardIfFailed(TaskContext.get());
          return List.of(trained).iterator();
        },
        ClassTag$.MODULE$.apply(TrainedReplica.class));
  }

  @Override
  public scala.collection.Iterator<T> compute(Partition partition, TaskContext context) {
    scala.collection.Iterator<Sample> samples =
        this.<Sample>firstParent(SAMPLE).iterator(partition, context);
    return ScalaCollections.asScala(
        form.of(task.train(partition.index(), ScalaCollections.asJava(samples))));
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(SAMPLE).partitions();
  }

  /** Runs the tasks of some partitions; gives what they bring back in order. */
  public List<T> collect(int[] partitions) {
    Object[] results = new Object[partitions.length];
    run(partitions, new OnlyResult<>(), new Place<>(results), type);
    return listOf(results);
  }

  /**
   * As {@link #collect}, where tasks run in this process: what they bring back is not serialized.
   * Of a job that fails, replicas are given back.
   */
  public List<T> takeInProcess(int[] partitions) {
    Object[] results = new Object[partitions.length];
    try (Handover<Object[]> handover = Handover.inProcess(results)) {
      run(
          partitions,
          new HandBack<>(handover, partitions[0]),
          new Ignore(),
          ClassTag$.MODULE$.Unit());
    } catch (Throwable e) { // Of Spark, which declares none of its checked ones.
      Arrays.stream(results).filter(Objects::nonNull).forEach(HandBack::giveBack);
      throw e;
    }

    return listOf(results);
  }

  @SuppressWarnings("unchecked") // the tasks brought them
  private static <T> List<T> listOf(Object[] results) {
    return (List<T>) List.of(results);
  }

  private <U> void run(
      int[] partitions,
      Function2<TaskContext, scala.collection.Iterator<T>, U> action,
      Function2<Object, U, BoxedUnit> handler,
      ClassTag<U> resultType) {
    List<Object> numbers = Arrays.stream(partitions).<Object>mapToObj(i -> i).toList();
    context().runJob(this, action, ScalaCollections.list(numbers), handler, resultType);
  }

  /** Brings a worker's result back. */
  private static final class OnlyResult<T>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, T>
      implements Serializable {
    @Override
    public T apply(TaskContext context, scala.collection.Iterator<T> results) {
      return results.next();
    }
  }

  /** Puts a worker's result into the driver's array. */
  private static final class HandBack<T>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, BoxedUnit>
      implements Serializable {
    private final Handover<Object[]> results;
    private final int firstPartition;

    HandBack(Handover<Object[]> results, int firstPartition) {
      this.results = results;
      this.firstPartition = firstPartition;
    }

    @Override
    public BoxedUnit apply(TaskContext context, scala.collection.Iterator<T> result) {
      Object before = results.value()[context.partitionId() - firstPartition];
      results.value()[context.partitionId() - firstPartition] = result.next();
      giveBack(before);
      return BoxedUnit.UNIT;
    }

    private static void giveBack(Object result) {
      if (result instanceof TrainedReplica trained) {
        trained.close();
      }
    }
  }

  /** Takes the result of a task on the driver. */
  private static final class Place<T> extends AbstractFunction2<Object, T, BoxedUnit> {
    private final Object[] results;

    Place(Object[] results) {
      this.results = results;
    }

    @Override
    public BoxedUnit apply(Object index, T result) {
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
