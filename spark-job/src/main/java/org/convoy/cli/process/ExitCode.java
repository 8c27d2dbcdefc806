package org.convoy.cli.process;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.convoy.run.Ending;
import org.convoy.train.stop.StopRequest;

/** What the command's exit code says; scripts and batch schedulers rely on these numbers. */
public enum ExitCode {
  DONE(0, "done"),
  INTERNAL_ERROR(1, "internal error"),
  USAGE(2, "usage or config error"),
  DIVERGED(Ending.DIVERGED, "training diverged (NaN or infinite loss)"),
  DATA(4, "data missing or unreadable"),
  STORAGE(5, "run folder out of space or not writable"),
  MEMORY(6, "out of memory"),
  STOPPED(StopRequest.EXIT_CODE, "stopped, the same command continues");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  public String meaning() {
    return meaning;
  }

  /** The end of a process with this code, now. */
  public Ending ending(String message, String application) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Ending(number, message, application, now);
  }
}
