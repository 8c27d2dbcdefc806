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
import org.convoy.check.PlannedRun;
import org.convoy.cli.console.Secrets;
import org.convoy.cli.process.FailureReport;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.TrackingConfig.Report;
import org.convoy.data.ImageDataset;
import org.convoy.data.LabelMapping;
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

  static final String FILE = "report.html";

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
   * @return a line for people; nothing where no report is wanted
   */
  static Optional<String> atEnd(JavaSparkContext spark, PlannedRun planned) {
    Configuration hadoop = spark.hadoopConfiguration();
    RunFolder folder = planned.folder().patient(Duration.ZERO);
    Report wanted = planned.config().tracking().report();
    if (wanted == Report.NONE) {
      return Optional.empty();
    }

    try {
      if (planned.driverModel().layout().size() > LARGEST_AT_END) {
        return Optional.of(writtenWithoutModel(hadoop, planned.config(), folder));
      }

      ModelFile model = folder.model(hadoop);
      RunReporter reporter = new RunReporter(hadoop, folder, planned.config(), model);
      Details details =
          wanted == Report.FULL
              ? reporter.detailsOrWhyNot(spark, planned.datasets())
              : reporter.brief("as tracking.report = brief says");
      String file = folder.location() + "/" + FILE;
      write(
          OutputFile.at(file, hadoop),
          RunReport.runs(List.of(folder.location()), hadoop),
          Optional.of(details));
      return Optional.of("Report  " + file);
    } catch (Exception | OutOfMemoryError e) { // Spark's are checked ones that it does not declare.
      LOG.debug("the report is not written", e);
      return Optional.of("Warning: %s is not written: %s".formatted(FILE, reason(e)));
    }
  }

  private Details detailsOrWhyNot(JavaSparkContext spark, Datasets datasets) {
    try {
      return details(spark, datasets, Optional.empty());
    } catch (Exception e) { // As above.
      LOG.debug("the validation data are not evaluated for the report", e);
      return brief("since that failed: " + reason(e));
    }
  }

  /** With nothing in memory that the training had not. */
  private static String writtenWithoutModel(
      Configuration hadoop, ConvoyConfig config, RunFolder folder) {
    String file = folder.location() + "/" + FILE;
    String remark = withoutData("since the model is large: the command report does it");
    write(
        OutputFile.at(file, hadoop),
        RunReport.runs(List.of(folder.location()), hadoop),
        Optional.of(RunReport.details(folder, config, Optional.empty(), List.of(remark))));
    return "Report  " + file + ", without mistakes and classes: the model is large";
  }

  private static String reason(Throwable failure) {
    return FailureReport.ending(failure, "").message().strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** What needs no data. */
  private Details brief(String reason) {
    return RunReport.details(folder, config, Optional.of(model), List.of(withoutData(reason)));
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
      Set<Integer> mistaken =
          evaluation.mistakes().stream().map(Mistake::id).collect(Collectors.toSet());
      return new DataReport(config, matched, description, hadoop)
          .add(
              RunReport.details(folder, config, Optional.of(model), List.of()),
              evaluation,
              evaluator.samples(mistaken),
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
