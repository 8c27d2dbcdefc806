package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;
import org.convoy.check.executor.Text;
import org.convoy.config.CheckpointConfig;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.RunFolder;
import org.convoy.train.MemoryNeed;

/**
 * Whether the run folder's file system has room for the checkpoints that are kept, the one that is
 * being written, and the final model: by what is free there and, on HDFS, by the quotas of the
 * folders around it.
 *
 * @param checkpointBytes of one checkpoint
 * @param modelBytes of the final model
 */
record StorageCheck(
    ConvoyConfig config,
    RunFolder folder,
    Configuration hadoop,
    long checkpointBytes,
    long modelBytes)
    implements Check {
  private static final String SUBJECT = "storage";

  StorageCheck {
    requireNonNull(config, "config is null");
    requireNonNull(folder, "folder is null");
    requireNonNull(hadoop, "hadoop is null");
  }

  static StorageCheck of(
      ConvoyConfig config, RunFolder folder, Configuration hadoop, MemoryNeed need) {
    return new StorageCheck(config, folder, hadoop, need.heap().state(), need.parameters());
  }

  @Override
  public List<Finding> findings() {
    try {
      Path path = folder.path();
      FileSystem files = path.getFileSystem(hadoop);
      Path existing = existing(files, path);
      long present = files.exists(path) ? files.getContentSummary(path).getLength() : 0;
      long copies = Math.max(1, files.getDefaultReplication(path));
      long free =
          Math.min(
              files.getStatus(existing).getRemaining() / copies, quota(files, existing) / copies);
      return List.of(finding(free, Math.max(0, needed() - present)));
    } catch (IOException | UnsupportedOperationException e) {
      return List.of(
          Finding.warning(
              SUBJECT,
              "cannot see what is free at %s (%s); the run takes up to %s"
                  .formatted(
                      folder.location(), Text.oneLine(e.getMessage()), Text.size(needed()))));
    }
  }

  private Finding finding(long free, long least) {
    String takes =
        "%s of %s and a model of %s"
            .formatted(
                Text.count(checkpoints(), "checkpoint"),
                Text.size(checkpointBytes),
                Text.size(modelBytes));
    return free >= least
        ? Finding.ok(
            SUBJECT,
            "%s free; the run takes up to %s: %s"
                .formatted(Text.size(free), Text.size(needed()), takes))
        : Finding.problem(
            SUBJECT,
            ("%s has %s free; %s take %s: make room, give another folder with --run, or lower"
                    + " checkpoint.keepLast or checkpoint.keepBest")
                .formatted(folder.location(), Text.size(free), takes, Text.size(least)));
  }

  private long needed() {
    return checkpoints() * checkpointBytes + modelBytes;
  }

  /** Those that are kept at the end, and one that is written before an old one is deleted. */
  private long checkpoints() {
    CheckpointConfig checkpoint = config.checkpoint();
    long kept = (long) checkpoint.keepLast() + checkpoint.keepBest();
    return checkpoint.everyRounds() > 0 ? kept + 1 : Math.min(kept + 1, config.epochs());
  }

  /** The folder, or the innermost one around it that exists. */
  private static Path existing(FileSystem files, Path path) throws IOException {
    Path folder = path;
    while (folder.getParent() != null && !files.exists(folder)) {
      folder = folder.getParent();
    }

    return folder;
  }

  /** What the quotas of a folder and those around it leave, in bytes on disks. */
  private static long quota(FileSystem files, Path folder) throws IOException {
    long left = Long.MAX_VALUE;
    boolean known = files.getScheme().equals("hdfs");
    for (Path around = folder; known && around != null; around = around.getParent()) {
      QuotaUsage usage = files.getQuotaUsage(around);
      if (usage.getSpaceQuota() > 0) {
        left = Math.min(left, Math.max(0, usage.getSpaceQuota() - usage.getSpaceConsumed()));
      }
    }

    return left;
  }
}
