package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.cli.console.Secrets;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.ImageDataset;
import org.convoy.data.LabelMapping;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Mistake;
import org.convoy.replica.DriverModel;
import org.convoy.report.DataReport;
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

/** Writes report.html of a run. */
final class RunReporter {
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

  /** The details with all that one pass over the validation data tells, distributed by Spark. */
  Details details(JavaSparkContext spark, Datasets datasets) {
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
              evaluator.samples(mistaken));
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
