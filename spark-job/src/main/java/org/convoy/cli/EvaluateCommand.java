package org.convoy.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.cli.argument.ModelArguments;
import org.convoy.cli.console.ClassTable;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig;
import org.convoy.config.NormalizeConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.ImageDataset;
import org.convoy.data.LabelMapping;
import org.convoy.data.Split;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.split.SplitDataset.NamedSplit;
import org.convoy.data.split.StratifiedSplit;
import org.convoy.metric.ClassMetrics;
import org.convoy.metric.ConfusionMatrix;
import org.convoy.metric.Evaluation;
import org.convoy.replica.DriverModel;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.TrainedModel;
import org.convoy.state.Tally;
import org.convoy.train.Datasets;
import org.convoy.train.Evaluator;
import org.convoy.train.Models;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy evaluate}: accuracy and loss of a trained model on test data. */
@Command(
    name = "evaluate",
    description = "Evaluates a trained model on test data.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Mixin private ModelArguments subject;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "config keys, for example data.normalize.mean=[0.5] for a weights file")
  private List<String> settings = List.of();

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = "a folder of test data, or kind:folder (default: the run's own)")
  private String data;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description =
          "train, validation or test (default: what a training is measured on while it goes on,"
              + " else all images where there are no splits)")
  private Split split;

  @Option(
      names = "--per-class",
      description = "also precision, recall and F1 of each class, and which are taken for which")
  private boolean perClass;

  @Override
  public Integer call() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    TrainedModel found = subject.find(hadoop);
    ModelFile trained = subject.read(found, hadoop);
    ModelArguments.unnormalized(trained, settings).ifPresent(console::remark);
    ConvoyConfig config = found.run().map(run -> run.config(overrides())).orElseGet(this::defaults);
    ModelFile model = found.run().isPresent() ? trained : normalized(trained, config);
    NamedSplit evaluated =
        source(config, hadoop).openForEvaluation(hadoop, Optional.ofNullable(split));
    ImageDataset dataset = matched(model.description(), evaluated.dataset(), hadoop);
    Models.requireFit(model.description(), dataset);
    describe(evaluated, dataset, hadoop);
    try (JavaSparkContext spark = SparkEnvironment.start();
        Evaluator evaluator =
            new Evaluator(spark, DriverModel.of(config, model.description()), dataset)) {
      MemoryWatch.OF_PROCESS.workBegins();
      report(evaluated.name(), model.description().classes(), evaluator.evaluate(model));
    }

    return ExitCode.DONE.number();
  }

  /** Other data than the run's have their own splits. */
  private DatasetSource source(ConvoyConfig config, Configuration hadoop) {
    DatasetSource source = Datasets.source(config, hadoop);
    if (data == null) {
      return source;
    }

    DataConfig given = ConvoyConfig.parse("command line", "", overrides()).data();
    DatasetSource other = source.withSplits(given.split().names());
    return given
        .validationFraction()
        .map(share -> other.withValidation(new StratifiedSplit(share, config.seed())))
        .orElse(other);
  }

  private static ImageDataset matched(
      ModelDescription model, ImageDataset dataset, Configuration hadoop) {
    List<String> classes = model.classes();
    return LabelMapping.apply(
        Datasets.withImages(dataset), classes, LabelMapping.likely(classes), "the model", hadoop);
  }

  private void describe(NamedSplit found, ImageDataset dataset, Configuration hadoop) {
    console.printf("Data     %s, %s: %,d%n", dataset.location(), found.name(), dataset.size());
    found.remarks().forEach(remark -> console.println("         " + remark));
    Datasets.withoutImages(found.name(), dataset, hadoop)
        .ifPresent(remark -> console.println("         " + remark));
  }

  /** Normalization on the command line wins over the file's. */
  private static ModelFile normalized(ModelFile model, ConvoyConfig config) {
    NormalizeConfig normalization = config.data().normalize();
    return normalization.mean().isEmpty() ? model : model.withNormalization(normalization);
  }

  /** The defaults: a weights file says nothing of data. */
  private ConvoyConfig defaults() {
    if (data == null) {
      throw new ConfigException(List.of("--data: needed for a weights file, for example idx:DIR"));
    }

    return ConvoyConfig.parse("defaults", "", overrides());
  }

  private List<String> overrides() {
    List<String> overrides = new ArrayList<>(settings);
    if (data != null) {
      DatasetSource source = DatasetSource.parse(SparkEnvironment.hadoopConfiguration(), data);
      overrides.add("data.kind=" + source.kind().specName());
      overrides.add("data.path=" + source.path());
    }

    return overrides;
  }

  private void report(String evaluated, List<String> classes, Evaluation evaluation) {
    Tally tally = evaluation.tally();
    Result result = result(evaluated, classes, evaluation);
    console.printf(
        "Accuracy %.4f (%d of %d), loss %.4f%n",
        result.accuracy(), result.correct(), result.samples(), result.loss());
    console.printf(
        "Top 5    %.4f, macro F1 %.4f, calibration error %.4f%n",
        result.topFiveAccuracy(), result.macroF1(), result.calibrationError());
    if (perClass) {
      ClassTable.lines(evaluation.confusion(), classes).forEach(console::println);
    }

    if (!tally.bad().none()) {
      console.println("Left out, since they cannot be decoded: " + tally.bad());
    }

    console.result(result);
  }

  private Result result(String evaluated, List<String> classes, Evaluation evaluation) {
    Tally tally = evaluation.tally();
    ConfusionMatrix confusion = evaluation.confusion();
    return new Result(
        tally.samples(),
        tally.correct(),
        tally.accuracy(),
        tally.loss(),
        evaluated,
        evaluation.topFiveAccuracy(),
        evaluation.macroF1(classes),
        evaluation.calibration().expectedError(),
        perClass ? confusion.classes(classes) : null,
        perClass ? confusion.rows(classes.size()) : null);
  }

  /** The JSON result; classes and confusion with {@code --per-class} alone. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @SuppressWarnings("ArrayRecordComponent") // It is printed, and not kept.
  record Result(
      long samples,
      long correct,
      double accuracy,
      double loss,
      String split,
      double topFiveAccuracy,
      double macroF1,
      double calibrationError,
      List<ClassMetrics> classes,
      long[][] confusion) {}
}
