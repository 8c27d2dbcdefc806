package org.convoy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.convoy.cluster.Convoy.Finished;
import org.convoy.cluster.Convoy.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the command says when HDFS refuses or loses something; nothing that was there is lost. */
@Tag("cluster")
@Order(4)
final class TestHdfsFailures {
  private static Trainings trainings;
  private static DistributedFileSystem hdfs;
  private static String master;

  @BeforeAll
  static void prepare() throws Exception {
    trainings = Trainings.prepared();
    hdfs = trainings.cluster.fileSystem();
    master = trainings.cluster.master();
  }

  @Test
  void aNameNodeInSafeMode() throws Exception {
    trainings.cluster.enterSafeMode();
    Finished refused;
    try {
      refused = trainings.train(master, "safe-mode", "checkpoint.retryMinutes=0");
    } finally {
      trainings.cluster.leaveSafeMode();
    }

    assertThat(refused.exitCode()).as(refused.error()).isEqualTo(75);
    assertThat(refused.error())
        .contains("Name node is in safe mode", "The same command continues")
        .doesNotContain("\tat org.convoy");
    assertThat(trainings.train(master, "safe-mode", "checkpoint.retryMinutes=0").weights())
        .isEqualTo(trainings.weights);
  }

  @Test
  void aRunFolderWithoutPermission() throws Exception {
    Finished refused =
        trainings
            .start(new Convoy().with("HADOOP_USER_NAME", "stranger"), master, "not-mine")
            .await();

    assertThat(refused.exitCode()).as(refused.error()).isEqualTo(5);
    assertThat(refused.error())
        .contains("Permission denied: user=stranger", "Make it readable and writable for this user")
        .doesNotContain("\tat org.convoy");
    assertThat(hdfs.exists(new Path("/runs/not-mine"))).isFalse();
  }

  @Test
  void aQuotaThatIsExceeded() throws Exception {
    Running training = trainings.start(master, "quota");
    trainings.awaitCheckpoint(training, "quota", "epoch-00000-round-000003");
    setQuota(new Path("/runs/quota"), 1);
    Finished full = training.await();

    assertThat(full.exitCode()).as(full.error()).isEqualTo(5);
    assertThat(full.error())
        .contains("quota", "Free space there or raise the quota; the same command continues")
        .doesNotContain("\tat org.convoy");
    assertThat(trainings.newestCheckpoint("quota"))
        .isGreaterThanOrEqualTo("epoch-00000-round-000003");

    setQuota(new Path("/runs/quota"), HdfsConstants.QUOTA_RESET);
    Finished continued = trainings.train(master, "quota");
    assertThat(continued.weights()).isEqualTo(trainings.weights);
    assertThat(continued.output()).contains("Continuing at ");
  }

  @Test
  void preparingIntoSafeModeOrAQuota() throws Exception {
    trainings.cluster.enterSafeMode();
    Finished away;
    try {
      away = prepare("safe-mode");
    } finally {
      trainings.cluster.leaveSafeMode();
    }

    assertThat(away.exitCode()).as(away.error()).isEqualTo(75);
    assertThat(away.error())
        .contains("Name node is in safe mode", "The same command continues")
        .doesNotContain("\tat org.convoy");

    Path small = new Path("/data/quota");
    hdfs.mkdirs(small);
    setQuota(small, 6);
    Finished full = prepare("quota");
    setQuota(small, HdfsConstants.QUOTA_RESET);
    assertThat(full.exitCode()).as(full.error()).isEqualTo(5);
    assertThat(full.error())
        .contains("quota", "Free space there or raise the quota; the same command continues")
        .doesNotContain("\tat org.convoy");

    Finished continued = prepare("quota").requireDone();
    assertThat(continued.json().get("splits"))
        .isEqualTo(trainings.preparation.json().get("splits"));
  }

  private static Finished prepare(String folder) throws Exception {
    return trainings.prepare("hdfs:///data/" + folder, "--retry-minutes", "0");
  }

  private static void setQuota(Path folder, long names) throws IOException {
    hdfs.setQuota(folder, names, HdfsConstants.QUOTA_DONT_SET);
  }

  @Test
  void aCorruptBlockOfTheData() throws Exception {
    Path copy = new Path("/data/corrupt");
    copy(new Path("/data/fashion-mnist"), copy);
    Path shard = hdfs.listStatus(new Path(copy, "train"))[0].getPath();
    corrupt(shard);

    Finished failed = trainings.train(master, "corrupt-data", "data.path=hdfs://" + copy);

    assertThat(failed.exitCode()).as(failed.error()).isEqualTo(4);
    assertThat(failed.error()).contains(shard.getName()).doesNotContain("\tat org.convoy");
    assertThat(trainings.isFinished("corrupt-data")).isFalse();
  }

  @Test
  void aCorruptBlockOfTheNewestCheckpoint() throws Exception {
    trainings.train(master, "checkpoint").requireDone();
    hdfs.delete(Trainings.path("checkpoint", "result.json"), false);
    String newest = trainings.newestCheckpoint("checkpoint");
    corrupt(Trainings.path("checkpoint", "checkpoints/" + newest + "/model.safetensors"));

    Finished continued = trainings.train(master, "checkpoint");

    assertThat(continued.weights()).isEqualTo(trainings.weights);
    assertThat(continued.error()).contains(newest + " is damaged, trying the one before");
  }

  private static void copy(Path from, Path to) throws IOException {
    FileUtil.copy(hdfs, from, hdfs, to, false, trainings.cluster.hadoopConfiguration());
  }

  /** In the only replica there is, in the middle. */
  private static void corrupt(Path file) throws IOException {
    java.nio.file.Path block = trainings.cluster.block(file);
    try (RandomAccessFile bytes = new RandomAccessFile(block.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      int old = bytes.read();
      bytes.seek(bytes.length() / 2);
      bytes.write(old ^ 0xff);
    }
  }
}
