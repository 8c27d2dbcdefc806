package org.convoy.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.replica.DriverModel;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.TrainResult;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.stop.StopRequest;

/**
 * Trainings of a small network on {@link SquaresDataset} on a Spark in this JVM, Kryo registration
 * required.
 */
public record SmallTraining(String master, int samples, List<String> settings) {
  /** The line of Scala, by which Spark's launcher looks for its jars. */
  static final String SCALA =
      scala.util.Properties.versionNumberString().replaceFirst("([0-9]+[.][0-9]+).*", "$1");

  private static final String CONF =
      """
      epochs = 2
      workers = 2
      batchSize = 8
      data { path = squares, partitions = 2, normalize { mean = [0.4], std = [0.3] } }
      model {
        layers = [{conv2d {out = 4, kernel = 3}}, relu, flatten, {linear {out = 4}}]
      }
      """;

  public static SmallTraining of(String master, int samples, String... settings) {
    return new SmallTraining(master, samples, List.of(settings));
  }

  /** The same with more settings. */
  public SmallTraining with(String... more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(more));
    return new SmallTraining(master, samples, all);
  }

  public ConvoyConfig config() {
    return ConvoyConfig.parse("small.conf", CONF, settings);
  }

  public DriverModel model() {
    return DriverModel.of(config(), Models.describe(config(), datasets().train()));
  }

  public Datasets datasets() {
    return new Datasets(new SquaresDataset(samples), new SquaresDataset(40));
  }

  /** Trains to the end, from the newest checkpoint in the folder; gives the weights' hashes. */
  public String run(Path folder, TrainingListener... listeners) {
    try (JavaSparkContext spark = new JavaSparkContext(conf(master))) {
      return run(spark, folder, new StopRequest(), listeners);
    }
  }

  /** The same, until a stop is requested. */
  public String run(Path folder, TrainingListener listener, StopRequest stopRequest) {
    try (JavaSparkContext spark = new JavaSparkContext(conf(master))) {
      return run(spark, folder, stopRequest, listener);
    }
  }

  /** The same on another Spark. */
  public String run(SparkConf conf, Path folder, TrainingListener listener) {
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      return run(spark, folder, listener);
    }
  }

  /** The same on a Spark that is there. */
  public String run(JavaSparkContext spark, Path folder, TrainingListener listener) {
    return run(spark, folder, new StopRequest(), listener);
  }

  private String run(
      JavaSparkContext spark, Path folder, StopRequest stopRequest, TrainingListener... listeners) {
    Configuration hadoop = new Configuration();
    Datasets datasets = datasets();
    ConvoyConfig config = Models.withClassWeights(config(), datasets.train(), hadoop);
    ModelDescription model = Models.describe(config, datasets.train());
    RunFolder run = RunFolder.at(folder.toString(), hadoop);
    Pretrained pretrained = Pretrained.of(config, model, hadoop);
    try (Trainer trainer =
        Trainer.builder(spark, DriverModel.of(config, model), datasets)
            .pretrained(pretrained)
            .stopRequest(stopRequest)
            .listeners(listeners)
            .in(run)) {
      TrainResult result = trainer.train();
      return Stream.of(result.weightsSha256(), result.averageSha256())
          .filter(Objects::nonNull)
          .collect(Collectors.joining(" "));
    }
  }

  /** The states after each round. */
  public List<TrainingState> states(Path folder) {
    List<TrainingState> states = new ArrayList<>();
    run(
        folder,
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            states.add(state);
          }
        });
    return states;
  }

  /** The parameters at the end. */
  float[] parameters(Path folder) {
    List<TrainingState> states = states(folder);
    return states.get(states.size() - 1).model().parameters();
  }

  /** Spark's settings for tests. */
  public static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("spark-job tests")
        .set("spark.ui.enabled", "false")
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryo.registrationRequired", "true")
        .set("spark.kryo.registrator", ConvoyKryoRegistrator.class.getName());
  }
}
