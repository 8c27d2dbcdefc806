package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.convoy.check.PlannedRun;
import org.convoy.check.Preflight;
import org.convoy.check.PreflightReport;
import org.convoy.cli.argument.ConfigFiles;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.Secrets;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.LazySpark;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.cli.start.Rehearsal;
import org.convoy.cli.start.Training;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.StrategyConfig.GradientConfig;
import org.convoy.data.split.Subset;
import org.convoy.report.RangeTestData;
import org.convoy.report.ReportPage;
import org.convoy.run.RunFolder;
import org.convoy.run.file.OutputFile;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.Datasets;
import org.convoy.train.DivergedException;
import org.convoy.train.RangeTest;
import org.convoy.train.RangeTest.Point;
import org.convoy.train.TrainingListener;
import org.convoy.train.stop.MemoryWatch;
import org.convoy.train.stop.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy lr-find}: a learning rate for a config. */
@Command(
    name = "lr-find",
    description = {
      "Trains some steps with a learning rate that grows with each until the loss explodes, and"
          + " suggests the one at which the loss falls fastest, or a tenth of the one at which it is"
          + " lowest if that is smaller (learning-rate range test).",
      "Leaves a page with the curve, and no run folder."
    },
    mixinStandardHelpOptions = true,
    footer = {"", Console.TAKES_MASTER})
final class LrFindCommand implements Callable<Integer> {
  private static final int EVALUATED = 32;
  private static final int LEAST_STEPS = 20;
  private static final int SHOWN = 25;

  private final StopRequest stopRequest;

  @Mixin private Console console;

  @Parameters(index = "0", paramLabel = "CONF", description = "config file, on any file system")
  private String conf;

  @Parameters(
      index = "1..*",
      paramLabel = "key=value",
      description = "config keys that override the file's, for example batchSize=256")
  private List<String> overrides = List.of();

  @Option(
      names = "--from",
      paramLabel = "RATE",
      description = "learning rate of the first step (default: 1e-7)")
  private double from = 1e-7;

  @Option(
      names = "--to",
      paramLabel = "RATE",
      description = "learning rate of the last step, if the loss does not explode (default: 10)")
  private double to = 10;

