package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.convoy.common.argument.Bounds;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.RepartitionStrategy;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronous parameter averaging for DL4J's SparkComputationGraph and SparkDl4jMultiLayer, in
 * place of its ParameterAveragingTrainingMaster, with the same settings.
 *
 * <p>A fit is an epoch: each example is trained once, in an order drawn from (seed, epoch) and
 * dealt to the workers batch by batch. Parameters and updater state are averaged, weighted by
 * examples, every {@code averagingFrequency} steps. Iteration and epoch counts go on from those of
 * the network, on the workers as well. The result is a function of the network, the data in the
 * RDD's order, and the settings; not of the number of task slots or executors, or of failures.
 *
 * <p>Networks of float32 parameters and any layers; a ComputationGraph of Convoy's own layers alone
 * runs on Convoy's kernels. All examples must have arrays of the same shapes.
 */
public final class ConvoyTrainingMaster
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
  private static final Logger LOG = LoggerFactory.getLogger(ConvoyTrainingMaster.class);

  private final Settings settings;
  private List<TrainingListener> listeners = List.of();

  private ConvoyTrainingMaster(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    train(graph.getSparkContext(), new TrainedGraph(graph), encode(data));
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    train(graph.getSparkContext(), new TrainedGraph(graph), data.map(EncodedExamples::encode));
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    train(network.getSparkContext(), new TrainedLayers(network), encode(data));
  }

  /** One of the networks, and one of the loaders, is null. */
  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    JavaSparkContext spark = network == null ? graph.getSparkContext() : network.getSparkContext();
    LoadedFiles files = LoadedFiles.of(spark, loader, multiLoader);
    try {
      train(
          spark,
          network == null ? new TrainedGraph(graph) : new TrainedLayers(network),
          paths.map(files::encode));
    } finally {
      files.destroy();
    }
  }

  private static JavaRDD<byte[]> encode(JavaRDD<DataSet> data) {
    return data.map(examples -> EncodedExamples.encode(examples.toMultiDataSet()));
  }

  private void train(JavaSparkContext spark, TrainedNetwork network, JavaRDD<byte[]> chunks) {
    new Training(spark, network, settings, listeners).run(chunks);
  }

  /** They are called on the driver after each round, with the averaged network. */
  @Override
  public void setListeners(Collection<TrainingListener> chosen) {
    listeners = List.copyOf(chosen);
  }

  /** As the other; nothing is routed, since no listener runs on a worker. */
  @Override
  public void setListeners(StatsStorageRouter router, Collection<TrainingListener> chosen) {
    setListeners(chosen);
  }

  @Override
  public void addHook(TrainingHook hook) {
    throw noHooks();
  }

  @Override
  public void removeHook(TrainingHook hook) {
    throw noHooks();
  }

  private static UnsupportedOperationException noHooks() {
    return new UnsupportedOperationException(
        "ConvoyTrainingMaster has no training hooks: what they change on a worker would be lost"
            + " when its task is retried; use setListeners for what happens after a round");
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw noWorker();
  }

  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
    throw noWorker();
  }

  private static UnsupportedOperationException noWorker() {
    return new UnsupportedOperationException(
        "The workers of ConvoyTrainingMaster are Spark tasks of its own, no TrainingWorkers");
  }

  @Override
  public void setCollectTrainingStats(boolean collect) {
    if (collect) {
      LOG.warn("ConvoyTrainingMaster collects no training statistics; see Spark's UI");
    }
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return false;
  }

  /** None. */
  @Override
  public SparkTrainingStats getTrainingStats() {
    return null;
  }

  /** There are none. */
  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    return true;
  }

  /** There are none. */
  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    return true;
  }

  @Override
  public String toJson() {
    return settings.toJson();
  }

  /** JSON, which is YAML. */
  @Override
  public String toYaml() {
    return settings.toJson();
  }

  @Override
  public String toString() {
    return "ConvoyTrainingMaster" + settings.toJson();
  }

  /**
   * Settings by the names that ParameterAveragingTrainingMaster gives them, with its defaults.
   * Those that Convoy has no use for are taken and named in one log message.
   */
  public static final class Builder {
    private final Set<String> ignored = new TreeSet<>();
    private int workers;
    private int batchSize = 16;
    private int averagingFrequency = 5;
    private OptimizerStateRule updaterState = OptimizerStateRule.AVERAGE;
    private long seed = 42;
    private StorageLevel storageLevel = StorageLevel.MEMORY_AND_DISK_SER();

    /** With as many workers as Spark's default parallelism: see {@link #workers}. */
    public Builder() {}

    /**
     * As DL4J's builder.
     *
     * @param rddDataSetNumExamples not needed: the examples are counted
     */
    public Builder(int rddDataSetNumExamples) {
      this(null, rddDataSetNumExamples);
    }

    /**
     * As DL4J's builder.
     *
     * @param workers null: as many as Spark's default parallelism
     * @param rddDataSetNumExamples not needed: the examples are counted
     */
    @SuppressWarnings("unused") // taken so that one line of a program changes
    public Builder(Integer workers, int rddDataSetNumExamples) {
      if (workers != null) {
        workers(workers);
      }
    }

    /**
     * The number of logical workers. The result depends on it, and on nothing else of the cluster;
     * unset it is Spark's default parallelism, and then the result depends on that.
     */
    public Builder workers(int number) {
      workers = Bounds.COUNT.check("workers", number);
      return this;
    }

    /** Examples of one worker in one step; 16 unless set. */
    public Builder batchSizePerWorker(int examples) {
      batchSize = Bounds.COUNT.check("batchSizePerWorker", examples);
      return this;
    }

    /** Steps between two averagings; 5 unless set. */
    public Builder averagingFrequency(int steps) {
      averagingFrequency = Bounds.COUNT.check("averagingFrequency", steps);
      return this;
    }

    /**
     * Whether the updater's state is averaged with the parameters, as it is unless set; or begun
     * anew in each round.
     */
    public Builder saveUpdater(boolean save) {
      updaterState = save ? OptimizerStateRule.AVERAGE : OptimizerStateRule.RESET;
      return this;
    }

    /** Of the order of the examples and of all that layers draw; 42 unless set. */
    public Builder rngSeed(long number) {
      seed = number;
      return this;
    }

    /** How Spark keeps the examples during a fit; in memory, then on disk, unless set. */
    public Builder storageLevel(StorageLevel level) {
      storageLevel = requireNonNull(level, "level is null");
      return this;
    }

    /** Ignored: batches are copied in the step, from memory. */
    public Builder workerPrefetchNumBatches(int batches) {
      return ignore("workerPrefetchNumBatches");
    }

    /** Ignored: the mean is taken in one stage. */
    public Builder aggregationDepth(int depth) {
      return ignore("aggregationDepth");
    }

    /** Ignored: examples are always dealt, each exactly once. */
    public Builder repartionData(Repartition repartition) {
      return ignore("repartionData");
    }

    /** Ignored: examples are always dealt, each exactly once. */
    public Builder repartitionStrategy(RepartitionStrategy strategy) {
      return ignore("repartitionStrategy");
    }

    /** Ignored: see {@link #storageLevel}. */
    public Builder storageLevelStreams(StorageLevel level) {
      return ignore("storageLevelStreams");
    }

    /** Ignored: nothing is exported. */
    public Builder rddTrainingApproach(RDDTrainingApproach approach) {
      return ignore("rddTrainingApproach");
    }

    /** Ignored: nothing is exported. */
    public Builder exportDirectory(String directory) {
      return ignore("exportDirectory");
    }

    /** Ignored: see Spark's UI. */
    public Builder collectTrainingStats(boolean collect) {
      return collect ? ignore("collectTrainingStats") : this;
    }

    /**
     * Refused, unless empty.
     *
     * @throws UnsupportedOperationException if there is one
     */
    public Builder trainingHooks(Collection<TrainingHook> hooks) {
      if (!hooks.isEmpty()) {
        throw noHooks();
      }

      return this;
    }

    /** As {@link #trainingHooks(Collection)}. */
    public Builder trainingHooks(TrainingHook... hooks) {
      return trainingHooks(Arrays.asList(hooks));
    }

    private Builder ignore(String setting) {
      ignored.add(setting);
      return this;
    }

    public ConvoyTrainingMaster build() {
      if (!ignored.isEmpty()) {
        LOG.warn(
            "ConvoyTrainingMaster has no use for {}: remove them, or see the Javadoc of its"
                + " Builder",
            String.join(", ", ignored));
      }

      return new ConvoyTrainingMaster(
          new Settings(workers, batchSize, averagingFrequency, updaterState, seed, storageLevel));
    }
  }
}
