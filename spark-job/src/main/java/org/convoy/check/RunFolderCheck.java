package org.convoy.check;

import java.util.List;
import org.convoy.check.executor.Text;
import org.convoy.run.RunFolder;
import org.convoy.run.file.RunException;

/**
 * Whether the run folder can be written, and kept to one training: files are written there and
 * deleted again.
 */
record RunFolderCheck(RunFolder folder) implements Check {
  private static final String SUBJECT = "run folder";

  @Override
  public List<Finding> findings() {
    try {
      folder.probe();
    } catch (RunException e) {
      return List.of(
          Finding.problem(
              SUBJECT,
              Text.oneLine(e.getMessage())
                  + "; give another folder with --run, or the right to write there"));
    }

    try {
      folder.requireExclusion();
      return List.of(Finding.ok(SUBJECT, folder.location() + " can be written"));
    } catch (RunException e) {
      return List.of(Finding.problem(SUBJECT, Text.oneLine(e.getMessage())));
    }
  }
}