  @Option(names = "--steps", paramLabel = "N", description = "steps of every worker (default: 100)")
  private int steps = 100;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "the page, on any file system; - is standard output (default: NAME-lr-find.html here,"
              + " from the config's name)")
  private String out;

  LrFindCommand(StopRequest stopRequest) {
    this.stopRequest = requireNonNull(stopRequest, "stopRequest is null");
  }

  @Override
  public Integer call() {
    requireRange();
    stopRequest.listenWhileStarting();
    try {
      find();
      return ExitCode.DONE.number();
    } finally {
      stopRequest.started();
    }
  }

  private void requireRange() {
    if (!(from > 0 && to > from && Double.isFinite(to))) {
      throw console.usageError(
          "--from %s --to %s: the learning rate grows, from above 0".formatted(from, to));
    }

    if (steps < LEAST_STEPS) {
      throw console.usageError(
          "--steps %d: at least %d are needed to see where the loss falls"
              .formatted(steps, LEAST_STEPS));
    }
  }

  private void find() {
    String file = out == null ? ConfigFiles.name(conf) + "-lr-find.html" : out;
    console.leaveOutputTo(file);
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    OutputFile output = OutputFile.at(file, hadoop);
    output.requireNoFolder();
    ConvoyConfig training = ConfigFiles.read(conf, overrides);
    Datasets all = Datasets.open(training, hadoop);
    Datasets some = some(training, all);
    ConvoyConfig config =
        RangeTest.config(training, from, to, steps, stepsPerEpoch(training, some.train().size()));
    console.println("Data       " + all.describe());
    RangeTest test = new RangeTest();
    try (LazySpark spark = new LazySpark(stopRequest::listen)) {
      RunFolder unused = RunFolder.at(ConfigFiles.runLocation(null, conf, config), hadoop);
      PlannedRun planned = Training.plan(config, some, unused, hadoop, remark -> {});
      PreflightReport preflight = Preflight.ofTraining(spark.context(), planned);
      preflight.requireNoProblems();
      MemoryWatch.OF_PROCESS.workBegins();
      console.printf("%13s  %8s  %8s%n", "learning rate", "loss", "smoothed");
      train(test, planned, some, spark);
    }

    report(test, training, file, output);
  }

  /** As many as the steps take, or all. */
  private Datasets some(ConvoyConfig training, Datasets all) {
    long images = steps * training.imagesAStep();
    return new Datasets(
        Subset.evenly(all.train(), (int) Math.min(Integer.MAX_VALUE, images)),
        Subset.evenly(all.validation(), EVALUATED));
  }

  private static int stepsPerEpoch(ConvoyConfig training, int images) {
    long step = training.imagesAStep();
    int whole = (int) (images / step);
    return training.data().dropLast() || images % step == 0 ? Math.max(1, whole) : whole + 1;
  }

  private void train(RangeTest test, PlannedRun planned, Datasets some, LazySpark spark) {
    try {
      Rehearsal.train(
          planned,
          some,
          planned.config().epochs(),
          spark.context(),
          stopRequest,
          new TrainingListener() {
            @Override
            public void roundFinished(TrainingState unused, RoundMetrics round) {
              show(test.add(round.learningRate(), round.loss()), test.points().size());
              if (test.isExploded() || test.points().size() == steps) {
                throw new EnoughException();
              }
            }
          });
    } catch (EnoughException e) {
      return;
    } catch (DivergedException e) {
      test.diverged();
    }
  }

  /** Ends a training; no fault. */
  private static final class EnoughException extends RuntimeException {
    EnoughException() {
      super("the test is over", null, false, false);
    }
  }

  private void show(Point point, int number) {
    if (number % Math.max(1, steps / SHOWN) == 0 || number == 1) {
      console.printf(
          "%13s  %8.4f  %8.4f%n", shown(point.learningRate()), point.loss(), point.smoothed());
    }
  }

  /** In three digits. */
  private static String shown(double learningRate) {
    boolean isPlain = learningRate >= 1e-4 && learningRate < 1e4;
    return isPlain
        ? new BigDecimal(learningRate)
            .round(new MathContext(3))
            .stripTrailingZeros()
            .toPlainString()
        : String.format(Locale.ROOT, "%.2e", learningRate);
  }

  private void report(RangeTest test, ConvoyConfig training, String file, OutputFile output) {
    List<String> lines = lines(test);
    RangeTestData data =
        new RangeTestData(
            Version.number(),
            conf,
            String.join(" ", lines),
            test.suggestion().orElse(null),
            test.points());
    byte[] page = ReportPage.html(data, Secrets::hidden).getBytes(UTF_8);
    output.write(stream -> stream.write(page));
    lines.forEach(console::println);
    if (!(training.sync().strategy() instanceof GradientConfig)) {
      console.println(
          "Each step was that of sync.strategy = gradient; what the config's synchronisation makes"
              + " of several is not in it.");
    }

    test.suggestion()
        .ifPresent(
            rate ->
                console.printf(
                    "Suggestion convoy train %s optimizer.learningRate=%s%n", conf, shown(rate)));
    console.println("Written    " + file);
    console.result(
        new Result(
            test.suggestion().orElse(null),
            test.steepest().orElse(null),
            test.isExploded(),
            file,
            test.points()));
  }

  private static List<String> lines(RangeTest test) {
    List<String> lines = new ArrayList<>();
    lines.add(
        test.steepest()
            .map(
                steepest ->
                    "The loss falls fastest at a learning rate of %s and is lowest at %s."
                        .formatted(shown(steepest), shown(test.lowest())))
            .orElse("The loss falls nowhere, so there is no suggestion: try another range."));
    int count = test.points().size();
    double last = count == 0 ? Double.NaN : test.points().get(count - 1).learningRate();
    lines.add(
        test.isExploded()
            ? "It exploded at %s, after %d steps.".formatted(shown(last), count)
            : "It did not explode in %d steps up to %s.".formatted(count, shown(last)));
    return lines;
  }

  /** The JSON result; suggestion and steepest are null where the loss falls nowhere. */
  record Result(
      Double suggestion, Double steepest, boolean exploded, String file, List<Point> points) {}
}
