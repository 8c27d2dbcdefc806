package org.convoy.run.lock;

import java.io.IOException;
import org.convoy.run.file.RunException;

/** Whether this process may still write into a run folder. */
@FunctionalInterface
public interface Ownership {
  /** Of a folder that nobody else writes to, as of a test. */
  Ownership UNCHECKED = () -> {};

  /**
   * Passes as long as it may.
   *
   * @throws RunException when another process has taken the folder over
   */
  public void require() throws IOException;
}
