package org.convoy.ml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.convoy.check.PlannedRun;
import org.convoy.cli.argument.ConfigFiles;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.start.Training;
import org.convoy.config.ConvoyConfig;
import org.convoy.predict.ImagePrediction;
import org.convoy.run.RunFolder;
import org.convoy.run.lock.RunLock;
import org.convoy.train.Datasets;
import org.convoy.train.Trainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Trains and classifies columns of real JPEG files in a session of Spark SQL. */
@Tag("spark")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestImageClassifier {
  private static final String NETWORK = "model.name=resnet20";

  @TempDir private static Path folder;
  private SparkSession session;
  private Configuration hadoop;
  private ImageClassificationModel trained;

  @BeforeAll
  void train() throws Exception {
    Photos.write(folder.resolve("photos"), "train", 16, 1);
    Photos.write(folder.resolve("photos"), "test", 6, 2);
    Files.writeString(
        folder.resolve("photos.conf"),
        """
        epochs = 3
        batchSize = 8
        workers = 2
        data {
          path = "%s/photos"
          normalize { mean = [0.5, 0.5, 0.5], std = [0.3, 0.3, 0.3] }
          transforms { train = [randomHorizontalFlip, {resize {size = [32, 32]}}]
            validation = [{resize {size = [32, 32]}}] }
        }
        """
            .formatted(folder));
    session =
        SparkSession.builder()
            .config(SparkEnvironment.withSerializer(new SparkConf()))
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate();
    hadoop = session.sparkContext().hadoopConfiguration();
    trained = classifier().fit(photos("*"));
  }

  @AfterAll
  void stop() {
    session.stop();
  }

  /** In the order in which the command line numbers them. */
  private Dataset<Row> photos(String split) {
    return session
        .read()
        .format("binaryFile")
        .load(folder + "/photos/" + split + "/*/*.jpg")
        .withColumn("parts", split(col("path"), "/"))
        .select(
            col("content").as("image"),
            element_at(col("parts"), lit(-2)).as("label"),
            element_at(col("parts"), lit(-3)).equalTo("test").as("validates"),
            col("path"))
        .orderBy("path");
  }

  private ImageClassifier classifier() {
    return classifier("photos");
  }

  private ImageClassifier classifier(String uid) {
    return new ImageClassifier(uid)
        .setConfig(folder.resolve("photos.conf").toString())
        .setSettings(NETWORK)
        .setValidationIndicatorCol("validates")
        .setRuns(folder.resolve("runs").toString());
  }

  private RunFolder run() throws Exception {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      List<Path> ours =
          runs.filter(run -> run.getFileName().toString().startsWith("photos-")).toList();
      assertThat(ours).hasSize(1);
      return RunFolder.at(ours.get(0).toString(), hadoop);
    }
  }

  @Test
  void trainsTheWeightsThatTheSameFolderGives() throws Exception {
    assertThat(run().result().get().weightsSha256()).isEqualTo(weightsOfTheFolder());
    assertThat(run().isSettled()).isTrue();
    assertThat(Path.of(run().location() + ".rows")).doesNotExist();
  }

  /** As the command line trains it. */
  private String weightsOfTheFolder() {
    ConvoyConfig config =
        ConfigFiles.read(folder.resolve("photos.conf").toString(), List.of(NETWORK));
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    RunFolder other = RunFolder.at(folder.resolve("other").toString(), hadoop);
    PlannedRun planned =
        Training.plan(config, Datasets.open(config, hadoop), other, hadoop, remark -> {});
    try (RunLock lock = other.lock()) {
      RunFolder held = other.acquire(lock, "test");
      held.begin(planned.config(), planned.fingerprints(hadoop));
      try (Trainer trainer = planned.trainer(spark).in(held)) {
        return trainer.train().weightsSha256();
      }
    }
  }

  @Test
  void aSecondFitFindsWhatWasTrained() throws Exception {
    Path result = Path.of(run().location(), "result.json");
    long before = Files.getLastModifiedTime(result).toMillis();

    ImageClassificationModel again = classifier().fit(photos("*").repartition(3));

    assertThat(again.classes()).isEqualTo(Photos.CLASSES);
    assertThat(Files.getLastModifiedTime(result).toMillis()).isEqualTo(before);
  }

  @Test
  void classifiesAsPredictDoes() throws Exception {
    List<Row> rows = trained.transform(photos("test")).collectAsList();

    Map<String, ImagePrediction> expected = new HashMap<>();
    org.convoy.predict.ImageClassifier.of(
            run().model(hadoop), ConvoyConfig.withoutData(List.of()), 3)
        .classify(
            rows.stream().map(row -> row.<String>getAs("path")).toList(),
            hadoop,
            result -> expected.put(result.image(), result));
    assertThat(rows).hasSize(18);
    for (Row row : rows) {
      ImagePrediction other = expected.get(row.<String>getAs("path"));
      int label = other.top().get(0).label();
      assertThat(row.<String>getAs("predictedClass")).isEqualTo(other.top().get(0).name());
      assertThat(row.<Double>getAs("prediction")).isEqualTo(label);
      assertThat(row.<Vector>getAs("probability").apply(label))
          .isEqualTo(other.top().get(0).probability());
      assertThat(row.<Vector>getAs("rawPrediction").argmax()).isEqualTo(label);
    }
  }

  /** JPEG files, Spark's decoded images and Hugging Face's struct are the same images. */
  @Test
  void takesImagesInEachForm() {
    Dataset<Row> files = photos("test");
    Dataset<Row> decoded =
        session
            .read()
            .format("image")
            .load(folder + "/photos/test/*/*.jpg")
            .orderBy("image.origin");
    Dataset<Row> structs = files.select(struct(col("image").as("bytes"), col("path")).as("image"));

    List<String> expected = classes(files);
    assertThat(classes(structs)).isEqualTo(expected);
    assertThat(classes(decoded)).isEqualTo(expected);
  }

  private List<String> classes(Dataset<Row> images) {
    return trained.transform(images).select("predictedClass").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void whatIsNoImageIsHandledAsAsked() {
    Dataset<Row> images =
        photos("test")
            .limit(2)
            .withColumn("image", lit("no image".getBytes(UTF_8)))
            .union(photos("test").limit(1));

    assertThatThrownBy(() -> trained.transform(images).collectAsList())
        .hasRootCauseInstanceOf(RuntimeException.class)
        .hasStackTraceContaining("expected an image");
    ImageClassificationModel lenient = trained.copy(ParamMap.empty()).setHandleInvalid("skip");
    assertThat(lenient.transform(images).count()).isOne();
    List<Row> kept = lenient.setHandleInvalid("keep").transform(images).collectAsList();
    assertThat(kept).hasSize(3);
    assertThat(kept.get(0).<Double>getAs("prediction")).isNull();
    assertThat(kept.get(0).<String>getAs("problem")).contains("expected an image");
    assertThat(kept.get(2).<String>getAs("problem")).isNull();
    assertThatThrownBy(() -> lenient.setHandleInvalid("drop"))
        .hasMessage("handleInvalid = drop: use error, skip or keep");
  }

  @Test
  void worksInPipelinesThatAreSavedAndLoaded() throws Exception {
    StringIndexer indexer =
        new StringIndexer()
            .setInputCol("label")
            .setOutputCol("index")
            .setStringOrderType("alphabetDesc");
    ImageClassifier classifier =
        new ImageClassifier("pipeline")
            .setModel("lenet5")
            .setEpochs(1)
            .setLearningRate(0.01)
            .setLabelCol("index")
            .setValidationFraction(0.25)
            .setSettings(
                "data.transforms.train=[{resize {size = [32, 32]}}]",
                "data.transforms.validation=[{resize {size = [32, 32]}}]")
            .setRuns(folder.resolve("runs").toString());
    IndexToString names = new IndexToString().setInputCol("prediction").setOutputCol("name");
    PipelineModel model =
        new Pipeline()
            .setStages(new PipelineStage[] {indexer, classifier, names})
            .fit(photos("train"));

    Path saved = folder.resolve("saved");
    model.save(saved.toString());
    List<Row> expected =
        model.transform(photos("test")).select("probability", "name").collectAsList();
    List<Row> loaded =
        PipelineModel.load(saved.toString())
            .transform(photos("test"))
            .select("probability", "predictedClass")
            .collectAsList();
    assertThat(loaded).isEqualTo(expected);
    ImageClassificationModel own = (ImageClassificationModel) model.stages()[1];
    assertThat(own.classes()).containsExactly("plum", "lime", "apple");
  }

  @Test
  void isCrossValidated() {
    ImageClassifier classifier =
        classifier("folds").setLabelCol("index").setEpochs(1).setValidationFraction(0.25);
    classifier.clear(classifier.validationIndicatorCol());
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(classifier.learningRate(), new double[] {1e-6, 0.05})
            .build();
    Dataset<Row> indexed =
        new StringIndexer()
            .setInputCol("label")
            .setOutputCol("index")
            .fit(photos("train"))
            .transform(photos("train"));

    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(
                new MulticlassClassificationEvaluator()
                    .setLabelCol("index")
                    .setMetricName("accuracy"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .fit(indexed);

    assertThat(best.avgMetrics()).hasSize(2);
    assertThat(best.bestModel()).isInstanceOf(ImageClassificationModel.class);
  }

  @Test
  void classifiesStreamsAndInSql() throws Exception {
    trained.register(session, "convoy_classify");
    List<Row> inSql =
        session
            .sql(
                "SELECT convoy_classify(content) AS c FROM binaryFile.`%s/photos/test/*/*.jpg` ORDER BY path"
                    .formatted(folder))
            .collectAsList();
    assertThat(inSql.stream().map(row -> row.getString(0)).toList())
        .isEqualTo(classes(photos("test")));

    photos("test").write().parquet(folder.resolve("stream").toString());
    Dataset<Row> stream =
        session
            .readStream()
            .schema(photos("test").schema())
            .parquet(folder.resolve("stream").toString());
    StreamingQuery query =
        trained.transform(stream).writeStream().format("memory").queryName("classified").start();
    query.processAllAvailable();
    query.stop();
    assertThat(session.table("classified").count()).isEqualTo(18);
  }

  @Test
  void wrongColumnsAreNamed() {
    assertThatThrownBy(() -> trained.transform(photos("test").drop("image")))
        .hasMessage("there is no column image of images; there are label, validates, path");
    assertThatThrownBy(() -> trained.setImageCol("path").transform(photos("test")))
        .hasMessageStartingWith("column path is string; images are binary (files)");
    trained.setImageCol("image");
    assertThatThrownBy(() -> classifier().setLabelCol("validates").fit(photos("test")))
        .hasMessage("column validates is boolean; labels are whole numbers from 0, or names");
    assertThatThrownBy(
            () ->
                classifier().setLabelCol("index").fit(photos("test").withColumn("index", lit(0.5))))
        .hasMessageStartingWith("column index: 18 rows have a label with a fraction");
    assertThatThrownBy(() -> classifier().setSettings("epoch=1").fit(photos("test")))
        .hasMessageContaining("epoch: unknown key");
  }
}
