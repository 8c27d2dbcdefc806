package org.convoy.run.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.Destination;
import org.convoy.run.Ending;
import org.convoy.run.RunFolder;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.RunException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestRunLock {
  /** One for all that is written in its name: it has the second in which it was made. */
  private static final RunningProcess OTHER = RunningProcess.current("app-7");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BEAT = Duration.ofMillis(20);

  @TempDir private Path folder;
  private Path file;
  private final List<Duration> pauses = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("run").resolve(OwnerFile.NAME);
  }

  private RunLock lock() throws IOException {
    return lock(pauses::add);
  }

  private RunLock lock(FileAccess.Sleep sleep) throws IOException {
    FileContext files = FileContext.getLocalFSFileContext();
    return new RunLock(
        new FileAccess(files, Duration.ZERO, sleep),
        new Configuration(),
        new org.apache.hadoop.fs.Path(file.getParent().toUri()),
        file.getParent().toString(),
        RunLock.Exclusion.BY_FILE_SYSTEM,
        BEAT);
  }

  /** What another process would have left. */
  private void leave(Map<String, Object> differences) throws IOException {
    ObjectNode left = JSON.valueToTree(OTHER);
    differences.forEach(left::putPOJO);
    Files.createDirectories(file.getParent());
    JSON.writeValue(file.toFile(), left);
  }

  @Test
  void aFolderThatDataArePreparedIntoIsKeptAsWell() {
    Destination destination =
        Destination.at(file.getParent().toString(), new Configuration(), Duration.ZERO);
    try (RunLock first = destination.lock();
        RunLock second = destination.lock()) {
      first.acquire("local-1");

      assertThatThrownBy(() -> second.requireFree(""))
          .isInstanceOf(RunException.class)
          .hasMessageMatching(
              "folder .*/run is being prepared by process \\d+ on .* \\(local-1\\), since .*\\. Wait"
                  + " for it, stop it, or give another folder\\.");
    }

    assertThat(file).doesNotExist();
  }

  @Test
  void namesTheProcessAsLongAsItHasTheFolder() throws IOException {
    try (RunLock lock = lock()) {
      lock.acquire("app-1");
      lock.require();

      RunningProcess owner = JSON.readValue(file.toFile(), RunningProcess.class);
      assertThat(owner.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(owner.application()).isEqualTo("app-1");
      assertThat(owner.host()).isNotEmpty();
      assertThat(owner.isInSight()).isTrue();
      assertThat(owner.isAlive()).isTrue();
    }

    assertThat(file.getParent()).isEmptyDirectory();
    assertThat(pauses).isEmpty();
  }

  @Test
  void showsThatItLives() throws IOException {
    try (RunLock lock = lock()) {
      lock.acquire("app-1");

      await().until(() -> JSON.readValue(file.toFile(), RunningProcess.class).beats() > 2);
    }

    assertThat(file.getParent()).isEmptyDirectory();
  }

  /** A process may take many folders, one after the other. */
  @Test
  void leavesNoThread() throws IOException {
    RunLock lock = lock();
    lock.acquire("app-1");
    assertThat(beating()).isPositive();
    lock.close();

    await().until(() -> beating() == 0);
  }

  private static long beating() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("run folder"))
        .count();
  }

  /** Whoever reads it while it is written anew finds it whole. */
  @Test
  void isWholeAtAnyTime() throws IOException {
    try (RunLock lock = lock()) {
      lock.acquire("app-1");
      for (int i = 0; i < 300; i++) {
        lock.require();
        assertThat(JSON.readValue(file.toFile(), RunningProcess.class).application())
            .isEqualTo("app-1");
      }
    }
  }

  @Test
  void showsNoLifeInAFileOfAnother() throws IOException {
    try (RunLock lock = lock()) {
      lock.acquire("app-1");
      leave(Map.of("id", "another", "host", "elsewhere"));
      String taken = Files.readString(file);

      await().pollDelay(BEAT.multipliedBy(10)).until(() -> true);

      assertThat(file).hasContent(taken);
    }

    assertThat(file).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"host\":\"node-1\",\"pid\":7}', the id is missing",
    "'', No content to map",
    "'null', null",
    "'[7]', Cannot deserialize",
    "'{\"id\":', Unexpected end-of-input"
  })
  void refusesAFileThatNamesNobody(String content, String problem) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);

    assertRefused(problem);
  }

  @Test
  void refusesAFolderOfThatName() throws IOException {
    Files.createDirectories(file);

    assertRefused("it is a folder");
  }

  private void assertRefused(String problem) throws IOException {
    RunLock lock = lock();

    assertThatThrownBy(() -> lock.requireFree(""))
        .isInstanceOf(RunException.class)
        .hasMessageMatching(
            "file:/.*/run/running.json does not say who trains there: .*. Delete it if nobody"
                + " does\\.")
        .hasMessageContaining(problem);
    assertThatThrownBy(() -> lock.acquire("app-1")).hasMessageContaining(problem);
    lock.close();
    assertThat(file).exists();
  }

  @Test
  void readsWhatHasAnIdAndLittleElse() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"id\":\"x\",\"pid\":7,\"later\":1}");

    takeOver();

    assertThat(pauses).hasSize(12);
  }

  @Test
  void refusesAFolderOfALivingProcess() throws IOException {
    try (RunLock first = lock();
        RunLock second = lock()) {
      first.acquire("app-1");
      String message =
          "run folder %s is being trained by process %d on %s (app-1), since "
              .formatted(
                  file.getParent(),
                  ProcessHandle.current().pid(),
                  org.apache.hadoop.net.NetUtils.getLocalHostname());

      assertThatThrownBy(() -> second.requireFree("app-2"))
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith(message)
          .hasMessageEndingWith("Wait for it, stop it, or give another folder with --run.");
      assertThatThrownBy(() -> second.acquire("app-2")).hasMessageStartingWith(message);
      first.require();
    }

    assertThat(pauses).isEmpty();
  }

  @Test
  void takesOverAtOnceFromAProcessThatEnded() throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    String start = startOf(process.pid());
    leave(Map.of("pid", process.pid(), "pidStart", start));
    assertThat(JSON.readValue(file.toFile(), RunningProcess.class).isAlive()).isTrue();
    process.destroyForcibly().waitFor();

    takeOver();

    assertThat(pauses).isEmpty();
  }

  private static String startOf(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return line.substring(line.lastIndexOf(')')).split(" ", -1)[20];
  }

  @Test
  void aLaterProcessWithTheSamePidIsAnother() throws IOException {
    leave(Map.of("pidStart", "1"));

    takeOver();

    assertThat(pauses).isEmpty();
  }

  @Test
  void takesOverFromAnotherMachineAfterAMinuteInSilence() throws IOException {
    leave(Map.of("pidSpace", "another boot pid:[1]", "host", "elsewhere"));

    takeOver();

    assertThat(pauses).hasSize(12).containsOnly(BEAT);
  }

  private void takeOver() throws IOException {
    try (RunLock lock = lock()) {
      lock.requireFree("");
      lock.acquire("app-8");
      lock.require();
    }

    assertThat(file).doesNotExist();
  }

  /** As YARN starts a driver again whose machine it lost. */
  @Test
  void aLaterAttemptOfTheSameApplicationDoesNotWait() throws IOException {
    leave(Map.of("pidSpace", "another boot pid:[1]", "application", "app-8"));

    try (RunLock lock = lock()) {
      lock.acquire("app-8");
      lock.require();
    }

    assertThat(pauses).isEmpty();
  }

  @Test
  void refusesAFolderThatAnotherMachineKeepsAlive() throws IOException {
    leave(Map.of("pidSpace", "another boot pid:[1]", "host", "elsewhere"));
    RunLock lock =
        lock(
            pause -> {
              pauses.add(pause);
              if (pauses.size() == 5) {
                touch();
              }
            });

    assertThat(lock.isOfAnother()).isFalse();
    assertThatThrownBy(() -> lock.requireFree(""))
        .hasMessageContaining(" on elsewhere (app-7), since ");
    assertThat(pauses).hasSize(5);
    assertThat(lock.isOfAnother()).isTrue();
    assertThat(file).exists();
  }

  /** Whether the clock of its machine was set meanwhile, by a day or a century, back or forward. */
  @ParameterizedTest
  @ValueSource(strings = {"1970-01-02T00:00:00Z", "2000-01-01T00:00:00Z", "2099-12-31T00:00:00Z"})
  void aSignOfLifeIsOneWhateverItsTime(String time) throws IOException {
    leave(Map.of("pidSpace", "another boot pid:[1]", "host", "elsewhere", "since", time));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    RunLock living =
        lock(
            pause -> {
              pauses.add(pause);
              set(pauses.size(), Instant.parse(time).minus(Duration.ofDays(pauses.size())));
            });

    assertThatThrownBy(() -> living.requireFree(""))
        .hasMessageContaining(" on elsewhere (app-7), since ");
    assertThat(pauses).hasSize(1);

    pauses.clear();
    takeOver();
    assertThat(pauses).as("of one in silence").hasSize(12);
  }

  private void set(int beats, Instant time) {
    try {
      leave(
          Map.of(
              "pidSpace",
              "another boot pid:[1]",
              "host",
              "elsewhere",
              "since",
              time.toString(),
              "beats",
              beats));
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesAFolderWhoseFileIsWrittenAnew() throws IOException {
    leave(Map.of("pidSpace", "another boot pid:[1]", "host", "elsewhere"));
    FileTime time = Files.getLastModifiedTime(file);
    RunLock lock =
        lock(
            pause -> {
              pauses.add(pause);
              try {
                leave(
                    Map.of(
                        "pidSpace",
                        "another boot pid:[1]",
                        "host",
                        "elsewhere",
                        "id",
                        "x",
                        "beats",
                        pauses.size() / 3));
                Files.setLastModifiedTime(file, time);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    leave(Map.of("pidSpace", "another boot pid:[1]", "host", "elsewhere", "id", "x"));
    Files.setLastModifiedTime(file, time);

    assertThatThrownBy(() -> lock.requireFree(""))
        .hasMessageContaining(" on elsewhere (app-7), since ");
    assertThat(pauses).hasSize(3);
  }

  @Test
  void whateverItsFileSaysIsAnswered() throws IOException {
    leave(Map.of());
    String sound = Files.readString(file);
    List<String> words = List.of("-1", "1e99", "null", "[]", "{}", "\"", "", "}", "\u0000");
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int from = random.nextInt(sound.length());
      int to = Math.min(sound.length(), from + random.nextInt(12));
      String word = words.get(random.nextInt(words.size()));
      Files.writeString(file, sound.substring(0, from) + word + sound.substring(to));
      try (RunLock lock = lock()) {
        lock.requireFree("");
      } catch (RunException e) {
        assertThat(e).as("change %d", seed).message().contains(file.getParent().toString());
      }
    }
  }

  private void touch() {
    assertThat(file.toFile().setLastModified(1000)).isTrue();
  }

  @Test
  void aFolderThatIsGivenFreeNeedNotBeWaitedForAnyLonger() throws IOException {
    leave(Map.of("pidSpace", "another boot pid:[1]"));
    RunLock lock =
        lock(
            pause -> {
              pauses.add(pause);
              assertThat(file.toFile().delete()).isTrue();
            });

    lock.requireFree("");

    assertThat(pauses).hasSize(1);
  }

  /** Both saw the same silence; the second one was a little faster. */
  @Test
  void refusesAFolderThatSomeoneElseTookOverMeanwhile() throws IOException {
    leave(Map.of("pidStart", "1"));
    try (RunLock slow = lock();
        RunLock fast = lock()) {
      slow.requireFree("");
      fast.acquire("app-1");

      assertThatThrownBy(() -> slow.acquire("app-2"))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("is being trained by process ");
      fast.require();
    }
  }

  @Test
  void oneThatWasTakenOverWritesNothingMore() throws IOException {
    RunFolder run = RunFolder.at(file.getParent().toString(), new Configuration());
    ConvoyConfig config = ConvoyConfig.parse("test.conf", "data.path = /data", List.of());
    try (RunLock lock = run.lock()) {
      RunFolder held = run.acquire(lock, "app-1");
      held.begin(config, Map.of());
      leave(Map.of("id", "another", "host", "elsewhere"));
      Files.deleteIfExists(file.resolveSibling("." + OwnerFile.NAME + ".crc"));

      assertThatThrownBy(() -> held.writeMetrics(List.of()))
          .isInstanceOf(RunException.class)
          .hasMessageMatching(
              "run folder .* was taken over by process \\d+ on elsewhere \\(app-7\\), since .*"
                  + " while this process was not heard of; it stops");
      held.recordEnding(new Ending(2, "usage", "app-1", "now"));
      assertThat(run.ending()).isEmpty();
    }

    assertThat(file).exists();
    assertThat(file.resolveSibling("metrics.jsonl")).doesNotExist();
  }

  @Test
  void remembersHowTheLastProcessEnded() {
    RunFolder run = RunFolder.at(file.getParent().toString(), new Configuration());
    Ending diverged = new Ending(3, "diverged", "app-1", "2026-01-02T03:04:05Z");
    try (RunLock lock = run.lock()) {
      RunFolder held = run.acquire(lock, "app-1");
      held.recordEnding(diverged);
    }

    assertThat(run.ending()).contains(diverged);
    try (RunLock lock = run.lock()) {
      run.acquire(lock, "app-2");
      assertThat(run.ending()).isEmpty();
    }
  }
}
