package org.convoy.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.data.file.AtomicFiles;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.RunException;

/**
 * The folder of a sweep, on any Hadoop file system: {@code sweep.conf}, what it tries; {@code
 * trial-001.conf}, the first trial's config, by which a change of what all share is seen; {@code
 * sweep.json}, what came of it; and a run folder a trial.
 */
public final class SweepFolder {
  private final FileAccess access;
  private final Path path;

  private SweepFolder(FileAccess access, Path path) {
    this.access = requireNonNull(access, "access is null");
    this.path = requireNonNull(path, "path is null");
  }

  /**
   * The folder at a path, whether it exists or not.
   *
   * @throws RunException when the path or its file system is none
   */
  public static SweepFolder at(String location, Configuration hadoop) {
    try {
      FilePlace place = FilePlace.of(location, hadoop);
      return new SweepFolder(new FileAccess(place.files(), Duration.ZERO), place.path());
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException("sweep folder " + location + ": " + e.getMessage(), e);
    }
  }

  /** Where a trial is trained. */
  public String run(Trial trial) {
    return new Path(path, trial.name()).toString();
  }

  /** As a person would write it: without the scheme of local files. */
  public String location() {
    return path.toUri().getScheme().equals("file") ? path.toUri().getPath() : path.toString();
  }

  /**
   * Begins a sweep here or, where one was begun before, makes sure that it is the same.
   *
   * @param first the config of the first trial
   * @throws RunException when it is another one
   */
  public void begin(SweepConfig config, ConvoyConfig first) {
    Path file = new Path(path, "sweep.conf");
    Path firstFile = new Path(path, "trial-001.conf");
    String text = config.render();
    if (!exists(file)) {
      requireNoRun();
      write(firstFile, first.render());
      write(file, text);
      return;
    }

    requireSame(read(file), text);
    if (exists(firstFile)) {
      requireSame(
          ConvoyConfig.parseRendered(firstFile.toString(), read(firstFile), List.of()), first);
    }
  }

  private String read(Path file) {
    return attempt(
        "cannot be read", () -> new String(HashedFiles.read(access.files(), file), UTF_8));
  }

  private void requireSame(ConvoyConfig begun, ConvoyConfig now) {
    List<Difference> differences = begun.differences(now);
    if (!differences.isEmpty()) {
      throw new RunException(
          "sweep folder %s was begun with another config: %s. Give this one another folder with --out."
              .formatted(
                  location(),
                  differences.stream().map(Difference::toString).collect(joining("; "))));
    }
  }

  private void requireSame(String begun, String text) {
    if (!begun.equals(text)) {
      throw new RunException(
          "sweep folder %s was begun with another sweep: %s. Give this one another folder with --out."
              .formatted(location(), difference(begun, text)));
    }
  }

  /** Trials in the folder of a run would be taken for a part of it. */
  private void requireNoRun() {
    if (exists(new Path(path, "config.conf"))) {
      throw new RunException(
          "sweep folder %s is the folder of a run. Give the sweep another one with --out."
              .formatted(location()));
    }
  }

  private boolean exists(Path file) {
    return attempt("cannot be read", () -> access.files().util().exists(file));
  }

  /** The first line that is another one. */
  private static String difference(String before, String now) {
    String[] first = before.split("\n", -1);
    String[] second = now.split("\n", -1);
    int line = 0;
    while (line < Math.min(first.length, second.length) - 1 && first[line].equals(second[line])) {
      line++;
    }

    return "%s, now %s".formatted(first[line].strip(), second[line].strip());
  }

  /** Writes what came of it. */
  public void finish(String json) {
    write(new Path(path, "sweep.json"), json);
  }

  private void write(Path file, String text) {
    attempt(
        "cannot be written",
        () -> {
          AtomicFiles.writeExclusively(
              access.files(), file, output -> output.write(text.getBytes(UTF_8)));
          return null;
        });
  }

  private <T> T attempt(String failure, FileAccess.Action<T> action) {
    return access.run("sweep folder %s %s".formatted(location(), failure), path, action);
  }
}
