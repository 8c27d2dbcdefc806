package org.convoy.run.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.net.NetUtils;

/**
 * Who trains in a run folder; its {@code running.json}.
 *
 * @param id of this one training
 * @param host where the driver runs
 * @param pid of the driver
 * @param application its id in Spark
 * @param since when it took the folder, in UTC
 * @param pidSpace within which the pid means something: the boot of the machine and the namespace;
 *     empty where the system has no /proc
 * @param pidStart tells the process from a later one with the same pid; empty likewise
 * @param beats how often it has shown that it lives
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunningProcess(
    String id,
    String host,
    long pid,
    String application,
    String since,
    String pidSpace,
    String pidStart,
    long beats) {
  private static final Path PROC = Path.of("/proc");

  /** After the command's name, which may hold spaces: fields 3 and 22 of the whole line. */
  private static final int STATE = 0;

  private static final int START = 19;

  public RunningProcess {
    if (id == null || id.isEmpty()) {
      throw new IllegalArgumentException("the id is missing");
    }

    host = requireNonNullElse(host, "an unknown machine");
    application = requireNonNullElse(application, "");
    since = requireNonNullElse(since, "an unknown time");
    pidSpace = requireNonNullElse(pidSpace, "");
    pidStart = requireNonNullElse(pidStart, "");
  }

  public static RunningProcess current(String application) {
    long pid = ProcessHandle.current().pid();
    return new RunningProcess(
        UUID.randomUUID().toString(),
        NetUtils.getLocalHostname(),
        pid,
        application,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        currentPidSpace(),
        start(pid).orElse(""),
        0);
  }

  /** The same process, alive a little later. */
  public RunningProcess afterBeat() {
    return new RunningProcess(id, host, pid, application, since, pidSpace, pidStart, beats + 1);
  }

  private static String currentPidSpace() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id"), UTF_8).strip()
          + " "
          + Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
    } catch (IOException e) {
      return "";
    }
  }

  /** When a process was started, in ticks of its machine; nothing of one that has ended. */
  private static Optional<String> start(long pid) {
    try {
      String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), UTF_8);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return "ZX".contains(fields[STATE]) ? Optional.empty() : Optional.of(fields[START]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether this process can see it, if it lives. */
  public boolean isInSight() {
    return !pidSpace.isEmpty() && pidSpace.equals(currentPidSpace());
  }

  /** Of a process in sight: whether it lives. */
  public boolean isAlive() {
    return start(pid).equals(Optional.of(pidStart));
  }

  @Override
  public String toString() {
    return "process %d on %s%s, since %s"
        .formatted(pid, host, application.isEmpty() ? "" : " (" + application + ")", since);
  }
}
