package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.convoy.data.spark.KeptBlocks;
import scala.reflect.ClassTag$;

/**
 * A value that the driver hands to tasks and takes back when they are over: by reference where they
 * run in its own process, else by a broadcast. A task must not change what it gets by it, unless it
 * was made {@link #inProcess} for that.
 */
public interface Handover<T> extends Serializable, AutoCloseable {
  /** The value, in a task. */
  public T value();

  /** Frees it in the driver and all executors; a failure to do so is logged. */
  @Override
  public void close();

  /** Hands a value to tasks wherever they run. */
  public static <T> Handover<T> of(JavaSparkContext spark, T value) {
    return spark.isLocal() ? inProcess(value) : Copied.of(spark, value);
  }

  /** Hands the value itself to tasks of a Spark that runs them in the driver's process. */
  public static <T> Handover<T> inProcess(T value) {
    return ByReference.to(value);
  }

  /** The key of a value that stays where it is. */
  public record ByReference<T>(long key) implements Handover<T> {
    private static final Map<Long, Object> VALUES = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_KEY = new AtomicLong();

    private static <T> ByReference<T> to(T value) {
      long key = NEXT_KEY.getAndIncrement();
      VALUES.put(key, requireNonNull(value, "value is null"));
      return new ByReference<>(key);
    }

    /** How many values are handed over at the moment. */
    public static int count() {
      return VALUES.size();
    }

    @Override
    @SuppressWarnings("unchecked") // of the type that to() was given
    public T value() {
      Object value = VALUES.get(key);
      if (value == null) {
        throw new IllegalStateException("The value was taken back, or never was in this process");
      }

      return (T) value;
    }

    @Override
    public void close() {
      VALUES.remove(key);
    }
  }

  /** A value of which each executor that asks gets a copy. */
  public record Copied<T>(Broadcast<T> broadcast) implements Handover<T> {
    /** The driver, which computes nothing, keeps its bytes alone. */
    private static <T> Copied<T> of(JavaSparkContext spark, T value) {
      return new Copied<>(
          spark.sc().broadcastInternal(value, true, ClassTag$.MODULE$.apply(value.getClass())));
    }

    @Override
    public T value() {
      return broadcast.value();
    }

    @Override
    public void close() {
      KeptBlocks.destroy(broadcast);
    }
  }
}
