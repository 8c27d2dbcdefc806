package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.cli.argument.ImageArgument;
import org.convoy.cli.argument.ImageArgument.Candidate;
import org.convoy.cli.argument.ModelArguments;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.PredictionFormat;
import org.convoy.cli.console.WorkProgress;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.config.ConvoyConfig;
import org.convoy.predict.ImageClassifier;
import org.convoy.predict.ImagePrediction;
import org.convoy.run.ModelFile;
import org.convoy.run.TrainedModel;
import org.convoy.run.file.OutputFile;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy predict}: what a trained model sees in images. */
@Command(
    name = "predict",
    description = {
      "Classifies images with a trained model, prepared as its validation images were; prints a"
          + " line with path, class and probability, between tabs, for each of the most probable"
          + " classes.",
      "Folders are searched for images at any depth. From 256 images on the work is done by Spark,"
          + " with fewer in this process. An image that cannot be classified is named with the"
          + " reason and does not stop the others; the exit code is then 4.",
      "With --json each image is one JSON object on a line, before that of the counts."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      Console.TAKES_MASTER,
    })
final class PredictCommand implements Callable<Integer> {
  static final int SPARK_FROM = 256;
  private static final Pattern SETTING = Pattern.compile("(data|kernels)(\\.\\w+)+=.*");

  @Mixin private Console console;

  @Mixin private ModelArguments subject;

  @Parameters(
      index = "1..*",
      paramLabel = "IMAGE_OR_DIR",
      description = {
        "image files, folders of them, and patterns such as 'photos/*.jpg', on any file"
            + " system",
        "also config keys as data.…=value and kernels.…=value, which win over what the model says,"
            + " for example data.normalize.mean=[0.5]"
      })
  private List<String> arguments = List.of();

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "5",
      description = "how many classes are told of each image (default: ${DEFAULT-VALUE})")
  private int top;

  @Option(
      names = "--out",
      paramLabel = "CSV",
      description =
          "write a CSV file (image, rank, label, class, probability, problem), on any file system,"
              + " in place of the lines; - is standard output")
  private String out;

  @Override
  public Integer call() {
    checkArguments();
    console.leaveOutputTo(out);
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    ImageClassifier classifier = classifier(hadoop);
    List<Candidate> candidates =
        arguments.stream()
            .filter(argument -> !isSetting(argument))
            .flatMap(argument -> ImageArgument.expand(argument, hadoop, this::remark).stream())
            .toList();
    Counts counts = new Counts();
    if (out == null) {
      PredictionFormat format =
          console.isJson() ? PredictionFormat.JSON_LINES : PredictionFormat.TEXT;
      classify(
          classifier,
          candidates,
          hadoop,
          result -> console.print(format.render(counts.add(result))));
    } else {
      write(classifier, candidates, hadoop, counts);
    }

    report(counts);
    return counts.failed == 0 ? ExitCode.DONE.number() : ExitCode.DATA.number();
  }

  private void checkArguments() {
    if (top < 1) {
      throw console.usageError("--top must be at least 1, not " + top);
    }

    if (arguments.stream().allMatch(PredictCommand::isSetting)) {
      throw console.usageError("Missing IMAGE_OR_DIR, the images to look at");
    }
  }

  private static boolean isSetting(String argument) {
    return SETTING.matcher(argument).matches();
  }

  private ImageClassifier classifier(Configuration hadoop) {
    List<String> settings = arguments.stream().filter(PredictCommand::isSetting).toList();
    TrainedModel found = subject.find(hadoop);
    ModelFile model = subject.read(found, hadoop);
    ModelArguments.unnormalized(model, settings).ifPresent(console::remark);
    ConvoyConfig config =
        found
            .run()
            .map(run -> run.config(settings))
            .orElseGet(() -> ConvoyConfig.withoutData(settings));
    return ImageClassifier.of(model, config, top);
  }

  private void write(
      ImageClassifier classifier, List<Candidate> candidates, Configuration hadoop, Counts counts) {
    OutputFile.at(out, hadoop)
        .write(
            output -> {
              Writer csv = new OutputStreamWriter(output, UTF_8);
              csv.write(PredictionFormat.CSV_HEADER);
              try (WorkProgress progress = console.progress("Predicting", candidates.size(), 0)) {
                classify(
                    classifier,
                    candidates,
                    hadoop,
                    result -> {
                      write(csv, PredictionFormat.CSV.render(counts.add(result)));
                      progress.show(counts.predicted + counts.failed);
                      result.problem().ifPresent(told -> progress.clear());
                    });
              }

              csv.flush();
            });
  }

  private static void write(Writer csv, String text) {
    try {
      csv.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Results come in the order of the candidates. */
  private void classify(
      ImageClassifier classifier,
      List<Candidate> candidates,
      Configuration hadoop,
      Consumer<ImagePrediction> results) {
    InOrder inOrder = new InOrder(candidates, results.andThen(this::warn));
    List<String> images =
        candidates.stream()
            .filter(candidate -> candidate.problem().isEmpty())
            .map(Candidate::location)
            .toList();
    if (images.size() < SPARK_FROM) {
      MemoryWatch.OF_PROCESS.workBegins();
      classifier.classify(images, hadoop, inOrder);
    } else {
      try (JavaSparkContext spark = SparkEnvironment.start()) {
        MemoryWatch.OF_PROCESS.workBegins();
        classifier.classify(spark, images, inOrder);
      }
    }

    inOrder.end();
  }

  private void remark(String remark) {
    console.remark("convoy: " + remark);
  }

  private void warn(ImagePrediction result) {
    result
        .problem()
        .ifPresent(
            problem ->
                remark(
                    PredictionFormat.escaped(result.image())
                        + ": "
                        + PredictionFormat.escaped(problem)));
  }

  private void report(Counts counts) {
    if (out != null) {
      console.printf(
          "Written %s: %d images%s%n",
          out,
          counts.predicted,
          counts.failed == 0 ? "" : ", and the problems of " + counts.failed);
    }

    console.result(new Result(counts.predicted, counts.failed, out));
  }

  /** Puts what is known from the start in between what is computed. */
  private static final class InOrder implements Consumer<ImagePrediction> {
    private final List<Candidate> candidates;
    private final Consumer<ImagePrediction> results;
    private int next;

    private InOrder(List<Candidate> candidates, Consumer<ImagePrediction> results) {
      this.candidates = candidates;
      this.results = results;
    }

    @Override
    public void accept(ImagePrediction computed) {
      end();
      results.accept(
          new ImagePrediction(candidates.get(next).shown(), computed.top(), computed.problem()));
      next += 1;
    }

    /** Tells the problems up to the next candidate without one. */
    private void end() {
      while (next < candidates.size() && candidates.get(next).problem().isPresent()) {
        Candidate candidate = candidates.get(next);
        results.accept(ImagePrediction.failed(candidate.shown(), candidate.problem().get()));
        next += 1;
      }
    }
  }

  private static final class Counts {
    private int predicted;
    private int failed;

    private ImagePrediction add(ImagePrediction result) {
      predicted += result.problem().isEmpty() ? 1 : 0;
      failed += result.problem().isPresent() ? 1 : 0;
      return result;
    }
  }

  /** The last JSON line. */
  record Result(int predicted, int failed, String out) {}
}
