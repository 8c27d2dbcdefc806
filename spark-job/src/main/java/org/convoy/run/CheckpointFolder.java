package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.convoy.config.CheckpointConfig;
import org.convoy.data.file.AtomicFiles;
import org.convoy.run.file.HashedFiles;
import org.convoy.state.EpochMetrics;
import org.convoy.state.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which checkpoints there are, which of them stay, and the files {@value #LAST} and {@value #BEST},
 * which hold the name of one.
 */
record CheckpointFolder(FileContext files, Path path, CheckpointConfig config) {
  static final String LAST = "last";
  static final String BEST = "best";
  static final String QUARANTINE = "quarantine";

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  CheckpointFolder {
    requireNonNull(files, "files is null");
    requireNonNull(path, "path is null");
    requireNonNull(config, "config is null");
  }

  /** Where the checkpoint of a state is. */
  Path place(TrainingState state) {
    return new Path(path, new CheckpointName(state.epoch(), state.round()).toString());
  }

  List<Path> newestFirst() throws IOException {
    return newestFirst(files, path);
  }

  /** The complete checkpoints in a folder. */
  static List<Path> newestFirst(FileContext files, Path folder) throws IOException {
    if (!files.util().exists(folder)) {
      return List.of();
    }

    boolean isWholeByName = AtomicFiles.renamesInOneStep(files, folder);
    List<Path> checkpoints = new ArrayList<>();
    for (Path checkpoint : named(files, folder)) {
      if (isWholeByName || files.util().exists(new Path(checkpoint, CheckpointState.FILE))) {
        checkpoints.add(checkpoint);
      }
    }

    return checkpoints;
  }

  private static List<Path> named(FileContext files, Path folder) throws IOException {
    return Arrays.stream(files.util().listStatus(folder))
        .filter(FileStatus::isDirectory)
        .map(FileStatus::getPath)
        .filter(path -> CheckpointName.parse(path.getName()).isPresent())
        .sorted(Comparator.comparing(Path::getName).reversed())
        .toList();
  }

  /** Deletes one, so that a part of it is no checkpoint. */
  void delete(Path checkpoint) throws IOException {
    files.delete(new Path(checkpoint, CheckpointState.FILE), false);
    files.delete(checkpoint, true);
  }

  /**
   * Moves the checkpoints that are newer than a state to {@value #QUARANTINE}, where a person can
   * look at them: the training goes on without them.
   */
  void quarantineAfter(TrainingState newest) throws IOException {
    String last = place(newest).getName();
    for (Path checkpoint : newestFirst()) {
      if (checkpoint.getName().compareTo(last) > 0) {
        Path aside = freePlace(checkpoint.getName());
        files.mkdir(aside.getParent(), FsPermission.getDirDefault(), true);
        files.rename(checkpoint, aside, Rename.NONE);
        LOG.warn("Checkpoint {} cannot be used and was moved to {}", checkpoint, aside);
      }
    }
  }

  private Path freePlace(String name) throws IOException {
    Path place = new Path(new Path(path, QUARANTINE), name);
    for (int i = 2; files.util().exists(place); i++) {
      place = new Path(place.getParent(), name + "-" + i);
    }

    return place;
  }

  /**
   * Points to the newest and the best checkpoint and deletes older ones that do not stay. Can be
   * repeated, and is after an interruption.
   *
   * @param newest the state that the training goes on from; its checkpoint is complete
   */
  void settle(TrainingState newest) throws IOException {
    List<String> names = newestFirst().stream().map(Path::getName).toList();
    String last = place(newest).getName();
    List<String> upToLast = names.stream().filter(name -> name.compareTo(last) <= 0).toList();
    List<String> best = best(newest.history(), upToLast);
    point(LAST, Optional.of(last));
    point(BEST, best.stream().findFirst());

    Set<String> kept = new LinkedHashSet<>(best);
    upToLast.stream().limit(config.keepLast()).forEach(kept::add);
    for (String name : upToLast) {
      if (!kept.contains(name)) {
        delete(new Path(path, name));
      }
    }
  }

  /** What {@value #BEST} points to. */
  Optional<CheckpointName> best() throws IOException {
    return read(new Path(path, BEST)).flatMap(CheckpointName::parse);
  }

  /** Of the checkpoints at the end of an epoch: the best ones, best first. */
  private List<String> best(List<EpochMetrics> history, List<String> names) {
    return history.stream()
        .sorted(config.objective().bestFirst())
        .map(epoch -> new CheckpointName(epoch.epoch() + 1, 0).toString())
        .filter(names::contains)
        .limit(config.keepBest())
        .toList();
  }

  private void point(String pointer, Optional<String> name) throws IOException {
    Path file = new Path(path, pointer);
    if (name.isEmpty()) {
      files.delete(file, false);
    } else if (!name.equals(read(file))) {
      byte[] content = (name.get() + "\n").getBytes(UTF_8);
      AtomicFiles.write(files, file, output -> output.write(content));
    }
  }

  private Optional<String> read(Path pointer) throws IOException {
    return files.util().exists(pointer)
        ? Optional.of(new String(HashedFiles.read(files, pointer), UTF_8).strip())
        : Optional.empty();
  }

  /** Deletes what an interrupted process had not finished. */
  void deleteTemporaries() throws IOException {
    if (!files.util().exists(path)) {
      return;
    }

    List<Path> whole = newestFirst();
    List<Path> parts = new ArrayList<>(named(files, path));
    parts.removeAll(whole);
    for (FileStatus status : files.util().listStatus(path)) {
      if (AtomicFiles.isTemporary(status.getPath())) {
        parts.add(status.getPath());
      }
    }

    for (Path part : parts) { // On object stores a folder is gone with the last of them.
      files.delete(part, true);
    }
  }
}
