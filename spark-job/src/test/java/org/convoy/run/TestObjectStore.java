package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.config.CheckpointConfig;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.NormalizeConfig;
import org.convoy.data.file.AtomicFiles;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageAwayException;
import org.convoy.run.lock.OwnerFile;
import org.convoy.run.lock.RunLock;
import org.convoy.run.lock.RunningProcess;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Metric;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.state.Tally;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run folders on a store where nothing can be renamed in one step. */
final class TestObjectStore {
  private static final Duration BEAT = Duration.ofMillis(20);
  private static final Architecture NETWORK =
      Architecture.of(
          ConvoyConfig.parse(
                  "test.conf",
                  "data.path = /data, model { numClasses = 2, layers = [flatten, {linear {out = 2, bias = false}}] }",
                  List.of())
              .model()
              .layers(),
          2,
          new InputShape(1, 1, 1));

  /** Of two parameters. */
  private static final ParameterLayout LAYOUT = ParameterLayout.of(ModelZoo.configuration(NETWORK));

  private static final ModelDescription DESCRIPTION =
      new ModelDescription(
          NETWORK, List.of("cat", "dog"), List.of(), new NormalizeConfig(List.of(), List.of()));

  private final Configuration hadoop = ObjectStore.configuration();
  private final List<Duration> pauses = new ArrayList<>();
  private String test;

  @BeforeEach
  void name(TestInfo info) {
    test = info.getTestMethod().orElseThrow().getName() + info.getDisplayName().hashCode();
  }

  /** Its own bucket for each test. */
  private String bucket(String kind) {
    return kind + "-" + test.toLowerCase(java.util.Locale.ROOT);
  }

  private RunFolder folder(String kind) {
    return RunFolder.at("%s://%s/runs/x".formatted(ObjectStore.SCHEME, bucket(kind)), hadoop);
  }

  private FileContext files(Path path) throws IOException {
    return FileContext.getFileContext(path.toUri(), hadoop);
  }

  private RunLock lock(String kind, RunLock.Exclusion exclusion) throws IOException {
    Path path = new Path(folder(kind).location());
    return new RunLock(
        new FileAccess(files(path), Duration.ZERO, pauses::add),
        hadoop,
        path,
        path.toString(),
        exclusion,
        BEAT);
  }

  private Optional<RunningProcess> owner(String kind) throws IOException {
    Path path = new Path(folder(kind).location());
    return new OwnerFile(files(path), hadoop, path).read().map(OwnerFile.Sign::owner);
  }

  private void leave(String kind, RunningProcess process) throws IOException {
    Path path = new Path(folder(kind).location());
    new OwnerFile(files(path), hadoop, path).replace(process);
  }

  private static RunningProcess elsewhere(String id, long beats) {
    return new RunningProcess(id, "elsewhere", 7, "app-7", "then", "other boot", "1", beats);
  }

  @Test
  void refusesAFolderThatCannotBeKeptToOne() {
    String message =
        "run folder %s is on a file system that neither creates a file only once nor renames in one"
            + " step, so two trainings that begin there at the same moment cannot be told apart."
            + " Give a folder on another file system with --run, or say --run-unlocked and make sure"
            + " that one trains there at a time.";
    RunFolder folder = folder("plain");

    assertThatThrownBy(folder::requireExclusion)
        .isInstanceOf(RunException.class)
        .hasMessage(message.formatted(folder.location()));
    try (RunLock lock = folder.lock()) {
      assertThatThrownBy(() -> folder.acquire(lock, "app-1"))
          .isInstanceOf(RunException.class)
          .hasMessage(message.formatted(folder.location()));
    }

    assertThat(ObjectStore.bucket(bucket("plain")).keys()).isEmpty();
    assertThatCode(folder.unlocked()::requireExclusion).doesNotThrowAnyException();
    assertThatCode(folder("conditional")::requireExclusion).doesNotThrowAnyException();
    assertThat(ObjectStore.bucket(bucket("conditional")).keys()).isEmpty();
  }

  /** Of several that begin at the same moment one trains. */
  @Test
  void oneProcessAtMostTakesTheFolder() throws Exception {
    int count = 8;
    CyclicBarrier start = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<RunLock> locks = new ArrayList<>();
    List<Future<String>> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RunLock lock = lock("conditional", RunLock.Exclusion.BY_FILE_SYSTEM);
      locks.add(lock);
      Callable<String> take =
          () -> {
            start.await();
            try {
              lock.acquire("app");
              return "taken";
            } catch (RunException e) {
              return e.getMessage();
            }
          };
      outcomes.add(threads.submit(take));
    }

