package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.RunException;
import org.convoy.weights.WeightChoice;

/**
 * What a user names as a trained model: a run folder, one of its checkpoints, a pointer to one
 * ({@code RUN/checkpoints/best}), or a weights file.
 *
 * @param run the run that the model belongs to; empty for a weights file
 * @param checkpoint the checkpoint that was named; empty for the run's final model
 * @param location as it was named
 */
public record TrainedModel(Optional<RunFolder> run, Optional<String> checkpoint, String location) {
  private static final long LONGEST_POINTER = 100;

  public TrainedModel {
    requireNonNull(run, "run is null");
    requireNonNull(checkpoint, "checkpoint is null");
    requireNonNull(location, "location is null");
  }

  /**
   * Finds out what was named.
   *
   * @throws RunException when the file system does not answer, or a pointer points nowhere
   */
  public static TrainedModel at(String location, Configuration hadoop) {
    RunFolder folder = RunFolder.at(location, hadoop);
    if (folder.exists()) {
      return new TrainedModel(Optional.of(folder), Optional.empty(), location);
    }

    try {
      FilePlace place = FilePlace.of(location, hadoop);
      return checkpoint(place.files(), place.path())
          .map(checkpoint -> ofCheckpoint(checkpoint, location, hadoop))
          .orElseGet(() -> new TrainedModel(Optional.empty(), Optional.empty(), location));
    } catch (IOException e) {
      throw RunException.unreadable("model", location, e);
    }
  }

  /** True for a run, false for one of its checkpoints or a weights file. */
  public boolean isWholeRun() {
    return run.isPresent() && checkpoint.isEmpty();
  }

  /**
   * Reads the model.
   *
   * @param network in the model zoo, for a weights file that does not say what it is for
   */
  public ModelFile read(Optional<String> network, Configuration hadoop) {
    return read(network, WeightChoice.RAW_IF_THERE, hadoop);
  }

  /**
   * As above.
   *
   * @param choice of what holds raw weights and averaged ones
   */
  public ModelFile read(Optional<String> network, WeightChoice choice, Configuration hadoop) {
    if (isWholeRun()) {
      return run.orElseThrow().model(choice, hadoop).requireNetwork(network);
    }

    return checkpoint.isPresent()
        ? ModelFile.read(weightsOfCheckpoint(choice, hadoop), network, hadoop)
        : ModelFile.read(location, network, choice, hadoop);
  }

  /** The file of a checkpoint's weights. */
  String weightsOfCheckpoint(WeightChoice choice, Configuration hadoop) {
    Path folder = new Path(checkpoint.orElseThrow());
    Path average = new Path(folder, Checkpoints.AVERAGE);
    try {
      boolean isAveraged = FilePlace.of(average.toString(), hadoop).files().util().exists(average);
      return new Path(folder, weights(choice, isAveraged, location)).toString();
    } catch (IOException e) {
      throw RunException.unreadable("model", location, e);
    }
  }

  /** The name of the file that is chosen in a folder: by default what the training measured. */
  static String weights(WeightChoice choice, boolean isAveraged, String location) {
    if (!isAveraged) {
      ModelFile.requireNoAverage(location, choice);
    }

    return isAveraged && choice != WeightChoice.RAW ? Checkpoints.AVERAGE : Checkpoints.MODEL;
  }

  private static TrainedModel ofCheckpoint(Path checkpoint, String location, Configuration hadoop) {
    RunFolder run = RunFolder.at(checkpoint.getParent().getParent().toString(), hadoop);
    return new TrainedModel(
        Optional.of(run).filter(RunFolder::exists), Optional.of(checkpoint.toString()), location);
  }

  private static Optional<Path> checkpoint(FileContext files, Path path) throws IOException {
    FileStatus status;
    try {
      status = files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }

    if (status.isDirectory()) {
      return Optional.of(path).filter(folder -> CheckpointName.parse(folder.getName()).isPresent());
    }

    return status.getLen() <= LONGEST_POINTER ? target(files, path) : Optional.empty();
  }

  private static Optional<Path> target(FileContext files, Path pointer) throws IOException {
    String name = new String(HashedFiles.read(files, pointer), UTF_8).strip();
    if (CheckpointName.parse(name).isEmpty()) {
      return Optional.empty();
    }

    Path checkpoint = new Path(pointer.getParent(), name);
    if (!files.util().exists(checkpoint)) {
      throw new RunException("%s points to %s, which is not there".formatted(pointer, name));
    }

    return Optional.of(checkpoint);
  }
}
