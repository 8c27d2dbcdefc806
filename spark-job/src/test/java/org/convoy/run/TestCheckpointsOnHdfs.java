package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.security.UserGroupInformation;
import org.convoy.config.CheckpointConfig;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.NormalizeConfig;
import org.convoy.data.DataAwayException;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.file.AtomicFiles;
import org.convoy.data.source.DatasetSource;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageAwayException;
import org.convoy.run.file.StorageException;
import org.convoy.run.lock.OwnerFile;
import org.convoy.run.lock.Ownership;
import org.convoy.run.lock.RunLock;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Metric;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.state.Tally;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;
import org.convoy.zoo.Architecture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints on a real HDFS, with what can go wrong there: rights, quotas, absence. */
final class TestCheckpointsOnHdfs {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(List.of(new Segment("fc.weight", 0, 2, List.of(1, 2), Role.WEIGHT)));

  @TempDir private static java.nio.file.Path disk;
  private static MiniDFSCluster cluster;
  private static Configuration hadoop;

  private final List<Duration> pauses = new ArrayList<>();
  private DistributedFileSystem hdfs;
  private Path run;

  @BeforeAll
  static void startHdfs() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
    configuration.setLong("dfs.namenode.fs-limits.min-block-size", 1024);
    configuration.setLong("dfs.blocksize", 64 << 10);
    configuration.setInt("ipc.client.connect.max.retries", 0);
    configuration.setInt("dfs.client.retry.window.base", 10);
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
    hadoop = cluster.getConfiguration(0);
  }

  @AfterAll
  static void stopHdfs() {
    cluster.shutdown();
  }

  @BeforeEach
  void name(TestInfo test) throws IOException {
    hdfs = cluster.getFileSystem();
    run = hdfs.makeQualified(new Path("/" + test.getTestMethod().orElseThrow().getName()));
  }

  private Checkpoints checkpoints() throws IOException {
    return checkpoints(Duration.ZERO, pause -> {});
  }

  private Checkpoints checkpoints(Duration patience, FileAccess.Sleep sleep) throws IOException {
    FileContext files = FileContext.getFileContext(run.toUri(), hadoop);
    FileAccess access = new FileAccess(files, patience, sleep);
    CheckpointConfig config =
        new CheckpointConfig(0, 2, 0, Metric.VALIDATION_LOSS, Optional.empty(), 0);
    return new Checkpoints(
        access,
        Ownership.UNCHECKED,
        new CheckpointFolder(files, new Path(run, "checkpoints"), config),
        new Provenance(42, "ab12", Map.of()),
        new ModelDescription(
            new Architecture("lenet5", 2, 1, 28, 28),
            List.of("cat", "dog"),
            List.of(),
            new NormalizeConfig(List.of(), List.of())),
        LAYOUT);
  }

  private static TrainingState state(int epoch) {
    return new TrainingState(
        epoch,
        0,
        SynchronizedState.of(new ModelState(new float[] {epoch, 1}, new float[] {0.25f})),
        Tally.EMPTY,
        Timing.ZERO,
        IntStream.range(0, epoch)
            .mapToObj(
                i ->
                    new EpochMetrics(
                        i, 0.1, 1, 0.5, 1, 0.5, 100, 2, 0.5, 3, null, null, null, null))
            .toList());
  }

  private List<String> names() throws IOException {
    return Arrays.stream(hdfs.listStatus(new Path(run, "checkpoints")))
        .map(status -> status.getPath().getName())
        .toList();
  }

  private void assertNewestIs(int epoch) throws IOException {
    assertThat(checkpoints().resume().orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(state(epoch));
  }

  private static <T> T as(String user, PrivilegedAction<T> action) {
    return UserGroupInformation.createRemoteUser(user).doAs(action);
  }

  @Test
  void writesPointsAndPrunes() throws IOException {
    Checkpoints checkpoints = checkpoints();
    for (int epoch = 1; epoch <= 3; epoch++) {
      checkpoints.save(state(epoch));
    }

    assertThat(names())
        .containsExactly("epoch-00002-round-000000", "epoch-00003-round-000000", "last");
    assertNewestIs(3);
  }

  @Test
  void saysThatTheUserMayNotWrite() throws IOException {
    hdfs.mkdirs(run, new FsPermission((short) 0755));

    assertThatThrownBy(
            () ->
                as(
                    "ann",
                    () -> {
                      RunFolder.at(run + "/run", hadoop)
                          .patient(Duration.ofMinutes(10))
                          .begin(
                              ConvoyConfig.parse("test.conf", "data.path = /data", List.of()),
                              Map.of());
                      return null;
                    }))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageStartingWith(
            "run folder %s/run cannot be written: Permission denied: user=ann, access=WRITE"
                .formatted(run))
        .hasMessageEndingWith(
            "Make it readable and writable for this user, or give another folder; the same command continues.")
        .hasMessageNotContaining("\n");
    assertThat(hdfs.listStatus(run)).isEmpty();
  }

  @Test
  void leavesNothingHalfWrittenWhenTheQuotaIsReached() throws IOException {
    checkpoints().save(state(1));
    long used = hdfs.getContentSummary(run).getSpaceConsumed();
    hdfs.setQuota(run, HdfsConstants.QUOTA_DONT_SET, used + 1000);

    assertThatThrownBy(() -> checkpoints().save(state(2)))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageStartingWith(
            "checkpoint %s/checkpoints/epoch-00002-round-000000 cannot be written: ".formatted(run))
        .hasMessageContaining("quota")
        .hasMessageEndingWith("Free space there or raise the quota; the same command continues.")
        .hasMessageNotContaining("\n");

    assertThat(names()).containsExactly("epoch-00001-round-000000", "last");
    assertNewestIs(1);
  }

  @Test
  void waitsUntilHdfsLeavesSafeMode() throws IOException {
    checkpoints().save(state(1));
    setSafeMode(SafeModeAction.SAFEMODE_ENTER);

    assertThatThrownBy(() -> checkpoints().save(state(2)))
        .isInstanceOf(StorageAwayException.class)
        .hasMessageContaining("Name node is in safe mode")
        .hasMessageEndingWith("The same command continues when the file system is back.")
        .hasMessageNotContaining("\n");
    checkpoints(Duration.ofMinutes(1), this::leaveSafeModeAtTheThirdPause).save(state(2));

    assertThat(pauses).hasSize(3);
    assertNewestIs(2);
  }

  @SuppressWarnings("deprecation") // What replaces it is newer than Hadoop 3.3.4.
  private void setSafeMode(SafeModeAction action) throws IOException {
    hdfs.setSafeMode(action);
  }

  private void leaveSafeModeAtTheThirdPause(Duration pause) {
    pauses.add(pause);
    try {
      if (pauses.size() == 3) {
        setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void waitsForANamenodeThatIsDown() throws IOException {
    checkpoints().save(state(1));
    cluster.shutdownNameNode(0);

    assertThatThrownBy(() -> checkpoints().save(state(2)))
        .isInstanceOf(StorageAwayException.class)
        .hasMessageEndingWith("The same command continues when the file system is back.");
    assertThatThrownBy(() -> checkpoints().resume()).isInstanceOf(StorageAwayException.class);
    checkpoints(Duration.ofMinutes(10), this::restart).save(state(2));

    assertThat(pauses).isNotEmpty();
    assertNewestIs(2);
  }

  /** The client says that it could not obtain a block. */
  @Test
  void aLostDataNodeIsNoDamage() throws IOException {
    checkpoints().save(state(1));
    Path images = new Path(run, "images");
    FileContext files = FileContext.getFileContext(run.toUri(), hadoop);
    AtomicFiles.write(files, new Path(images, "train/cat/1.jpg"), output -> output.write(1));
    ImageDataset data = DatasetSource.parse(hadoop, "folder:" + images).open(hadoop, Split.TRAIN);
    MiniDFSCluster.DataNodeProperties node = cluster.stopDataNode(0);
    try {
      assertThatThrownBy(() -> data.read(hadoop, 0, 1).next())
          .isInstanceOf(DataAwayException.class)
          .hasMessageStartingWith(
              images + "/train/cat/1.jpg: cannot be read: Could not obtain block");
      assertThatThrownBy(() -> checkpoints().resume())
          .isInstanceOf(StorageAwayException.class)
          .hasMessageContaining("Could not obtain block");
      assertThatThrownBy(
              () ->
                  ModelFile.read(
                      run + "/checkpoints/epoch-00001-round-000000/model.safetensors", hadoop))
          .isInstanceOf(StorageAwayException.class);
    } finally {
      cluster.restartDataNode(node);
      cluster.waitActive();
    }

    assertNewestIs(1);
    assertThat(data.read(hadoop, 0, 1).next().label()).isZero();
  }

  @Test
  void anInterruptIsNoDamage() throws IOException {
    checkpoints().save(state(1));
    checkpoints().save(state(2));
    cluster.shutdownNameNode(0);
    Checkpoints interrupted =
        checkpoints(
            Duration.ofMinutes(10),
            pause -> {
              restart(pause);
              throw new InterruptedException();
            });

    assertThatThrownBy(interrupted::resume)
        .isInstanceOf(StorageAwayException.class)
        .hasMessage("interrupted while waiting for a file system");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(names())
        .containsExactly("epoch-00001-round-000000", "epoch-00002-round-000000", "last");
  }

  private void restart(Duration pause) {
    pauses.add(pause);
    try {
      if (pauses.size() == 1) {
        cluster.restartNameNode(0);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of several that begin at the same moment one trains. */
  @Test
  void oneProcessAtMostTakesTheFolder() throws Exception {
    RunFolder folder = RunFolder.at(run.toString(), hadoop);
    List<RunLock> locks = Stream.generate(folder::lock).limit(8).toList();
    List<String> outcomes =
        locks.parallelStream()
            .map(
                lock -> {
                  try {
                    folder.acquire(lock, "app");
                    return "taken";
                  } catch (RunException e) {
                    return e.getMessage();
                  }
                })
            .toList();

    assertThat(outcomes).containsOnlyOnce("taken");
    assertThat(outcomes)
        .filteredOn(outcome -> !outcome.equals("taken"))
        .allSatisfy(
            outcome ->
                assertThat(outcome)
                    .startsWith("run folder " + run + " is being trained by process "));
    locks.forEach(RunLock::close);
    assertThat(hdfs.listStatus(run)).isEmpty();
  }

  @Test
  void showsThatItLives() throws Exception {
    FileAccess access =
        new FileAccess(FileContext.getFileContext(run.toUri(), hadoop), Duration.ZERO);
    OwnerFile file = new OwnerFile(access.files(), hadoop, run);
    try (RunLock lock =
        new RunLock(
            access, hadoop, run, "run", RunLock.Exclusion.BY_FILE_SYSTEM, Duration.ofMillis(20))) {
      lock.acquire("app");

      await().until(() -> file.read().orElseThrow().owner().beats() > 2);
      lock.require();
    }

    assertThat(hdfs.listStatus(run)).isEmpty();
  }

  /** As TensorBoard's event files. */
  @Test
  void aLogIsReadWhileItIsWritten() throws IOException {
    try (FSDataOutputStream log = RunFolder.at(run.toString(), hadoop).create("tensorboard/log")) {
      assertThat(log.hasCapability("hflush")).isTrue();
      log.writeLong(42);
      log.hflush();

      try (FSDataInputStream input = hdfs.open(new Path(run, "tensorboard/log"))) {
        assertThat(input.readLong()).isEqualTo(42);
      }
    }
  }
}
