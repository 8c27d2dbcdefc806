package org.convoy.bench.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.replica.DriverModel;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;
import org.convoy.train.HeapNeed;
import org.convoy.train.MemoryNeed;
import org.convoy.train.Models;
import org.convoy.train.Trainer;

/**
 * The contestant {@code convoy}: whole trainings, as {@code convoy train} does them, in one Spark
 * application. Started like it, by spark-submit.
 */
public final class ConvoyContestant {
  private static final int VALIDATION_IMAGES = 16;

  private static final String CONF =
      """
      data { path = random, kind = idx, partitions = 2, normalize { mean = [0.4], std = [0.3] } }
      model { name = lenet5, numClasses = 10 }
      optimizer { name = sgd, learningRate = 0.01, momentum = 0.9, weightDecay = 5e-4 }
      """;

  private final JavaSparkContext spark;

  private ConvoyContestant(JavaSparkContext spark) {
    this.spark = spark;
  }

  public static void main(String[] arguments) throws IOException {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      Commands.serve("Convoy on Spark " + spark.version(), new ConvoyContestant(spark)::train);
    }
  }

  private Outcome train(Task task) throws IOException {
    Path folder = Files.createTempDirectory("convoy-bench-sync");
    try {
      return train(task, folder.resolve("run").toString());
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private Outcome train(Task task, String folder) {
    ConvoyConfig config = ConvoyConfig.parse("bench.conf", CONF, settings(task));
    Datasets datasets = datasets(task, config);
    ModelDescription model = Models.describe(config, datasets.train());
    RunFolder run = RunFolder.at(folder, new Configuration());
    DriverModel driverModel = DriverModel.of(config, model);
    HeapNeed need = MemoryNeed.of(driverModel, datasets, spark, 1).heap();
    if (task.epochs() == 0) {
      return Outcome.untrained(need);
    }

    RoundRecorder recorder = new RoundRecorder();
    long start = System.nanoTime();
    try (Trainer trainer =
        Trainer.builder(spark, driverModel, datasets).listeners(recorder).in(run)) {
      trainer.train();
    }

    return recorder.outcome((System.nanoTime() - start) / 1e9, need);
  }

  private static List<String> settings(Task task) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "epochs=" + Math.max(1, task.epochs()),
                "workers=" + task.workers(),
                "batchSize=" + task.batchSize(),
                "model.name=" + task.model(),
                "sync.every=" + task.every()));
    if (task.channels() > 1) {
      settings.add("data.normalize={mean=[0.4,0.4,0.4],std=[0.3,0.3,0.3]}");
    }

    if (!task.data().isEmpty()) {
      settings.add("data.path=" + task.data());
    }

    settings.addAll(task.settings());
    return settings;
  }

  private static Datasets datasets(Task task, ConvoyConfig config) {
    if (task.data().isEmpty()) {
      return new Datasets(
          RandomImages.of(task, task.images()), RandomImages.of(task, VALIDATION_IMAGES));
    }

    Datasets whole = Datasets.open(config, new Configuration());
    return new Datasets(
        new FirstImages(whole.train(), task.images()),
        new FirstImages(whole.validation(), VALIDATION_IMAGES));
  }
}