    List<String> texts = new ArrayList<>();
    for (Future<String> outcome : outcomes) {
      texts.add(outcome.get());
    }

    threads.shutdown();
    assertThat(texts).containsOnlyOnce("taken");
    assertThat(texts)
        .filteredOn(text -> !text.equals("taken"))
        .allSatisfy(text -> assertThat(text).contains(" is being trained by process "));
    locks.forEach(RunLock::close);
    assertThat(ObjectStore.bucket(bucket("conditional")).keys()).isEmpty();
  }

  @Test
  void showsThatItLivesByItsContent() throws IOException {
    try (RunLock lock = lock("conditional", RunLock.Exclusion.BY_FILE_SYSTEM)) {
      lock.acquire("app-1");

      await().until(() -> owner("conditional").orElseThrow().beats() > 2);
      lock.require();
    }

    assertThat(owner("conditional")).isEmpty();
  }

  /** What one with this version's heartbeat does, seen from another machine. */
  @Test
  void refusesAFolderOfALivingProcessAndTakesOverASilentOne() throws IOException {
    leave("conditional", elsewhere("one", 3));
    try (RunLock lock = lock("conditional", RunLock.Exclusion.BY_FILE_SYSTEM)) {
      RunLock living =
          new RunLock(
              new FileAccess(
                  files(new Path(folder("conditional").location())),
                  Duration.ZERO,
                  pause -> {
                    pauses.add(pause);
                    try {
                      leave("conditional", elsewhere("one", 3 + pauses.size()));
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  }),
              hadoop,
              new Path(folder("conditional").location()),
              "x",
              RunLock.Exclusion.BY_FILE_SYSTEM,
              BEAT);
      assertThatThrownBy(() -> living.acquire("app-2"))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("x is being trained by process 7 on elsewhere (app-7), since then");
      assertThat(pauses).hasSize(1);
      pauses.clear();

      lock.acquire("app-2");

      assertThat(pauses).hasSize(12).containsOnly(BEAT);
      lock.require();
    }
  }

  @Test
  void oneThatWasTakenOverWritesNothingMore() throws IOException {
    RunFolder folder = folder("plain").unlocked();
    try (RunLock lock = folder.lock()) {
      RunFolder held = folder.acquire(lock, "app-1");
      Checkpoints checkpoints = checkpoints(held);
      checkpoints.save(state(1));
      leave("plain", elsewhere("another", 0));
      List<String> before = ObjectStore.bucket(bucket("plain")).keys();

      assertThatThrownBy(() -> checkpoints.save(state(1)))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("was taken over by process 7 on elsewhere (app-7), since then");

      assertThat(ObjectStore.bucket(bucket("plain")).keys()).isEqualTo(before);
    }

    assertThat(owner("plain").orElseThrow().id()).isEqualTo("another");
  }

  private static Checkpoints checkpoints(RunFolder folder) {
    return folder.checkpoints(
        DESCRIPTION,
        LAYOUT,
        new CheckpointConfig(0, 2, 1, Metric.VALIDATION_ACCURACY, Optional.empty(), 0),
        new Provenance(42, "ab12", Map.of()));
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

  /** The process dies after each change of an object that a save makes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aCheckpointIsThereWholeOrNotAtAll(int epoch) {
    ObjectStore.Bucket bucket = ObjectStore.bucket(bucket("plain"));
    boolean isSaved = false;
    int withNew = 0;
    int withOld = 0;
    for (int changes = 0; !isSaved; changes++) {
      new ArrayList<>(bucket.keys()).forEach(key -> assertThat(delete(key)).isTrue());
      for (int earlier = 1; earlier < epoch; earlier++) {
        checkpoints(folder("plain")).save(state(earlier));
      }

      bucket.dieAfter(changes);
      isSaved = isSaved(epoch);
      bucket.revive();

      Optional<TrainingState> found = checkpoints(folder("plain")).resume();
      int newest = found.map(TrainingState::epoch).orElse(0);
      assertThat(newest).as("after %d changes", changes).isBetween(epoch - 1, epoch);
      found.ifPresent(
          state -> assertThat(state).usingRecursiveComparison().isEqualTo(state(state.epoch())));
      withNew += newest == epoch ? 1 : 0;
      withOld += newest == epoch ? 0 : 1;
      assertThat(bucket.keys()).noneMatch(key -> key.contains("quarantine"));
      assertThat(count("model.safetensors")).isEqualTo(count("state.json"));
      checkpoints(folder("plain")).save(state(epoch + 1));
      assertThat(checkpoints(folder("plain")).resume().orElseThrow().epoch()).isEqualTo(epoch + 1);
    }

    assertThat(withOld).isGreaterThan(3);
    assertThat(withNew).isGreaterThan(1);
  }

  private long count(String name) {
    return ObjectStore.bucket(bucket("plain")).keys().stream()
        .filter(key -> key.endsWith(name))
        .count();
  }

  private boolean isSaved(int epoch) {
    try {
      checkpoints(folder("plain")).save(state(epoch));
      return true;
    } catch (StorageAwayException e) {
      assertThat(e).hasMessageContaining("the process is dead");
      return false;
    }
  }

  private boolean delete(String key) {
    Path path = new Path("%s://%s/%s".formatted(ObjectStore.SCHEME, bucket("plain"), key));
    try {
      return files(path).delete(path, true) || !files(path).util().exists(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void movesADamagedCheckpointAside() throws IOException {
    Checkpoints checkpoints = checkpoints(folder("plain"));
    checkpoints.save(state(1));
    checkpoints.save(state(2));
    Path model =
        new Path(
            folder("plain").location() + "/checkpoints/epoch-00002-round-000000/model.safetensors");
    AtomicFiles.write(files(model), model, output -> output.write("damaged".getBytes(UTF_8)));

    assertThat(checkpoints.resume().orElseThrow().epoch()).isEqualTo(1);

    assertThat(ObjectStore.bucket(bucket("plain")).keys())
        .filteredOn(key -> key.contains("epoch-00002"))
        .hasSize(4)
        .allMatch(key -> key.startsWith("runs/x/checkpoints/quarantine/epoch-00002-round-000000/"));
  }

  /** A part of a new file never takes the place of an old one. */
  @Test
  void whatCannotBeWrittenToTheEndLeavesWhatWasThere() throws IOException {
    Path file = new Path(folder("plain").location() + "/config.conf");
    AtomicFiles.write(files(file), file, output -> output.write("old".getBytes(UTF_8)));

    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    files(file),
                    file,
                    output -> {
                      output.write("ne".getBytes(UTF_8));
                      throw new IOException("no more");
                    }))
        .hasMessage("no more");

    assertThat(HashedFiles.read(files(file), file)).asString(UTF_8).isEqualTo("old");
  }

  @Test
  void aRunFolderIsBegunContinuedAndFinished() {
    RunFolder folder = folder("plain");
    ConvoyConfig config = ConvoyConfig.parse("test.conf", "data.path = /data", List.of());
    folder.begin(config, Map.of("train", "aa"));
    folder.begin(config, Map.of("train", "aa"));
    checkpoints(folder).save(state(1));

    assertThat(folder.model(hadoop).parameters(LAYOUT)).containsExactly(1, 1);
    folder.finish(DESCRIPTION, LAYOUT, state(2), "validation", Optional.empty());

    assertThat(folder.config(List.of())).isEqualTo(config);
    assertThat(folder.result().orElseThrow().epochs()).isEqualTo(2);
    assertThat(folder.model(hadoop).parameters(LAYOUT)).containsExactly(2, 1);
  }

  @Test
  void aViewIsWhatItShows() throws IOException {
    Configuration view = new Configuration(hadoop);
    view.set("fs.viewfs.mounttable.default.link./local", "file:///tmp");
    view.set(
        "fs.viewfs.mounttable.default.link./objects",
        "%s://%s/".formatted(ObjectStore.SCHEME, bucket("plain")));
    Path local = new Path("viewfs:///local/no/such/file");
    Path object = new Path("viewfs:///objects/no/such/file");
    FileContext files = FileContext.getFileContext(local.toUri(), view);

    assertThat(AtomicFiles.renamesInOneStep(files, local)).isTrue();
    assertThat(AtomicFiles.renamesInOneStep(files, object)).isFalse();
  }
}
