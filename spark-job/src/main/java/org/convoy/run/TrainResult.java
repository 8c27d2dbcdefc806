package org.convoy.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.convoy.state.BadImages;
import org.convoy.state.EpochMetrics;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.state.TrainingState;

/**
 * What a finished training gave; the run folder's {@code result.json} and the last line of {@code
 * train --json}.
 *
 * @param run the run folder
 * @param epochs trained in all
 * @param accuracy on the validation samples after the last epoch, 0 … 1
 * @param loss likewise, mean a sample
 * @param imagesPerSecond training throughput over all epochs, validation not counted
 * @param weightsSha256 of the final flat parameter vector as little-endian float32
 * @param validation what the validation samples are called in the data; null in results of versions
 *     that did not write it
 * @param test what a test split besides gave; null where there is none
 * @param badImages those of the last epoch that cannot be decoded; null where there is none
 * @param averageSha256 likewise of the average of the parameters, of which accuracy and loss are;
 *     null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainResult(
    String run,
    int epochs,
    double accuracy,
    double loss,
    double imagesPerSecond,
    String weightsSha256,
    String validation,
    TestResult test,
    BadImages badImages,
    String averageSha256) {
  /** The same, of a run folder that was moved or copied. */
  TrainResult at(String folder) {
    return new TrainResult(
        folder,
        epochs,
        accuracy,
        loss,
        imagesPerSecond,
        weightsSha256,
        validation,
        test,
        badImages,
        averageSha256);
  }

  static TrainResult of(
      String run, TrainingState end, String validation, Optional<TestResult> test) {
    List<EpochMetrics> history = end.history();
    EpochMetrics last = history.get(history.size() - 1);
    float[] average = end.start().memory().get(SynchronizedState.AVERAGE);
    double seconds = history.stream().mapToDouble(EpochMetrics::seconds).sum();
    double images =
        history.stream().mapToDouble(epoch -> epoch.imagesPerSecond() * epoch.seconds()).sum();
    return new TrainResult(
        run,
        history.size(),
        last.validationAccuracy(),
        last.validationLoss(),
        images / seconds,
        end.model().weightsSha256(),
        validation,
        test.orElse(null),
        last.badImages(),
        average == null ? null : new ModelState(average, new float[0]).weightsSha256());
  }

  /** Of the parameters that accuracy and loss are of. */
  public String measuredSha256() {
    return isAveraged() ? averageSha256 : weightsSha256;
  }

  /** Whether an average is the model that was measured. */
  boolean isAveraged() {
    return averageSha256 != null;
  }

  /** Whether accuracy and loss are those of the test split, for want of another one. */
  @JsonIgnore
  public boolean isValidatedOnTest() {
    return validation == null || validation.equals("test");
  }
}
