package org.convoy.example;

import java.io.PrintStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.metric.Evaluation;
import org.convoy.replica.DriverModel;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.TrainResult;
import org.convoy.run.lock.RunLock;
import org.convoy.state.EpochMetrics;
import org.convoy.train.ConvoyKryoRegistrator;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.train.Pretrained;
import org.convoy.train.Trainer;
import org.convoy.train.TrainingListener;

/**
 * A training from Java, with its own progress. Started again with the same arguments it continues;
 * {@code convoy evaluate}, {@code predict} and {@code export} take the folder it leaves.
 */
public final class TrainFromJava {
  private TrainFromJava() {}

  /**
   * Trains.
   *
   * @param arguments the folder of a data set, that of the run, and any settings as {@code
   *     epochs=3}
   */
  public static void main(String[] arguments) {
    List<String> settings = List.of(arguments).subList(2, arguments.length);
    SparkConf conf =
        new SparkConf()
            .setAppName("training from Java")
            .setIfMissing("spark.master", "local[2]")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", ConvoyKryoRegistrator.class.getName());
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      TrainResult result = train(spark, arguments[0], arguments[1], settings, System.out);
      System.out.printf("accuracy %.4f, %s%n", result.accuracy(), result.weightsSha256());
    }
  }

  /** Trains {@link TinyNet} on a Spark that is there. */
  static TrainResult train(
      JavaSparkContext spark, String data, String run, List<String> settings, PrintStream output) {
    String text =
        """
        epochs = 3
        data.path = "%s"
        model.name = %s
        """
            .formatted(data, TinyNet.class.getName());
    ConvoyConfig written = ConvoyConfig.parse("TrainFromJava", text, settings);
    Configuration hadoop = spark.hadoopConfiguration();
    Datasets datasets = Datasets.open(written, hadoop);
    ConvoyConfig config = Models.withClassWeights(written, datasets.train(), hadoop);
    ModelDescription model = Models.describe(config, datasets.train());
    Pretrained pretrained = Pretrained.of(config, model, hadoop);

    RunFolder folder = RunFolder.at(run, hadoop);
    try (RunLock lock = folder.lock()) {
      RunFolder held = folder.acquire(lock, spark.sc().applicationId());
      held.begin(config, datasets.fingerprints(hadoop));
      try (Trainer trainer =
          Trainer.builder(spark, DriverModel.of(config, model), datasets)
              .pretrained(pretrained)
              .listeners(progress(output))
              .in(held)) {
        return trainer.train();
      }
    }
  }

  private static TrainingListener progress(PrintStream output) {
    return new TrainingListener() {
      @Override
      public void epochFinished(EpochMetrics metrics, Evaluation validation) {
        output.printf(
            "epoch %d: loss %.3f, validation accuracy %.3f%n",
            metrics.epoch() + 1, metrics.trainLoss(), metrics.validationAccuracy());
      }
    };
  }
}
