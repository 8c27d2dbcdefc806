package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.card.ModelCard;
import org.convoy.check.PlannedRun;
import org.convoy.cli.console.Secrets;
import org.convoy.cli.process.FailureReport;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.TrackingConfig.Report;
import org.convoy.data.ImageDataset;
import org.convoy.data.LabelMapping;
import org.convoy.data.spark.SampleRdd;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Mistake;
import org.convoy.replica.DriverModel;
import org.convoy.report.DataReport;
import org.convoy.report.Explanation;
import org.convoy.report.ReportData;
import org.convoy.report.ReportData.Details;
import org.convoy.report.ReportPage;
import org.convoy.report.RunReport;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.RunFolder;
import org.convoy.run.file.OutputFile;
import org.convoy.tracking.TensorBoardImages;
import org.convoy.train.Datasets;
import org.convoy.train.Evaluator;
import org.convoy.train.Models;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes report.html of a run. */
final class RunReporter {
  private static final Logger LOG = LoggerFactory.getLogger(RunReporter.class);

  /** Parameters of a model that is read again at the end: no more memory than training took. */
  private static final int LARGEST_AT_END = 1 << 25;

  private static final String WITHOUT_FILTERS =
      "The filters of the first layer are not shown, since the model is large: the command report"
          + " reads it again.";

  static final String FILE = "report.html";
  private static final String AVERAGE = "average.safetensors";
  private static final String CARD = "README.md";

  private final Configuration hadoop;
  private final RunFolder folder;
  private final ConvoyConfig config;
  private final ModelFile model;

  /**
   * @param config the run's, perhaps with data at another place
   */
  RunReporter(Configuration hadoop, RunFolder folder, ConvoyConfig config, ModelFile model) {
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.config = requireNonNull(config, "config is null");
    this.model = requireNonNull(model, "model is null");
  }

  /**
   * Writes the report of a training that has ended, into its folder. The training is what it is: a
   * failure makes the page brief, or leaves it out.
   *
   * @param validation after the last epoch, if this process trained that
   * @return a line for people; nothing where no report is wanted
   */
  static Optional<String> atEnd(
      JavaSparkContext spark, PlannedRun planned, Optional<Evaluation> validation) {
    if (planned.config().tracking().report() == Report.NONE) {
      return Optional.empty();
    }

    Configuration hadoop = spark.hadoopConfiguration();
    RunFolder folder = planned.folder().patient(Duration.ZERO);
    try {
      Details details = detailsAtEnd(spark, planned, folder, validation);
      String file = folder.location() + "/" + FILE;
      write(
          OutputFile.at(file, hadoop),
          RunReport.runs(List.of(folder.location()), hadoop),
          Optional.of(details));
      showInTensorBoard(planned, folder, details);
      return Optional.of("Report  " + file);
    } catch (Exception | OutOfMemoryError e) { // Spark's are checked ones that it does not declare.
      LOG.debug("the report is not written", e);
      return Optional.of("Warning: %s is not written: %s".formatted(FILE, reason(e)));
    }
  }

  private static void showInTensorBoard(PlannedRun planned, RunFolder folder, Details details) {
    if (planned.config().tracking().tensorboard()
        && planned.config().tracking().tensorboardDetails()) {
      ConvoyConfig config = planned.config();
      long images = planned.datasets().train().size();
      long left = images % config.imagesAStep();
      long trained = config.data().dropLast() ? images - left : images;
      TensorBoardImages.write(
          folder, trained * folder.history().size(), DataReport.pictures(details));
    }
  }

  /**
   * Writes the model card of a training that has ended beside its model. The training is what it
   * is, as for the report.
   *
   * @return a line for people, where it is not written
   */
  static Optional<String> cardAtEnd(PlannedRun planned, Configuration hadoop) {
    RunFolder folder = planned.folder().patient(Duration.ZERO);
    try {
      String card =
          ModelCard.of(
              planned.model(),
              planned.driverModel().layout(),
              folder,
              planned.config(),
              planned.config().averagesWeights() ? AVERAGE : "model.safetensors",
              Secrets::hidden);
      OutputFile.at(folder.location() + "/" + CARD, hadoop)
          .write(output -> output.write(card.getBytes(UTF_8)));
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.debug("the model card is not written", e);
      return Optional.of("Warning: %s is not written: %s".formatted(CARD, reason(e)));
    }
  }

