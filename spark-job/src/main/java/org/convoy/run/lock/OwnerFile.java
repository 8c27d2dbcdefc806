package org.convoy.run.lock;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.convoy.common.Json;
import org.convoy.data.HadoopFiles;
import org.convoy.data.file.AtomicFiles;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.RunException;

/**
 * The file {@value #NAME} of a run folder, which names the process that trains there. It is created
 * only where there is none, and replaced in one step. How depends on the file system: by a rename,
 * where that is one step; else, as on object stores, by writing it under its own name, where it is
 * complete once it can be seen, and by a creation that fails where there is one already, if the
 * store has it.
 */
public final class OwnerFile {
  public static final String NAME = "running.json";

  /** Of Hadoop 3.4.2 and later, where the store has it; others do not know and ignore it. */
  private static final String ONLY_IF_ABSENT = "fs.option.create.conditional.overwrite";

  private final FileContext files;
  private final Configuration hadoop;
  private final Path folder;
  private final Path path;

  public OwnerFile(FileContext files, Configuration hadoop, Path folder) {
    this.files = requireNonNull(files, "files is null");
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.path = new Path(folder, NAME);
  }

  /**
   * Whom it names and when it was written, if there is one.
   *
   * @throws RunException when it names no process
   */
  public Optional<Sign> read() throws IOException {
    try {
      FileStatus status = files.getFileStatus(path);
      if (status.isDirectory()) {
        throw namesNobody("it is a folder");
      }

      RunningProcess owner =
          Json.MAPPER.readValue(HashedFiles.read(files, path), RunningProcess.class);
      if (owner == null) {
        throw namesNobody("null");
      }

      return Optional.of(new Sign(owner, status.getModificationTime()));
    } catch (FileNotFoundException e) { // Local files that may not be read are "not found" as well.
      if (files.util().exists(path)) {
        throw e;
      }

      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw namesNobody(e.getOriginalMessage());
    }
  }

  private RunException namesNobody(String problem) {
    return new RunException(
        "%s does not say who trains there: %s. Delete it if nobody does."
            .formatted(path, problem.lines().findFirst().orElse("it is empty")));
  }

  /**
   * A sign of life: another one of the same process shows that it lives. The time is for processes
   * of versions that showed it by that alone.
   */
  public record Sign(RunningProcess owner, long modificationTime) {}

  /** Whether of two that create it at the same time one fails. */
  public boolean isExclusive() throws IOException {
    return AtomicFiles.renamesInOneStep(files, path) || createsExclusively();
  }

  /** Tries it: both begin before either has finished. */
  private boolean createsExclusively() throws IOException {
    Path probe = new Path(folder, ".probe-" + UUID.randomUUID());
    try {
      FSDataOutputStream first = create(probe);
      try {
        FSDataOutputStream second = create(probe);
        first.write(1);
        first.close();
        second.write(2);
        second.close();
        return false;
      } catch (IOException e) {
        first.close();
        byte[] content = HashedFiles.read(files, probe);
        return content.length == 0 || content[0] == 1;
      }
    } finally {
      files.delete(probe, false);
    }
  }

  private FSDataOutputStream create(Path file) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = HadoopFiles.of(file, hadoop).createFile(file);
    builder.overwrite(false);
    builder.recursive();
    builder.opt(ONLY_IF_ABSENT, true);
    return builder.build();
  }

  /**
   * Creates it.
   *
   * @throws IOException when there is one
   */
  public void create(RunningProcess process) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(process);
    if (isLocal() || AtomicFiles.renamesInOneStep(files, path)) {
      place(process, json, Rename.NONE);
      return;
    }

    try (FSDataOutputStream output = create(path)) {
      output.write(json);
    }
  }

  /** Replaces the one there is. */
  public void replace(RunningProcess process) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(process);
    if (isLocal() || AtomicFiles.renamesInOneStep(files, path)) {
      place(process, json, Rename.OVERWRITE);
    } else {
      AtomicFiles.writeInPlace(files, path, output -> output.write(json));
    }
  }

  private void place(RunningProcess process, byte[] json, Rename rename) throws IOException {
    if (isLocal()) {
      placeLocally(json, rename);
      return;
    }

    Path temporary = new Path(folder, AtomicFiles.temporary(path).getName() + "-" + process.id());
    AtomicFiles.orDelete(
        files,
        temporary,
        () -> {
          AtomicFiles.writeInPlace(files, temporary, output -> output.write(json));
          files.rename(temporary, path, rename);
        });
  }

  /**
   * Hadoop's local file system replaces in two steps, and its checksums are a file of their own.
   */
  private void placeLocally(byte[] json, Rename rename) throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    Files.createDirectories(target.getParent());
    java.nio.file.Path temporary =
        target.resolveSibling(AtomicFiles.temporary(path).getName() + "-" + UUID.randomUUID());
    try {
      Files.write(temporary, json);
      Files.deleteIfExists(target.resolveSibling("." + NAME + ".crc"));
      if (rename == Rename.OVERWRITE) {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.move(temporary, target);
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new org.apache.hadoop.fs.FileAlreadyExistsException(e.getMessage());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private boolean isLocal() {
    return "file".equals(path.toUri().getScheme());
  }

  public void delete() throws IOException {
    files.delete(path, false);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
