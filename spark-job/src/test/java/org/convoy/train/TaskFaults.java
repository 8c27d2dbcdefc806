package org.convoy.train;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.util.TaskCompletionListener;
import org.awaitility.Awaitility;
import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;

/** Makes tasks fail, executors die and attempts hang, in Spark's own executors. */
public final class TaskFaults implements SparkPlugin {
  private static final String FAULT = "spark.convoy.test.fault";
  private static final String MARKER = "spark.convoy.test.marker";

  /** The third round's task of the second of two workers; no other task has this number. */
  private static final int PARTITION = 5;

  /** Tasks of rounds only, not those that read or evaluate samples, have such numbers. */
  private static final int FIRST_OF_ROUNDS = 2;

  private enum Fault {
    /**
     * The first attempt of every task fails when it is done; the second one of most in training.
     */
    FAILING_TASKS {
      @Override
      void begin(TaskContext task, Path marker) {
        if (task.attemptNumber() == 0) {
          whenDone(
              task,
              done -> {
                throw new IllegalStateException("injected after the task's work");
              });
        }
      }
    },
    /** An executor dies, once, when it has trained its samples of a round. */
    LOST_EXECUTOR {
      @Override
      void begin(TaskContext task, Path marker) {
        if (task.partitionId() == PARTITION && create(marker)) {
          whenDone(task, done -> Runtime.getRuntime().halt(137));
        }
      }
    },
    /** The first attempt of a task hangs until another has done its work. */
    HANGING_TASK {
      @Override
      void begin(TaskContext task, Path marker) {
        if (task.partitionId() == PARTITION && task.attemptNumber() == 0) {
          Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> Files.exists(marker));
        } else if (task.partitionId() == PARTITION) {
          whenDone(task, done -> create(marker));
        }
      }
    };

    abstract void begin(TaskContext task, Path marker);

    private static void whenDone(TaskContext task, TaskCompletionListener listener) {
      task.addTaskCompletionListener(listener);
    }

    final SparkConf in(SparkConf conf, Path marker) {
      return conf.set("spark.plugins", TaskFaults.class.getName())
          .set(FAULT, name())
          .set(MARKER, marker.toString());
    }
  }

  /** Fails all tasks, some twice, with exceptions. */
  static SparkConf failingTasks(SparkConf conf) {
    return Fault.FAILING_TASKS
        .in(conf, Path.of("unused"))
        .set(
            "spark.kryo.registrator",
            conf.get("spark.kryo.registrator") + "," + DamagedSamples.class.getName());
  }

  /**
   * Ends an executor's process in the middle of the first epoch.
   *
   * @param marker a file that is there afterwards
   */
  static SparkConf lostExecutor(SparkConf conf, Path marker) {
    return Fault.LOST_EXECUTOR.in(conf, marker);
  }

  /**
   * Lets a task hang until a speculative copy of it is done.
   *
   * @param marker a file that is there afterwards
   */
  static SparkConf hangingTask(SparkConf conf, Path marker) {
    return Fault.HANGING_TASK.in(conf, marker);
  }

  /** Whether this call made the file. */
  private static boolean create(Path file) {
    try {
      Files.createFile(file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new FaultyExecutor();
  }

  private static final class FaultyExecutor implements ExecutorPlugin {
    private Fault fault;
    private Path marker;

    @Override
    public void init(PluginContext context, Map<String, String> unused) {
      fault = Fault.valueOf(context.conf().get(FAULT));
      marker = Path.of(context.conf().get(MARKER));
    }

    @Override
    public void onTaskStart() {
      fault.begin(TaskContext.get(), marker);
    }
  }

  /**
   * Lets the second worker of a segment end so, once, while it reads its samples of a round.
   *
   * @param marker a file that is there afterwards
   */
  static SparkConf inARound(SparkConf conf, RoundFault fault, Path marker) {
    return conf.set(FAULT, fault.name())
        .set(MARKER, marker.toString())
        .set(
            "spark.kryo.registrator",
            conf.get("spark.kryo.registrator") + "," + DisturbedRounds.class.getName());
  }

  /** What becomes of a worker. */
  enum RoundFault {
    FAILS {
      @Override
      void happen() {
        throw new IllegalStateException("injected in a round");
      }
    },
    DIES {
      @Override
      void happen() {
        Runtime.getRuntime().halt(137);
      }
    };

    abstract void happen();
  }

  /** Sees the samples that a worker of a segment reads. */
  public static final class DisturbedRounds implements KryoRegistrator {
    /** So that it is not the first round, most likely. */
    private static final int SAMPLES = 20;

    private static final AtomicInteger READ = new AtomicInteger();

    @Override
    public void registerClasses(Kryo kryo) {
      PassingSerializer.register(kryo, DisturbedRounds::disturb);
    }

    private static Sample disturb(Sample sample) {
      SparkConf conf = SparkEnv.get().conf();
      if (TaskContext.get() instanceof BarrierTaskContext task
          && task.partitionId() == 1
          && READ.incrementAndGet() > SAMPLES
          && create(Path.of(conf.get(MARKER)))) {
        RoundFault.valueOf(conf.get(FAULT)).happen();
      }

      return sample;
    }
  }

  /** Damages images on their way to the second attempt of a round's task. */
  public static final class DamagedSamples implements KryoRegistrator {
    private static final int EVERY = 11;

    @Override
    public void registerClasses(Kryo kryo) {
      PassingSerializer.register(kryo, DamagedSamples::damage);
    }

    private static Sample damage(Sample sample) {
      TaskContext task = TaskContext.get();
      boolean damaged =
          task != null
              && task.attemptNumber() == 1
              && task.partitionId() >= FIRST_OF_ROUNDS
              && sample.id() % EVERY == 0;
      return damaged
          ? new Sample(sample.id(), sample.label(), new EncodedImage("injected", new byte[0]))
          : sample;
    }
  }

  /** Shows what it has read to somebody before it passes it on. */
  private static final class PassingSerializer extends Serializer<Sample> {
    private final Serializer<Sample> sound;
    private final UnaryOperator<Sample> seen;

    private PassingSerializer(Serializer<Sample> sound, UnaryOperator<Sample> seen) {
      super(false, true);
      this.sound = sound;
      this.seen = seen;
    }

    @SuppressWarnings("unchecked") // the registered serializer is that of the class
    static void register(Kryo kryo, UnaryOperator<Sample> seen) {
      Serializer<Sample> sound = kryo.getSerializer(Sample.class);
      kryo.register(Sample.class, new PassingSerializer(sound, seen));
    }

    @Override
    public void write(Kryo kryo, Output output, Sample sample) {
      sound.write(kryo, output, sample);
    }

    @Override
    public Sample read(Kryo kryo, Input input, Class<Sample> type) {
      return seen.apply(sound.read(kryo, input, type));
    }
  }
}
