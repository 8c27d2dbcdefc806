package org.convoy.bench.sync.dl4j;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.bench.BenchmarkCase;
import org.convoy.bench.dl4j.StockNetworks;
import org.convoy.bench.sync.Commands;
import org.convoy.bench.sync.Outcome;
import org.convoy.bench.sync.RandomImages;
import org.convoy.bench.sync.Task;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The contestant {@code dl4j-spark}: stock layers, trained by {@code
 * ParameterAveragingTrainingMaster} as it comes, but for the batch size, the workers and the steps
 * between two averagings.
 */
public final class StockContestant {
  private static final float LEVELS = 255;
  private static final int TIMED_STEPS = 5;

  private final JavaSparkContext spark;

  private StockContestant(JavaSparkContext spark) {
    this.spark = spark;
  }

  public static void main(String[] arguments) throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster(arguments[0])
            .setAppName("dl4j-spark")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Commands.serve("dl4j-spark 1.0.0-M2", new StockContestant(spark)::train);
    }
  }

  private Outcome train(Task task) {
    ComputationGraph graph = network(task);
    List<DataSet> examples = examples(task);
    double step =
        secondsOfStep(network(task), DataSet.merge(examples.subList(0, task.batchSize())));
    JavaRDD<DataSet> images = spark.parallelize(examples, task.workers());
    SparkComputationGraph distributed = new SparkComputationGraph(spark, graph, master(task));
    long start = System.nanoTime();
    for (int epoch = 0; epoch < task.epochs(); epoch++) {
      distributed.fit(images);
    }

    double seconds = (System.nanoTime() - start) / 1e9;
    return outcome(task, distributed.getNetwork(), seconds, step);
  }

  /** Of whole trainings only the mean round is known. */
  private static Outcome outcome(Task task, ComputationGraph graph, double seconds, double step) {
    int stepImages = task.batchSize() * task.workers();
    double rounds = task.epochs() * Math.ceil((double) task.images() / stepImages / task.every());
    double computing = step * task.every() * task.workers();
    long state = graph.params().length() + graph.getUpdater().getStateViewArray().length();
    return new Outcome(
        (int) graph.numParams(),
        state * Float.BYTES,
        seconds,
        List.of(new Outcome.Round(seconds / rounds, computing, 0)),
        graph.score(),
        0,
        0);
  }

  private static ComputationGraph network(Task task) {
    ComputationGraph graph =
        new ComputationGraph(StockNetworks.configuration(BenchmarkCase.of(task.model())));
    graph.init();
    return graph;
  }

  private static ParameterAveragingTrainingMaster master(Task task) {
    return new ParameterAveragingTrainingMaster.Builder(task.workers(), 1)
        .batchSizePerWorker(task.batchSize())
        .averagingFrequency(task.every())
        .build();
  }

  private static double secondsOfStep(ComputationGraph graph, DataSet batch) {
    graph.fit(batch);
    long start = System.nanoTime();
    for (int i = 0; i < TIMED_STEPS; i++) {
      graph.fit(batch);
    }

    return (System.nanoTime() - start) / 1e9 / TIMED_STEPS;
  }

  private static List<DataSet> examples(Task task) {
    List<DataSet> examples = new ArrayList<>();
    try (SampleIterator samples = dataset(task).read(new Configuration(), 0, task.images())) {
      samples.forEachRemaining(sample -> examples.add(example(task, sample)));
    }

    return examples;
  }

  private static ImageDataset dataset(Task task) {
    return task.data().isEmpty()
        ? RandomImages.of(task, task.images())
        : DatasetSource.of(DatasetKind.IDX, task.data()).open(new Configuration(), Split.TRAIN);
  }

  private static DataSet example(Task task, Sample sample) {
    byte[] pixels = ((Image) sample.image()).pixels();
    float[] image = new float[pixels.length];
    int area = task.side() * task.side();
    for (int i = 0; i < pixels.length; i++) {
      image[i % task.channels() * area + i / task.channels()] =
          Byte.toUnsignedInt(pixels[i]) / LEVELS;
    }

    INDArray label = Nd4j.zeros(1, Task.CLASSES);
    label.putScalar(sample.label(), 1);
    return new DataSet(
        Nd4j.create(image, new int[] {1, task.channels(), task.side(), task.side()}), label);
  }
}
