package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.convoy.data.file.AtomicFiles;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageAwayException;
import org.convoy.run.file.StorageException;
import org.convoy.run.file.UnreadableCheckpointException;
import org.convoy.run.lock.Ownership;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.state.TrainingState;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run. Each is a folder named by the place where the training continues. It
 * gets that name when it is complete; where a folder cannot be renamed in one step it has it from
 * the start, and is complete once it has its state:
 *
 * <pre>
 *   epoch-00003-round-000120/
 *     model.safetensors       parameters and running statistics, by PyTorch's names
 *     optimizer.safetensors   the flat optimizer vector
 *     average.safetensors     the average of the parameters, if there is one, likewise
 *     sync.safetensors        what the synchronisation strategy remembers, if anything
 *     SHA256SUMS              of the others
 *     state.json              place, metrics, what it comes from; written last
 *   last, best                the name of the newest checkpoint, of that after the best epoch
 *   quarantine/               checkpoints newer than one that a training was continued from
 * </pre>
 *
 * <p>Nothing that may be good is deleted: a damaged checkpoint is moved to the quarantine, one that
 * only another version of Convoy can read stops the training, and so does a file system that is
 * away.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  static final String MODEL = "model.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";
  static final String AVERAGE = "average.safetensors";
  private static final String SYNC = "sync.safetensors";
  private static final String OPTIMIZER_TENSOR = "state";
  private static final String OUTER_MOMENTUM = "outer.momentum";

  private final FileAccess access;
  private final FileContext files;
  private final Ownership ownership;
  private final CheckpointFolder folder;
  private final Provenance provenance;
  private final ModelDescription description;
  private final ParameterLayout layout;

  Checkpoints(
      FileAccess access,
      Ownership ownership,
      CheckpointFolder folder,
      Provenance provenance,
      ModelDescription description,
      ParameterLayout layout) {
    this.access = requireNonNull(access, "access is null");
    this.files = access.files();
    this.ownership = requireNonNull(ownership, "ownership is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.provenance = requireNonNull(provenance, "provenance is null");
    this.description = requireNonNull(description, "description is null");
    this.layout = requireNonNull(layout, "layout is null");
  }

  /**
   * Writes a checkpoint, points to the newest and the best one, and deletes those that do not stay.
   * When it fails the earlier ones are as they were, and nothing of this one stays.
   *
   * @throws RunException when another process has taken the folder over
   * @throws StorageException when there is no space or no permission
   * @throws StorageAwayException when the file system is away
   */
  public void save(TrainingState state) {
    Path target = folder.place(state);
    access.run(
        "checkpoint " + target + " cannot be written",
        target,
        () -> {
          replace(target, state);
          folder.settle(state);
          return null;
        });
  }

  private void replace(Path target, TrainingState state) throws IOException {
    if (!AtomicFiles.renamesInOneStep(files, target)) {
      // What stays when it fails has no state; whoever has taken the folder may be writing there.
      ownership.require();
      folder.delete(target);
      write(target, state);
      return;
    }

    Path temporary = AtomicFiles.temporary(target);
    files.delete(temporary, true);
    AtomicFiles.orDelete(
        files,
        temporary,
        () -> {
          write(temporary, state);
          files.delete(target, true);
          files.rename(temporary, target, Rename.NONE);
        });
  }

  /**
   * The state to go on from, if any: that of the newest checkpoint that is whole. Puts in order
   * what an interrupted process may have left, and moves newer checkpoints out of the way, which
   * are damaged.
   *
   * @throws RunException when there are checkpoints but none is whole, or when the newest whole one
   *     is another version's
   * @throws StorageException when they cannot be read now, damaged or not
   */
  public Optional<TrainingState> resume() {
    Optional<TrainingState> newest = newest();
    access.run(
        "checkpoints in " + folder.path() + " cannot be put in order",
        folder.path(),
        () -> {
          ownership.require();
          folder.deleteTemporaries();
          if (newest.isPresent()) {
            folder.quarantineAfter(newest.get());
            folder.settle(newest.get());
          }

          return null;
        });
    return newest;
  }

  /** The checkpoint after the best epoch, as far as it is kept. */
  public Optional<CheckpointName> best() {
    return access.run(
        "checkpoints in " + folder.path() + " cannot be read", folder.path(), folder::best);
  }

  /**
   * The model of a checkpoint alone, the average where there is one: parameters and running
   * statistics.
   *
   * @throws RunException when it is damaged
   * @throws StorageException when it cannot be read now
   */
  public float[] measured(CheckpointName name) {
    Path checkpoint = new Path(folder.path(), name.toString());
    return access.run(
        "checkpoint " + checkpoint + " cannot be read",
        checkpoint,
        () -> {
          CheckpointState state = CheckpointState.read(files, checkpoint);
          boolean isAveraged = state.sha256().containsKey(AVERAGE);
          return parameters(checkpoint, isAveraged ? AVERAGE : MODEL, state);
        });
  }

  /** A damaged one is named in the log and passed over. */
  Optional<TrainingState> newest() {
    List<Path> newestFirst =
        access.run(
            "checkpoints in " + folder.path() + " cannot be listed",
            folder.path(),
            folder::newestFirst);
    Optional<TrainingState> newest =
        newestFirst.stream().map(this::ifWhole).flatMap(Optional::stream).findFirst();
    if (newest.isEmpty() && !newestFirst.isEmpty()) {
      throw new RunException(
          "no checkpoint in %s is whole; delete the folder to train from the start"
              .formatted(folder.path()));
    }

    return newest;
  }

  /** Nothing if a file is missing or not the one that was written; all else is thrown. */
  private Optional<TrainingState> ifWhole(Path checkpoint) {
    try {
      return Optional.of(
          access.run(
              "checkpoint " + checkpoint + " cannot be read", checkpoint, () -> read(checkpoint)));
    } catch (UnreadableCheckpointException e) {
      throw e;
    } catch (RunException e) {
      LOG.warn("Checkpoint {} is damaged, trying the one before: {}", checkpoint, e.getMessage());
      return Optional.empty();
    }
  }

  private void write(Path target, TrainingState state) throws IOException {
    Map<String, Safetensors> contents = new TreeMap<>();
    contents.put(MODEL, description.file(layout, state.model().parameters()));
    float[] optimizer = state.model().optimizerState();
    contents.put(OPTIMIZER, file(Map.of(OPTIMIZER_TENSOR, optimizer)));
    float[] average = state.start().memory().get(SynchronizedState.AVERAGE);
    if (average != null) {
      contents.put(AVERAGE, description.file(layout, average));
    }

    Map<String, float[]> sync = syncVectors(state.start());
    if (!sync.isEmpty()) {
      contents.put(SYNC, file(sync));
    }

    Map<String, String> sha256 = new TreeMap<>();
    for (Map.Entry<String, Safetensors> file : contents.entrySet()) {
      Path path = new Path(target, file.getKey());
      sha256.put(file.getKey(), HashedFiles.write(files, path, file.getValue()::write));
    }

    ownership.require();
    CheckpointState.of(state, provenance).write(files, target, sha256);
  }

  /** A file of flat vectors by name, which it shares. */
  private static Safetensors file(Map<String, float[]> vectors) {
    Map<String, Tensor> tensors = new TreeMap<>();
    vectors.forEach(
        (name, values) ->
            tensors.put(name, Tensor.viewOf(values, 0, values.length, values.length)));
    return new Safetensors(tensors, Map.of());
  }

  /** What a strategy remembers, by its names in a file. */
  static Map<String, float[]> syncVectors(SynchronizedState state) {
    Map<String, float[]> vectors = new TreeMap<>(state.memory());
    vectors.remove(SynchronizedState.AVERAGE); // has a file of its own
    for (int worker = 0; worker < state.localOptimizerStates().size(); worker++) {
      vectors.put(localOptimizer(worker), state.localOptimizerStates().get(worker));
      vectors.putIfAbsent(OUTER_MOMENTUM, new float[0]); // earlier versions look for it
    }

    return vectors;
  }

  private static String localOptimizer(int worker) {
    return "worker." + worker + ".optimizer";
  }

  private TrainingState read(Path checkpoint) throws IOException {
    CheckpointState state = CheckpointState.read(files, checkpoint);
    try {
      return read(checkpoint, state);
    } catch (WeightFormatException | IllegalArgumentException e) {
      throw state.unreadable(checkpoint, e); // Its bytes are those that were written.
    }
  }

  private TrainingState read(Path checkpoint, CheckpointState state) throws IOException {
    ModelState model =
        new ModelState(
            parameters(checkpoint, MODEL, state),
            vectors(checkpoint, OPTIMIZER, state).get(OPTIMIZER_TENSOR));
    Map<String, float[]> memory =
        state.sha256().containsKey(SYNC)
            ? new TreeMap<>(vectors(checkpoint, SYNC, state))
            : new TreeMap<>();
    List<float[]> own = new ArrayList<>();
    while (memory.containsKey(localOptimizer(own.size()))) {
      own.add(memory.remove(localOptimizer(own.size())));
    }

    memory.values().removeIf(vector -> vector.length == 0);
    if (state.sha256().containsKey(AVERAGE)) {
      memory.put(SynchronizedState.AVERAGE, parameters(checkpoint, AVERAGE, state));
    }

    return new TrainingState(
        state.epoch(),
        state.round(),
        new SynchronizedState(model, own, memory),
        state.tally(),
        state.timing(),
        state.history());
  }

  private float[] parameters(Path checkpoint, String name, CheckpointState state)
      throws IOException {
    return read(
        checkpoint,
        name,
        state,
        (source, content, length) -> StateDict.read(source, content, length, layout));
  }

  private Map<String, float[]> vectors(Path checkpoint, String name, CheckpointState state)
      throws IOException {
    return read(checkpoint, name, state, Safetensors::readFloats);
  }

  private <T> T read(
      Path checkpoint, String name, CheckpointState state, HashedFiles.Reader<T> reader)
      throws IOException {
    return HashedFiles.read(files, new Path(checkpoint, name), state.sha256().get(name), reader);
  }
}
