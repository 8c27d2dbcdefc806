package org.convoy.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.convoy.config.Setting;
import org.convoy.metric.ClassMetrics;
import org.convoy.run.RunFolder;
import org.convoy.run.RunSummary;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundSeconds;

/**
 * What the page is made of, as its script reads it. Pictures are {@code data:} addresses.
 *
 * @param version of Convoy that writes the page
 * @param runs at least one
 * @param details of the only run; null where there are several
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportData(String version, List<Run> runs, Details details) {
  /**
   * A run.
   *
   * @param name the folder's, without the folders around it
   * @param summary as {@code convoy runs} has it, with the keys on which the runs differ
   * @param sentence what it came to
   * @param history its epochs, from 0
   * @param rounds what was noted of its rounds; null where nothing was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Run(
      String name,
      RunSummary summary,
      String sentence,
      List<EpochMetrics> history,
      Rounds rounds) {}

  /**
   * The rounds of a run.
   *
   * @param points neighbours made one where there are many
   * @param seconds of all of them
   */
  public record Rounds(List<Point> points, RoundSeconds seconds, List<WorkerTotal> workers) {}

  /**
   * Some neighbouring rounds: loss, accuracy and throughput of all their images, and means over the
   * rounds.
   *
   * @param epoch how many epochs are trained after them, with its fraction
   */
  public record Point(
      double epoch,
      double loss,
      double accuracy,
      double learningRate,
      double gradientNorm,
      double imagesPerSecond) {}

  /** What a logical worker did in all rounds, and on which hosts. */
  public record WorkerTotal(
      int worker, String hosts, long images, double dataSeconds, double computeSeconds) {}

  /**
   * What is shown of one run alone.
   *
   * @param remarks what is not shown and why, each a sentence
   * @param network null where there is no model yet, as the next
   * @param weightsSha256 of the parameter vector
   * @param settings all keys
   * @param changes of the config since the run was begun
   * @param environment versions by name; none where no checkpoint tells
   * @param commands that train the same again
   * @param filters those of the first convolution, as pictures
   * @param data null where it was not looked at, as the next two
   * @param augmented training samples as the network sees them
   * @param evaluation of the run's model on the validation samples
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Details(
      List<String> remarks,
      Network network,
      String weightsSha256,
      List<Setting> settings,
      List<RunFolder.Change> changes,
      Map<String, String> environment,
      List<String> commands,
      List<String> filters,
      Data data,
      List<Augmented> augmented,
      Evaluated evaluation) {}

  /**
   * A network.
   *
   * @param input channels, height, width
   * @param parameters without running statistics
   */
  public record Network(String name, List<Integer> input, long parameters, int classes) {}

  /**
   * What a run was trained and measured on.
   *
   * @param splits how many images of what
   * @param classes the training images of each class; none where counting them means reading all
   * @param sizes of the images, in words
   */
  public record Data(
      String location, String kind, List<Count> splits, List<Count> classes, String sizes) {}

  /** So many images of something. */
  public record Count(String name, long images) {}

  /**
   * A training sample: as it is, and as the first epochs saw it.
   *
   * @param label name of its class
   * @param pictures the first one before all random transforms
   */
  public record Augmented(String label, List<String> pictures) {}

  /**
   * An evaluation.
   *
   * @param confusion label, predicted class and count of each that is not 0
   * @param calibration samples, correct ones and the sum of the probabilities of each bin
   */
  @SuppressWarnings("ArrayRecordComponent") // It is printed, and not kept.
  public record Evaluated(
      String data,
      long samples,
      long correct,
      double accuracy,
      double loss,
      double topFiveAccuracy,
      double macroF1,
      double calibrationError,
      List<ClassMetrics> classes,
      List<long[]> confusion,
      List<double[]> calibration,
      List<Shown> mistakes) {}

  /**
   * A mistake.
   *
   * @param name of the image's file, or its number
   * @param label name of its class
   * @param predicted name of the class that it was taken for
   * @param probability of that class
   * @param ownProbability of its own class
   * @param picture as the network sees it
   * @param heat the same under a Grad-CAM of the predicted class; null where none was made
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Shown(
      String name,
      String label,
      String predicted,
      double probability,
      double ownProbability,
      String picture,
      String heat) {}
}
