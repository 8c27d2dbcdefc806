package org.convoy.ml;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.Setting;
import org.convoy.ml.ClassifyRows.Invalid;
import org.convoy.predict.ImageClassifier;
import org.convoy.run.ModelFile;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.run.SafetensorsWriter;
import org.convoy.run.TrainedModel;
import org.convoy.run.file.OutputFile;

/**
 * A trained network as a Transformer: classifies a column of images, which are decoded and
 * transformed as the network's validation images were. Works on streams as well.
 *
 * <p>It adds {@code rawPrediction} (the logits) and {@code probability}, vectors in the order of
 * {@link #classes}; {@code prediction}, the index of the most probable class, with the names in its
 * metadata; {@code predictedClass}, its name; and with {@code handleInvalid} = keep {@code
 * problem}, why an image cannot be classified, beside nulls.
 */
public final class ImageClassificationModel extends Model<ImageClassificationModel>
    implements MLWritable {
  private static final String FILE = "model.safetensors";

  /** Settings of a run that decide what an image becomes before it is transformed. */
  private static final List<String> DECODING =
      List.of("data.color", "data.scaledDecoding", "data.maxPixels", "data.deepGray", "kernels.");

  private final String uid;
  private final Param<String> imageCol;
  private final Param<String> rawPredictionCol;
  private final Param<String> probabilityCol;
  private final Param<String> predictionCol;
  private final Param<String> predictedClassCol;
  private final Param<String> problemCol;
  private final Param<String> handleInvalid;
  private final StringArrayParam settings;

  /** Null until {@link #read} has read it, and where only columns are asked for. */
  private ModelFile file;

  /** Of each application that classified something. */
  private final Map<SparkContext, Broadcast<float[]>> broadcasts = new WeakHashMap<>();

  /** For Spark's reader, which then sets the parameters. */
  public ImageClassificationModel(String uid) {
    this.uid = requireNonNull(uid, "uid is null");
    imageCol = new Param<>(this, "imageCol", "column of the images");
    rawPredictionCol = new Param<>(this, "rawPredictionCol", "column for the logits");
    probabilityCol = new Param<>(this, "probabilityCol", "column for the probabilities");
    predictionCol = new Param<>(this, "predictionCol", "column for the label");
    predictedClassCol = new Param<>(this, "predictedClassCol", "column for the class's name");
    problemCol = new Param<>(this, "problemCol", "column for why there is no prediction");
    handleInvalid =
        new Param<>(
            this,
            "handleInvalid",
            "what becomes of images that cannot be classified: error (the job fails), skip (their"
                + " rows are left out) or keep (nulls, and the reason in problemCol)");
    settings =
        new StringArrayParam(
            this,
            "settings",
            "config keys data.…=value and kernels.…=value, as convoy predict has");
    setDefault(imageCol, "image");
    setDefault(rawPredictionCol, "rawPrediction");
    setDefault(probabilityCol, "probability");
    setDefault(predictionCol, "prediction");
    setDefault(predictedClassCol, "predictedClass");
    setDefault(problemCol, "problem");
    setDefault(handleInvalid, "error");
    setDefault(settings, new String[0]);
  }

  private ImageClassificationModel(String uid, ModelFile file) {
    this(uid);
    this.file = requireNonNull(file, "file is null");
  }

  /**
   * A model that was trained, by the command line or here.
   *
   * @param location a run folder (its final model), a checkpoint or a pointer to one, or a weights
   *     file, on any Hadoop file system
   * @throws org.convoy.run.file.RunException when there is none
   * @throws org.convoy.weights.WeightFormatException when the file is damaged
   */
  public static ImageClassificationModel of(String location) {
    return of(Identifiable$.MODULE$.randomUID("imageClassification"), location);
  }

  static ImageClassificationModel of(String uid, String location) {
    Configuration hadoop = hadoop();
    TrainedModel trained = TrainedModel.at(location, hadoop);
    ImageClassificationModel model =
        new ImageClassificationModel(uid, trained.read(Optional.empty(), hadoop));
    return model.setSettings(
        trained.run().stream()
            .flatMap(run -> run.config(List.of()).settings().stream())
            .filter(ImageClassificationModel::decidesDecoding)
            .map(setting -> setting.key() + "=" + setting.value())
            .toArray(String[]::new));
  }

  private static boolean decidesDecoding(Setting setting) {
    return !setting.value().equals(setting.byDefault())
        && DECODING.stream().anyMatch(setting.key()::startsWith);
  }

  private static Configuration hadoop() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }

  /** Names of the classes, in the order of the outputs. */
  public List<String> classes() {
    return file.description().classes();
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> imageCol() {
    return imageCol;
  }

  public Param<String> rawPredictionCol() {
    return rawPredictionCol;
  }

  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  public Param<String> predictionCol() {
    return predictionCol;
  }

  public Param<String> predictedClassCol() {
    return predictedClassCol;
  }

  public Param<String> problemCol() {
    return problemCol;
  }

  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  public StringArrayParam settings() {
    return settings;
  }

  /**
   * Default: image. Of type binary (image files), {@code struct<bytes: binary, path: string>}, or
   * as Spark's source {@code image} gives it.
   */
  public ImageClassificationModel setImageCol(String value) {
    set(imageCol, value);
    return this;
  }

  /** Default: rawPrediction. */
  public ImageClassificationModel setRawPredictionCol(String value) {
    set(rawPredictionCol, value);
    return this;
  }

  /** Default: probability. */
  public ImageClassificationModel setProbabilityCol(String value) {
    set(probabilityCol, value);
    return this;
  }

  /** Default: prediction. */
  public ImageClassificationModel setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  /** Default: predictedClass. */
  public ImageClassificationModel setPredictedClassCol(String value) {
    set(predictedClassCol, value);
    return this;
  }

  /** Default: problem. */
  public ImageClassificationModel setProblemCol(String value) {
    set(problemCol, value);
    return this;
  }

  /** Default: error. Others: skip, keep. */
  public ImageClassificationModel setHandleInvalid(String value) {
    set(handleInvalid, value);
    invalid();
    return this;
  }

  /** Config keys {@code data.…=value} and {@code kernels.…=value}, which win over the model's. */
  public ImageClassificationModel setSettings(String... values) {
    set(settings, values);
    return this;
  }

  private Invalid invalid() {
    String name = getOrDefault(handleInvalid);
    return Arrays.stream(Invalid.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "handleInvalid = %s: use error, skip or keep".formatted(name)));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    StructType result = schema;
    ImageColumn.of(schema, getOrDefault(imageCol));
    for (StructField field : added()) {
      if (List.of(schema.fieldNames()).contains(field.name())) {
        throw new IllegalArgumentException(
            "there is a column %s already; give another name for what is added"
                .formatted(field.name()));
      }

      result = result.add(field);
    }

    return result;
  }

  private List<StructField> added() {
    List<StructField> added =
        new ArrayList<>(
            List.of(
                field(getOrDefault(rawPredictionCol), SQLDataTypes.VectorType()),
                field(getOrDefault(probabilityCol), SQLDataTypes.VectorType()),
                new StructField(
                    getOrDefault(predictionCol), DataTypes.DoubleType, true, labelNames()),
                field(getOrDefault(predictedClassCol), DataTypes.StringType)));
    if (invalid() == Invalid.KEEP) {
      added.add(field(getOrDefault(problemCol), DataTypes.StringType));
    }

    return added;
  }

  private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
    return new StructField(name, type, true, Metadata.empty());
  }

  private Metadata labelNames() {
    return file == null ? Metadata.empty() : namesOf(classes());
  }

  private Metadata namesOf(List<String> classes) {
    return NominalAttribute.defaultAttr()
        .withName(getOrDefault(predictionCol))
        .withValues(classes.toArray(String[]::new))
        .toMetadata();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> images) {
    StructType schema = transformSchema(images.schema());
    String label = getOrDefault(predictionCol);
    SparkSession session = images.sparkSession();
    ImageClassifier classifier = classifier();
    ClassifyRows work =
        new ClassifyRows(
            classifier.task(),
            broadcast(session.sparkContext(), classifier),
            ImageColumn.of(images.schema(), getOrDefault(imageCol)),
            invalid());
    Dataset<Row> classified = images.toDF().mapPartitions(work, Encoders.row(schema));
    return classified.withColumn(label, classified.col(label).as(label, labelNames()));
  }

  private ImageClassifier classifier() {
    return ImageClassifier.of(file, ConvoyConfig.withoutData(List.of(getOrDefault(settings))), 1);
  }

  private synchronized Broadcast<float[]> broadcast(
      SparkContext context, ImageClassifier classifier) {
    return broadcasts.computeIfAbsent(
        context,
        unknown ->
            JavaSparkContext.fromSparkContext(context).broadcast(classifier.model().parameters()));
  }

  /**
   * Makes it a function of SQL, {@code NAME(content)}: the name of the most probable class of an
   * image file's bytes; null for null and for what cannot be classified. An image at a time, which
   * is slower than {@link #transform}.
   *
   * @param name such as convoy_classify
   */
  public void register(SparkSession session, String name) {
    ImageClassifier classifier = classifier();
    ClassifyBytes function =
        new ClassifyBytes(classifier.task(), broadcast(session.sparkContext(), classifier));
    session.udf().register(name, function, DataTypes.StringType);
  }

  @Override
  public ImageClassificationModel copy(ParamMap extra) {
    ImageClassificationModel copied = new ImageClassificationModel(uid, file);
    copyValues(copied, extra);
    copied.setParent(parent());
    return copied;
  }

  /** Writes parameters and model into a folder that holds all that is needed to read it again. */
  @Override
  public MLWriter write() {
    return new Writer();
  }

  private final class Writer extends MLWriter {
    @Override
    @SuppressWarnings("deprecation") // the one that Spark 3.5 has as well
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(
          ImageClassificationModel.this,
          path,
          sparkSession().sparkContext(),
          scala.Option.empty(),
          scala.Option.empty());
      OutputFile.at(
              new Path(path, FILE).toString(), sparkSession().sparkContext().hadoopConfiguration())
          .write(stream -> new SafetensorsWriter().write(file, Artifact.MODEL, stream));
    }
  }

  /** Reads what {@link #write} wrote. */
  public static MLReader<ImageClassificationModel> read() {
    return new Reader();
  }

  /** Loads what {@link #save} saved. */
  public static ImageClassificationModel load(String path) {
    return read().load(path);
  }

  private static final class Reader extends MLReader<ImageClassificationModel> {
    @Override
    public ImageClassificationModel load(String path) {
      ImageClassificationModel model =
          new DefaultParamsReader<ImageClassificationModel>().load(path);
      model.file = ModelFile.read(new Path(path, FILE).toString(), hadoop());
      return model;
    }
  }

  @Override
  public String toString() {
    return "ImageClassificationModel(%s, %s, %d classes)"
        .formatted(uid, file.description().architecture().name(), classes().size());
  }
}
