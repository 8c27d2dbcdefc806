package org.convoy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.data.ImageDataset;
import org.convoy.data.source.DatasetSource;
import org.convoy.run.ModelFile;
import org.convoy.run.TrainedModel;
import org.convoy.train.Datasets;
import org.convoy.train.Evaluator;
import org.convoy.train.Models;
import org.convoy.train.config.ConfigException;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.NormalizeConfig;
import org.convoy.train.state.Tally;
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

  @Override
  public Integer call() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    TrainedModel found = subject.find(hadoop);
    ModelFile trained = subject.read(found, hadoop);
    ConvoyConfig config = found.run().map(run -> run.config(overrides())).orElseGet(this::defaults);
    ModelFile model = found.run().isPresent() ? trained : normalized(trained, config);
    ImageDataset dataset = Datasets.validation(config, hadoop);
    Models.requireFit(model.description(), dataset);
    try (JavaSparkContext spark = SparkEnvironment.start();
        Evaluator evaluator = new Evaluator(spark, config, model.description(), dataset)) {
      report(evaluator.evaluate(model));
    }

    return ExitCode.DONE.number();
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

  private void report(Tally tally) {
    Result result = new Result(tally.samples(), tally.correct(), tally.accuracy(), tally.loss());
    console.printf(
        "Accuracy %.4f (%d of %d), loss %.4f%n",
        result.accuracy(), result.correct(), result.samples(), result.loss());
    console.result(result);
  }

  /** The JSON result. */
  record Result(long samples, long correct, double accuracy, double loss) {}
}
