package org.convoy.cli.process;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.KryoSerializer;
import org.convoy.check.executor.Text;
import org.convoy.run.file.StorageException;
import org.convoy.train.ConvoyKryoRegistrator;
import org.convoy.train.stop.MemoryWatch;

/** Spark and Hadoop as spark-submit, or the script that stands in for it, has configured them. */
public final class SparkEnvironment {
  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String SECRET = "spark.authenticate.secret";
  private static final String SECRET_VARIABLE = "_SPARK_AUTH_SECRET";

  /** What Spark calls an application to which no standalone master gave an id. */
  private static final String UNREGISTERED = "spark-application-";

  /** What Spark reserves of a heap, and half as much again. */
  private static final long LEAST_HEAP = 450L << 20;

  private static volatile boolean wasStarted;

  private SparkEnvironment() {}

  /** With the spark.hadoop.* settings, before any context is started. */
  public static Configuration hadoopConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Starts Spark.
   *
   * @throws SparkStartException when it does not start, which is a matter of settings or cluster
   * @throws StorageException when this process cannot write where Spark does
   */
  public static JavaSparkContext start() {
    wasStarted = true;
    FullDisk.problem(new SparkConf())
        .ifPresent(
            problem -> {
              throw new StorageException(problem);
            });
    JavaSparkContext spark = newContext();
    if (spark.sc().applicationId().startsWith(UNREGISTERED)) {
      spark.close();
      throw new SparkStartException(spark.master() + " took no application");
    }

    MemoryWatch.OF_PROCESS.watch(spark.sc());
    return spark;
  }

  private static JavaSparkContext newContext() {
    SparkConf settings = withSecret(new SparkConf(), System.getenv());
    requireClassic(settings, System.getenv());
    requireHeap(settings, Runtime.getRuntime().maxMemory());
    if (!"cluster".equals(settings.get("spark.submit.deployMode", ""))) { // Else it started this.
      ClusterManager.requireAnswer(settings, hadoopConfiguration(), System.getenv());
    }
    try {
      return new JavaSparkContext(withSurvival(withSerializer(settings)));
    } catch (Exception e) { // Spark's own are checked ones, which its API does not declare.
      if (e instanceof SparkThrowable
          || e instanceof IllegalArgumentException
          || e instanceof IOException) {
        throw new SparkStartException(e);
      }

      throw e;
    }
  }

  /** Not a client of Spark Connect, for which Spark also leaves out some of its own jars. */
  static void requireClassic(SparkConf settings, Map<String, String> environment) {
    String remote = settings.get("spark.remote", environment.getOrDefault("SPARK_REMOTE", ""));
    boolean isConnect = settings.get("spark.api.mode", "classic").equals("connect");
    if (!remote.isEmpty() || isConnect) {
      throw new SparkStartException(
          "%s is Spark Connect, which has no RDDs; give a master in place of it"
              .formatted(isConnect ? "spark.api.mode = connect" : "spark.remote = " + remote));
    }
  }

  /** Spark refuses a smaller one, too, and names no setting of ours. */
  static void requireHeap(SparkConf settings, long heapBytes) {
    if (heapBytes < LEAST_HEAP && !settings.contains("spark.testing.memory")) {
      throw new SparkStartException(
          "the driver has a heap of %s, and Spark takes %s to begin with; set CONVOY_DRIVER_MEMORY=%s (spark-submit: --driver-memory)"
              .formatted(Text.size(heapBytes), Text.size(LEAST_HEAP), Text.setting(2 * LEAST_HEAP)),
          "");
    }
  }

  /**
   * Starts and stops Spark if nothing has started it yet, as for a run that was finished already:
   * an application master takes a driver without Spark for a failure.
   */
  public static void startOnce() {
    if (!wasStarted) {
      start().close();
    }
  }

  /**
   * Fills in the only settings that Convoy cannot run without, for a plain spark-submit: states and
   * samples travel by Kryo alone, those of a large network are larger than its buffer, and what the
   * preflight counts of heaps holds for blocks that fill regions of the garbage collector.
   */
  public static SparkConf withSerializer(SparkConf settings) {
    return settings
        .setIfMissing("spark.serializer", KryoSerializer.class.getName())
        .setIfMissing("spark.kryo.registrator", ConvoyKryoRegistrator.class.getName())
        .setIfMissing("spark.kryoserializer.buffer.max", "1g")
        .setIfMissing("spark.broadcast.blockSize", "4095k")
        .setIfMissing("spark.storage.unrollMemoryThreshold", "1047552");
  }

  /**
   * A task that runs out of memory ends an executor, which another one takes the place of. Where
   * the tasks run in this process it fails as any other, so that there is somebody to tell of it.
   */
  public static SparkConf withSurvival(SparkConf settings) {
    String master = settings.get("spark.master", "");
    return master.startsWith("local") && !master.startsWith("local-cluster")
        ? settings.setIfMissing("spark.executor.killOnFatalError.depth", "0")
        : settings;
  }

  /**
   * A standalone worker that starts a driver takes the cluster's secret out of the command line and
   * puts it into the environment; only executors look for it there.
   */
  public static SparkConf withSecret(SparkConf settings, Map<String, String> environment) {
    boolean missing = settings.getBoolean(AUTHENTICATE, false) && !settings.contains(SECRET);
    return missing && environment.containsKey(SECRET_VARIABLE)
        ? settings.set(SECRET, environment.get(SECRET_VARIABLE))
        : settings;
  }

  /** The application's id as far as it is known before Spark starts: to YARN's drivers. */
  public static String applicationBeforeStart() {
    return new SparkConf().get("spark.yarn.app.id", "");
  }

  /** Whether this is the driver within YARN's application master, which reports how it ended. */
  public static boolean isApplicationMaster(SparkConf settings) {
    return settings.get("spark.master", "").equals("yarn")
        && settings.get("spark.submit.deployMode", "client").equals("cluster");
  }
}
