package org.convoy.run;

import java.io.IOException;

/** Whether this process may still write into a run folder. */
@FunctionalInterface
interface Ownership {
  /** Of a folder that nobody else writes to, as of a test. */
  Ownership UNCHECKED = () -> {};

  /**
   * Passes as long as it may.
   *
   * @throws RunException when another process has taken the folder over
   */
  void require() throws IOException;
}
