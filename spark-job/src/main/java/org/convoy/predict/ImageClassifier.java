package org.convoy.predict;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convoy.common.argument.Bounds;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.spark.KeptBlocks;
import org.convoy.replica.DriverModel;
import org.convoy.replica.Loaders;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.state.ModelState;

/**
 * Classifies image files, in this process or distributed by Spark. Files that cannot be classified
 * do not stop the others. Images are decoded and transformed as the model's validation images were;
 * where that gives them no size, they are resized to the network's.
 */
public record ImageClassifier(ClassifyTask task, ModelState model) {
  private static final int TASKS_PER_SLOT = 2;
  private static final int IMAGES_PER_TASK = 256;

  public ImageClassifier {
    requireNonNull(task, "task is null");
    requireNonNull(model, "model is null");
  }

  /**
   * Makes a classifier.
   *
   * @param config whose classes, validation transforms and normalization, where it gives any, win
   *     over those of the model
   * @param top how many classes are wanted for each image, at least 1
   * @throws ConfigException when they do not fit the model, or this process cannot run the kernels
   *     that are asked for
   */
  public static ImageClassifier of(ModelFile model, ConvoyConfig config, int top) {
    Bounds.COUNT.check("top", top);

    ModelDescription description = described(model.description(), config.data());
    DriverModel driverModel = DriverModel.of(config, description);
    ClassifyTask task =
        new ClassifyTask(
            driverModel.spec(),
            description,
            config.data().decodeOptions(),
            Loaders.scaling(config.data()),
            top);
    task.check();
    float[] parameters = model.parameters(driverModel.layout());
    return new ImageClassifier(task, new ModelState(parameters, new float[0]));
  }

  private static ModelDescription described(ModelDescription model, DataConfig data) {
    List<String> classes = named(model, data);
    return new ModelDescription(
        model.architecture(),
        classes,
        data.transforms().validation().isEmpty()
            ? model.transforms()
            : data.transforms().validation(),
        data.normalize().mean().isEmpty() ? model.normalization() : data.normalize());
  }

  private static List<String> named(ModelDescription model, DataConfig data) {
    try {
      return model.classesNamed(data.classes());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of("data.classes: " + e.getMessage()));
    }
  }

  /**
   * Classifies files in this process, one thread.
   *
   * @param images any Hadoop file system's
   * @param results given each image's result, in order, as soon as there is one
   */
  public void classify(
      List<String> images, Configuration hadoop, Consumer<ImagePrediction> results) {
    task.run(images, model.parameters(), hadoop, results);
  }

  /**
   * As above, distributed: the files must be readable by the executors.
   *
   * @param results given each image's result, in order, whenever a job is done
   */
  public void classify(
      JavaSparkContext spark, List<String> images, Consumer<ImagePrediction> results) {
    Broadcast<ModelState> shared = spark.broadcast(model);
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    int tasks = TASKS_PER_SLOT * spark.defaultParallelism();
    try {
      for (List<String> part : batches(images, IMAGES_PER_TASK * tasks)) {
        spark
            .parallelize(part, Math.min(tasks, part.size()))
            .mapPartitions(new ClassifyPartition(task, shared, hadoop))
            .collect()
            .forEach(results);
      }
    } finally {
      KeptBlocks.free(shared);
      KeptBlocks.free(hadoop);
    }
  }

  private static List<List<String>> batches(List<String> images, int size) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < images.size(); from += size) {
      batches.add(List.copyOf(images.subList(from, Math.min(images.size(), from + size))));
    }

    return batches;
  }
}
