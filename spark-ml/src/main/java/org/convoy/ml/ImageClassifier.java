package org.convoy.ml;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.convoy.check.PlannedRun;
import org.convoy.check.Preflight;
import org.convoy.cli.argument.ConfigFiles;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.start.Training;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.RunFolder;
import org.convoy.run.lock.RunLock;
import org.convoy.train.Datasets;
import org.convoy.train.Trainer;

/**
 * Trains a network on a column of images and a column of labels, as an Estimator of Spark ML; by
 * the same driver loop as {@code convoy train}, and to the same weights where config, images and
 * their order are the same.
 *
 * <p>What is trained is said as everywhere: by a config file ({@link #setConfig}), by keys of it
 * ({@link #setSettings}), or by the parameters here that have the names of keys, which win in this
 * order. Each fit has a run folder, {@code RUNS/UID-HASH}, named after the settings and the content
 * of the rows: the same fit continues one that was interrupted, or gives what was trained.
 *
 * <p>Rows are written as Parquet files beside the run folder for the time of the training. Labels
 * are names, or whole numbers from 0, whose names come from the column's metadata if it has some,
 * as a StringIndexer's output has.
 */
public final class ImageClassifier extends Estimator<ImageClassificationModel>
    implements DefaultParamsWritable {
  private final String uid;
  private final Param<String> imageCol;
  private final Param<String> labelCol;
  private final Param<String> validationIndicatorCol;
  private final DoubleParam validationFraction;
  private final Param<String> runs;
  private final Param<String> config;
  private final StringArrayParam settings;
  private final Param<String> model;
  private final IntParam epochs;
  private final IntParam batchSize;
  private final IntParam workers;
  private final DoubleParam learningRate;

  /** A classifier whose runs have names of their own. */
  public ImageClassifier() {
    this(Identifiable$.MODULE$.randomUID("imageClassifier"));
  }

  /**
   * A classifier that finds its runs again.
   *
   * @param uid with which the names of its runs begin
   */
  public ImageClassifier(String uid) {
    this.uid = requireNonNull(uid, "uid is null");
    imageCol = new Param<>(this, "imageCol", "column of the images");
    labelCol = new Param<>(this, "labelCol", "column of the labels");
    validationIndicatorCol =
        new Param<>(
            this, "validationIndicatorCol", "column that is true for rows to validate with");
    validationFraction =
        new DoubleParam(
            this, "validationFraction", "share of each class's rows to validate with, 0 … 1");
    runs = new Param<>(this, "runs", "folder for run folders, on a file system that all reach");
    config = new Param<>(this, "config", "config file, on any file system; data.path is not read");
    settings = new StringArrayParam(this, "settings", "config keys, each key=value");
    model = new Param<>(this, "model", "model.name");
    epochs = new IntParam(this, "epochs", "epochs");
    batchSize = new IntParam(this, "batchSize", "batchSize, of each worker");
    workers = new IntParam(this, "workers", "workers");
    learningRate = new DoubleParam(this, "learningRate", "optimizer.learningRate");
    setDefault(imageCol, "image");
    setDefault(labelCol, "label");
    setDefault(runs, "runs");
    setDefault(settings, new String[0]);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> imageCol() {
    return imageCol;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> validationIndicatorCol() {
    return validationIndicatorCol;
  }

  public DoubleParam validationFraction() {
    return validationFraction;
  }

  public Param<String> runs() {
    return runs;
  }

  public Param<String> config() {
    return config;
  }

  public StringArrayParam settings() {
    return settings;
  }

  public Param<String> model() {
    return model;
  }

  public IntParam epochs() {
    return epochs;
  }

  public IntParam batchSize() {
    return batchSize;
  }

  public IntParam workers() {
    return workers;
  }

  public DoubleParam learningRate() {
    return learningRate;
  }

  /**
   * Default: image. Of type binary (image files), {@code struct<bytes: binary, path: string>}, or
   * as Spark's source {@code image} gives it.
   */
  public ImageClassifier setImageCol(String value) {
    set(imageCol, value);
    return this;
  }

  /** Default: label. Whole numbers from 0, or names. */
  public ImageClassifier setLabelCol(String value) {
    set(labelCol, value);
    return this;
  }

  /** Rows for which this column is true are validated with; the others are trained on. */
  public ImageClassifier setValidationIndicatorCol(String value) {
    set(validationIndicatorCol, value);
    return this;
  }

  /** As {@code data.validationFraction}: drawn from each class with the config's seed. */
  public ImageClassifier setValidationFraction(double value) {
    set(validationFraction, value);
    return this;
  }

  /** Default: runs. */
  public ImageClassifier setRuns(String value) {
    set(runs, value);
    return this;
  }

  /** A file as {@code convoy train} reads it; what it says of where the data lie does not count. */
  public ImageClassifier setConfig(String value) {
    set(config, value);
    return this;
  }

  /** Config keys, each {@code key=value}; they win over the file's. */
  public ImageClassifier setSettings(String... values) {
    set(settings, values);
    return this;
  }

  /** {@code model.name}, such as resnet18. */
  public ImageClassifier setModel(String value) {
    set(model, value);
    return this;
  }

  /** As the key. */
  public ImageClassifier setEpochs(int value) {
    set(epochs, value);
    return this;
  }

  /** As the key: of each worker. */
  public ImageClassifier setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  /** As the key: logical ones, whatever the number of task slots is. */
  public ImageClassifier setWorkers(int value) {
    set(workers, value);
    return this;
  }

  /** {@code optimizer.learningRate}. */
  public ImageClassifier setLearningRate(double value) {
    set(learningRate, value);
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    LabelledRows.requireColumns(schema, getOrDefault(imageCol), getOrDefault(labelCol));
    return new ImageClassificationModel(uid)
        .setImageCol(getOrDefault(imageCol))
        .transformSchema(schema);
  }

  /**
   * Trains, or gives what was trained on the same rows with the same settings.
   *
   * @throws IllegalStateException when the session's serializer is not Kryo with Convoy's
   *     registrator
   * @throws org.convoy.config.binding.ConfigException naming all problems of the config
   * @throws org.convoy.check.PreflightException when the training cannot go well
   * @throws org.convoy.data.DataException when images are damaged, or there are too few
   */
  @Override
  public ImageClassificationModel fit(Dataset<?> images) {
    transformSchema(images.schema());
    LabelledRows rows =
        LabelledRows.of(
            images,
            getOrDefault(imageCol),
            getOrDefault(labelCol),
            get(validationIndicatorCol).isDefined()
                ? Optional.of(getOrDefault(validationIndicatorCol))
                : Optional.empty());
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(images.sparkSession().sparkContext());
    requireSerializer(spark.getConf());
    Configuration hadoop = spark.hadoopConfiguration();
    List<String> keys = keys(rows);
    String source = isSet(config) ? getOrDefault(config) : uid;
    String text = isSet(config) ? ConfigFiles.text(source) : "";
    String location =
        "%s/%s-%s".formatted(getOrDefault(runs), uid, rows.hash(text, keys).substring(0, 8));
    StagedRows staged = StagedRows.at(location + ".rows", hadoop);
    keys.add("data.path=" + LabelledRows.json(staged.location()));
    keys.add("data.kind=parquet");
    ConvoyConfig parsed = ConfigFiles.parse(source, text, keys);
    train(parsed, staged, rows, RunFolder.at(location, hadoop), spark);
    ImageClassificationModel trained = ImageClassificationModel.of(uid, location);
    return copyValues(trained.setImageCol(getOrDefault(imageCol)), new ParamMap()).setParent(this);
  }

  /** Samples and states travel by Kryo alone; a session that has begun cannot be changed. */
  private static void requireSerializer(SparkConf settings) {
    for (String key : List.of("spark.serializer", "spark.kryo.registrator")) {
      String needed = SparkEnvironment.withSerializer(new SparkConf(false)).get(key);
      if (!settings.get(key, "").equals(needed)) {
        throw new IllegalStateException(
            "%s = %s: a training needs a session with %1$s=%s; give it with --conf, or start with --properties-file conf/spark-defaults.conf"
                .formatted(key, settings.get(key, "unset"), needed));
      }
    }
  }

  /** The settings, in the order in which they win. */
  private List<String> keys(LabelledRows rows) {
    List<String> keys = new ArrayList<>(List.of(getOrDefault(settings)));
    add(keys, model, "model.name");
    add(keys, epochs, "epochs");
    add(keys, batchSize, "batchSize");
    add(keys, workers, "workers");
    add(keys, learningRate, "optimizer.learningRate");
    add(keys, validationFraction, "data.validationFraction");
    rows.classes().ifPresent(names -> keys.add("data.classes=" + names));
    return keys;
  }

  private void add(List<String> keys, Param<?> param, String key) {
    if (isSet(param)) {
      keys.add(key + "=" + getOrDefault(param));
    }
  }

  private static void train(
      ConvoyConfig config,
      StagedRows staged,
      LabelledRows rows,
      RunFolder folder,
      JavaSparkContext spark) {
    Configuration hadoop = spark.hadoopConfiguration();
    try (RunLock lock = folder.lock()) {
      if (folder.result().isEmpty()) {
        lock.requireFree(spark.sc().applicationId());
        staged.write(rows);
        PlannedRun planned =
            Training.plan(config, Datasets.open(config, hadoop), folder, hadoop, remark -> {});
        Preflight.ofTraining(spark, planned).requireNoProblems();
        Map<String, String> data = planned.fingerprints(hadoop);
        Training.run(planned, lock, spark, planned.trainer(spark), data, Trainer::train);
      }

      folder.requireModel();
      staged.delete();
    }
  }

  @Override
  public ImageClassifier copy(ParamMap extra) {
    return copyValues(new ImageClassifier(uid), extra);
  }

  /** Reads what {@link #write} wrote. */
  public static MLReader<ImageClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads what {@link #save} saved. */
  public static ImageClassifier load(String path) {
    return read().load(path);
  }
}