  private static Details detailsAtEnd(
      JavaSparkContext spark,
      PlannedRun planned,
      RunFolder folder,
      Optional<Evaluation> validation) {
    Configuration hadoop = spark.hadoopConfiguration();
    ConvoyConfig config = planned.config();
    boolean isLarge = planned.driverModel().layout().size() > LARGEST_AT_END;
    Optional<ModelFile> model = isLarge ? Optional.empty() : Optional.of(folder.model(hadoop));
    if (config.tracking().report() == Report.BRIEF) {
      return brief(folder, config, model, "as tracking.report = brief says");
    }

    try {
      if (validation.isPresent()) {
        List<String> remarks = isLarge ? List.of(WITHOUT_FILTERS) : List.of();
        Details details = RunReport.details(folder, config, model, remarks);
        return withData(spark, planned, details, validation.get());
      }

      return isLarge
          ? brief(folder, config, model, "since the model is large: the command report does it")
          : new RunReporter(hadoop, folder, config, model.orElseThrow())
              .details(spark, planned.datasets(), Optional.empty());
    } catch (Exception e) { // As above.
      LOG.debug("the validation data are not looked at for the report", e);
      return brief(folder, config, model, "since that failed: " + reason(e));
    }
  }

  /** Without another evaluation: of the data, no more than the mistaken samples is read. */
  private static Details withData(
      JavaSparkContext spark, PlannedRun planned, Details details, Evaluation validation) {
    Set<Integer> mistaken = mistaken(validation);
    ImageDataset images = planned.datasets().validation();
    int partitions = planned.config().data().partitions();
    try (SampleRdd samples = SampleRdd.read(spark, images, partitions)) {
      return new DataReport(
              planned.config(), planned.datasets(), planned.model(), spark.hadoopConfiguration())
          .add(details, validation, samples.withIds(mistaken), Optional.empty());
    }
  }

  private static Set<Integer> mistaken(Evaluation evaluation) {
    return evaluation.mistakes().stream().map(Mistake::id).collect(Collectors.toSet());
  }

  private static String reason(Throwable failure) {
    return FailureReport.ending(failure, "").message().strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** What needs no data. */
  private static Details brief(
      RunFolder folder, ConvoyConfig config, Optional<ModelFile> model, String reason) {
    return RunReport.details(folder, config, model, List.of(withoutData(reason)));
  }

  static String withoutData(String reason) {
    return "The data were not looked at, %s.".formatted(reason);
  }

  /**
   * The details with all that one pass over the validation data tells, distributed by Spark.
   *
   * @param explanation of some mistakes, if it is wanted
   */
  Details details(JavaSparkContext spark, Datasets datasets, Optional<Explanation> explanation) {
    ModelDescription description = model.description();
    Datasets matched = matched(datasets, description.classes());
    Models.requireFit(description, matched.validation());
    try (Evaluator evaluator =
        new Evaluator(spark, DriverModel.of(config, description), matched.validation())) {
      Evaluation evaluation = evaluator.evaluate(model);
      return new DataReport(config, matched, description, hadoop)
          .add(
              RunReport.details(folder, config, Optional.of(model), List.of()),
              evaluation,
              evaluator.samples(mistaken(evaluation)),
              explanation);
    }
  }

  private Datasets matched(Datasets datasets, List<String> classes) {
    return new Datasets(
        matched(datasets.train(), classes),
        matched(datasets.validation(), classes),
        datasets.test(),
        datasets.validationName(),
        datasets.remarks());
  }

  private ImageDataset matched(ImageDataset dataset, List<String> classes) {
    return LabelMapping.apply(dataset, classes, LabelMapping.likely(classes), "the model", hadoop);
  }

  /**
   * Writes the page.
   *
   * @param runs what it is of
   * @param details of the only one
   */
  static void write(OutputFile file, List<ReportData.Run> runs, Optional<Details> details) {
    ReportData data = new ReportData(Version.number(), runs, details.orElse(null));
    byte[] page = ReportPage.html(data, Secrets::hidden).getBytes(UTF_8);
    file.write(output -> output.write(page));
  }
}
