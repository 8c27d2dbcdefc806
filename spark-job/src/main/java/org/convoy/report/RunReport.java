package org.convoy.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.report.ReportData.Details;
import org.convoy.report.ReportData.Network;
import org.convoy.report.ReportData.Run;
import org.convoy.run.ModelFile;
import org.convoy.run.Provenance;
import org.convoy.run.RunFolder;
import org.convoy.run.RunList;
import org.convoy.run.RunSummary;
import org.convoy.run.RunSummary.State;
import org.convoy.run.TrainResult;
import org.convoy.run.file.RunException;
import org.convoy.state.EpochMetrics;
import org.convoy.state.ModelState;
import org.convoy.state.RoundMetrics;
import org.convoy.zoo.Architecture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What run folders tell, for the page: all but what needs the data. */
public final class RunReport {
  private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

  private RunReport() {}

  /**
   * The runs whose folders lie in one of these folders, or are one of them.
   *
   * @throws RunException when a folder is not there or cannot be listed
   */
  public static List<Run> runs(List<String> folders, Configuration hadoop) {
    return RunList.in(folders, hadoop).summaries().stream()
        .map(summary -> run(summary, RunFolder.at(summary.run(), hadoop)))
        .toList();
  }

  private static Run run(RunSummary summary, RunFolder folder) {
    boolean isReadable = summary.state() != State.UNREADABLE;
    List<EpochMetrics> history = isReadable ? folder.history() : List.of();
    Optional<TrainResult> result = isReadable ? folder.result() : Optional.empty();
    List<RoundMetrics> rounds =
        IntStream.rangeClosed(0, isReadable ? history.size() : -1)
            .boxed()
            .flatMap(epoch -> rounds(folder, epoch).stream())
            .toList();
    return new Run(
        folder.path().getName(),
        summary,
        sentence(summary, history, result),
        history,
        rounds.isEmpty() ? null : RoundReport.of(rounds));
  }

  /** Rounds are noted beside the training: a damaged file of them leaves a gap in the curves. */
  private static List<RoundMetrics> rounds(RunFolder folder, int epoch) {
    try {
      return folder.rounds(epoch);
    } catch (RunException e) {
      LOG.warn("Left out of the report: {}", e.getMessage());
      return List.of();
    }
  }

  /** What a run came to, for people. */
  static String sentence(
      RunSummary summary, List<EpochMetrics> history, Optional<TrainResult> result) {
    String images =
        result
            .map(TrainResult::validation)
            .filter(name -> !name.equals("test"))
            .map(name -> "validation")
            .orElse(result.isPresent() ? "test" : "validation");
    String epochs = "%d of %d epochs".formatted(summary.epochs(), summary.epochsWanted());
    String reached =
        history.isEmpty() || summary.accuracy() == null
            ? "No epoch has ended yet."
            : "%s of the %s images are classified correctly%s."
                .formatted(percent(summary.accuracy()), images, best(summary));
    return switch (summary.state()) {
      case DONE ->
          "After %s, trained in %s, %s%s"
              .formatted(
                  summary.epochs() == 1 ? "one epoch" : summary.epochs() + " epochs",
                  duration(summary.seconds()),
                  reached,
                  result.map(RunReport::tested).orElse(""));
      case RUNNING -> "The training is under way, %s are done. %s".formatted(epochs, reached);
      case STOPPED ->
          "The training stopped after %s; the same command continues it. %s"
              .formatted(epochs, reached);
      case DEAD ->
          "The training ended without a word after %s; the same command continues it. %s"
              .formatted(epochs, reached);
      case DIVERGED -> "The training diverged after %s. %s".formatted(epochs, reached);
      case FAILED -> "The training failed after %s. %s".formatted(epochs, reached);
      case UNREADABLE -> "The run cannot be read.";
    };
  }

  private static String best(RunSummary summary) {
    return summary.bestAccuracy() > summary.accuracy()
        ? ", %s after epoch %d, the best one"
            .formatted(percent(summary.bestAccuracy()), summary.bestEpoch())
        : "";
  }

  private static String tested(TrainResult result) {
    return result.test() == null
        ? ""
        : " Of the test images, which took no part in it, it is %s."
            .formatted(percent(result.test().accuracy()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f\u00a0%%", 100 * share);
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }

    return whole < 3600
        ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole / 60 % 60);
  }

  /**
   * What is shown of one run alone.
   *
   * @param model its model, if it has one yet
   * @param remarks what is not shown and why
   */
  public static Details details(
      RunFolder folder, ConvoyConfig config, Optional<ModelFile> model, List<String> remarks) {
    Optional<ParameterLayout> layout = model.map(ModelFile::layout);
    Optional<float[]> parameters = model.map(file -> file.parameters(layout.orElseThrow()));
    return new Details(
        remarks,
        layout.map(known -> network(known, model.orElseThrow())).orElse(null),
        parameters.map(values -> new ModelState(values, new float[0]).weightsSha256()).orElse(null),
        config.settings(),
        folder.changes(),
        environment(folder),
        commands(folder),
        parameters.map(values -> Pictures.filters(layout.orElseThrow(), values)).orElse(List.of()),
        null,
        List.of(),
        null);
  }

  private static Network network(ParameterLayout layout, ModelFile model) {
    Architecture network = model.description().architecture();
    return new Network(
        network.name(),
        List.of(network.inputChannels(), network.inputHeight(), network.inputWidth()),
        layout.segments().stream()
            .filter(segment -> segment.role().isTrainable())
            .mapToLong(ParameterLayout.Segment::length)
            .sum(),
        network.numClasses());
  }

  private static Map<String, String> environment(RunFolder folder) {
    try {
      return folder.provenance().map(Provenance::versions).orElse(Map.of());
    } catch (RunException e) { // Whoever goes on from that checkpoint is told.
      return Map.of();
    }
  }

  private static List<String> commands(RunFolder folder) {
    String config = folder.location() + "/config.conf";
    return List.of(
        "scripts/convoy train " + quoted(config) + " --run runs/again",
        "scripts/convoy evaluate " + quoted(folder.location()) + " --per-class");
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:@%+=,-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
