package org.convoy.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFailureReport {
  @TempDir private Path folder;

  private static int code(Throwable failure) {
    return FailureReport.ending(failure, "app-1").code();
  }

  @Test
  void dataThatAreAwayMayComeBack() {
    Throwable away =
        new DataAwayException("hdfs:/data/1.jpg", new IOException("Could not obtain block\nat X"));

    assertThat(FailureReport.ending(new SparkException("Job aborted", away), "app-1"))
        .satisfies(
            ending -> {
              assertThat(ending.code()).isEqualTo(ExitCode.STOPPED.number());
              assertThat(ending.message())
                  .isEqualTo(
                      "hdfs:/data/1.jpg: cannot be read: Could not obtain block. The same command"
                          + " continues when the file system is back.");
            });
    assertThat(code(new SparkException("Job aborted", new DataException("x", "a", "b", "Fix."))))
        .isEqualTo(ExitCode.DATA.number());
  }

  @Test
  void aFullDiskOfSparkIsToldWithItsSetting() {
    Throwable full = new IOException("No space left on device");

    assertThat(code(new SparkException("Job aborted", full))).isEqualTo(ExitCode.STORAGE.number());
    assertThat(
            FullDisk.message(
                new SparkException(
                    "Job aborted due to stage failure: Lost task 0.3 in stage 2.0 (TID 7) (10.0.0.8"
                        + " executor 3): java.io.IOException: No space left on device"),
                new SparkConf(false).set("spark.local.dir", "/scratch")))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .startsWith("no space is left on a disk that executor 3 on 10.0.0.8 writes to")
                    .contains("/scratch: free space there, or name other folders with --conf"));
    assertThat(FullDisk.message(full, new SparkConf(false).set("spark.master", "local[2]")))
        .hasValueSatisfying(message -> assertThat(message).contains("--conf spark.local.dir=DIR"));
    assertThat(FullDisk.message(full, new SparkConf(false)))
        .hasValueSatisfying(
            message ->
                assertThat(message)
                    .contains(System.getProperty("java.io.tmpdir"), "CONVOY_JAVA_OPTS")
                    .doesNotContain("spark"));
    assertThat(code(new IllegalStateException("a bug")))
        .isEqualTo(ExitCode.INTERNAL_ERROR.number());
  }

  @Test
  void foldersOfSparkAreTriedBeforeItStarts() {
    SparkConf settings = new SparkConf(false);

    assertThat(FullDisk.problem(settings.set("spark.local.dir", folder.toString()))).isEmpty();
    assertThat(FullDisk.problem(settings.set("spark.local.dir", "/dev/null/x")))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("cannot be written in /dev/null/x", "spark.local.dir"));
    assertThat(folder).isEmptyDirectory();
  }
}
