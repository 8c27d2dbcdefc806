package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.config.CheckpointConfig;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.config.binding.ConfigText;
import org.convoy.data.DataIdentity;
import org.convoy.data.DataIdentity.Match;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.data.file.AtomicFiles;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageException;
import org.convoy.run.lock.OwnerFile;
import org.convoy.run.lock.Ownership;
import org.convoy.run.lock.RunLock;
import org.convoy.state.EpochMetrics;
import org.convoy.state.ModelState;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.weights.Safetensors;
import org.convoy.weights.WeightChoice;
import org.convoy.weights.WeightFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one run, on any Hadoop file system:
 *
 * <pre>
 *   config.conf         the resolved config
 *   data.json           what the data is recognised by, see {@link DataIdentity}
 *   checkpoints/        see {@link Checkpoints}
 *   metrics.jsonl       one line an epoch, counted from 1 as people are told
 *   rounds/             a file an epoch, one line a round, counted likewise
 *   classes/            a file an epoch, see {@link ValidationClasses}
 *   profile.json        where a step's time goes, of a training that was asked for it
 *   tensorboard/        files of TensorBoard's events
 *   model.safetensors   the final model, self-contained
 *   average.safetensors the average of the weights, if there is one
 *   result.json         written last: the run is finished
 *   report.html         a page about it, written after that
 *   README.md           a model card, likewise
 *   changes.jsonl       one line for each key that was changed since it was begun, if any
 *   running.json        who trains here now, see {@link RunLock}
 *   exit.json           how the last training's process ended, see {@link Ending}
 * </pre>
 */
public final class RunFolder {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
  private static final String CLASSES = "classes";
  private static final String PRETRAINED = "pretrained";

  /** Noted since the validation split is another one. */
  private static final String TEST = "test";

  private static final int LONGEST_SHOWN = 200;

  private final FileAccess access;
  private final FileContext files;
  private final Path path;
  private final Ownership ownership;
  private final Configuration hadoop;
  private final RunLock.Exclusion exclusion;

  private RunFolder(
      FileAccess access,
      Path path,
      Ownership ownership,
      Configuration hadoop,
      RunLock.Exclusion exclusion) {
    this.access = requireNonNull(access, "access is null");
    this.ownership = requireNonNull(ownership, "ownership is null");
    this.files = access.files();
    this.path = requireNonNull(path, "path is null");
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
    this.exclusion = requireNonNull(exclusion, "exclusion is null");
  }

  /**
   * The folder at a path, whether it exists or not. A file system that does not answer is not asked
   * twice.
   *
   * @throws RunException when the path or its file system is none
   */
  public static RunFolder at(String location, Configuration hadoop) {
    try {
      FilePlace place = FilePlace.of(location, hadoop);
      FileAccess access = new FileAccess(place.files(), Duration.ZERO);
      return new RunFolder(
          access, place.path(), Ownership.UNCHECKED, hadoop, RunLock.Exclusion.BY_FILE_SYSTEM);
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException("run folder " + location + ": " + e.getMessage(), e);
    }
  }

  /** The same, on a file system that is asked again for some time when it does not answer. */
  public RunFolder patient(Duration patience) {
    return with(new FileAccess(files, patience), ownership);
  }

  /**
   * The same, also where the file system cannot keep out another training that begins at the same
   * moment: a person has to.
   */
  public RunFolder unlocked() {
    return new RunFolder(access, path, ownership, hadoop, RunLock.Exclusion.BY_PERSON);
  }

  private RunFolder with(FileAccess otherAccess, Ownership otherOwnership) {
    return new RunFolder(otherAccess, path, otherOwnership, hadoop, exclusion);
  }

  /** What keeps others out while a process trains here; nothing is written yet. */
  public RunLock lock() {
    return new RunLock(access, hadoop, path, location(), exclusion);
  }

  /**
   * Takes the folder for this process, and forgets how an earlier one ended.
   *
   * @param lock of this folder
   * @param application the driver's id in Spark
   * @return the same folder, which is written to only as long as no other process has taken it
   * @throws RunException when a living process has it
   */
  public RunFolder acquire(RunLock lock, String application) {
    lock.acquire(application);
    RunFolder held = with(access, lock);
    held.attempt("cannot be written", () -> files.delete(held.endingFile(), false));
    return held;
  }

  /** Notes how this process ends. A failure to do so is logged: there is another one to report. */
  public void recordEnding(Ending ending) {
    try {
      with(new FileAccess(files, Duration.ZERO), ownership).writeText(endingFile(), json(ending));
    } catch (RunException | StorageException e) {
      LOG.debug("{} is not written", endingFile(), e);
    }
  }

  /** How the last process that trained here ended; nothing if it runs, or was killed. */
  public Optional<Ending> ending() {
    boolean ended = attempt("cannot be read", () -> files.util().exists(endingFile()));
    return ended ? Optional.of(readJson(endingFile(), new TypeReference<>() {})) : Optional.empty();
  }

  /** Whether a finished run's folder says how its process ended, and names none that trains. */
  public boolean isSettled() {
    return ending().filter(ending -> ending.code() == 0).isPresent() && trainer().isEmpty();
  }

  /** Where it is, with its file system. */
  public Path path() {
    return path;
  }

  /** As a person would write it: without the scheme of local files. */
  public String location() {
    return path.toUri().getScheme().equals("file") ? path.toUri().getPath() : path.toString();
  }

  /** Whether a training was ever begun here. */
  public boolean exists() {
    return attempt("cannot be read", () -> files.util().exists(configFile()));
  }

  /**
   * Begins a run here or, where one was begun before, makes sure that it is the same.
   *
   * @param data what the data is recognised by, by split: texts of {@link DataIdentity}
   * @throws RunException when the config or the data differ, naming each difference, or when the
   *     folder cannot be written
   */
  public void begin(ConvoyConfig config, Map<String, String> data) {
    if (!exists()) {
      writeText(dataFile(), json(new TreeMap<>(data)));
      writeText(configFile(), config.render());
      return;
    }

    refuseUnread(requireSame(config, data));
    remember(data);
  }

  /** The same data may have another stamp by now, and a known content: the next start is quick. */
  private void remember(Map<String, String> data) {
    Map<String, String> before = data();
    Map<String, String> now = new TreeMap<>(before);
    data.forEach(
        (key, text) -> now.merge(key, text, isIdentity(key) ? RunFolder::merged : (a, b) -> a));
    if (!now.equals(before)) {
      writeText(dataFile(), json(now));
    }
  }

  private static String merged(String before, String now) {
    DataIdentity identity = DataIdentity.parse(now);
    return before.equals(now) || !identity.toString().equals(now)
        ? before
        : identity.withKnown(DataIdentity.parse(before)).toString();
  }

  private void refuseUnread(Set<String> unread) {
    if (!unread.isEmpty()) {
      throw new RunException(
          "run folder %s: the content of the %s data has to be compared first"
              .formatted(location(), String.join(" and ", unread)));
    }
  }

  /**
   * Makes sure that a run that was begun here before is this one; writes nothing.
   *
   * @param data what the data is recognised by, by split: texts of {@link DataIdentity}
   * @return splits to whose files was written since, so that only reading them tells whether they
   *     are the same; their content is known here
   * @throws RunException when the config or the data differ, naming each difference
   */
  public Set<String> requireSame(ConvoyConfig config, Map<String, String> data) {
    if (!exists()) {
      return Set.of();
    }

    change(config).refuseAll();
    refuseOtherData(data, Match.UNKNOWN);
    return splits(data, Match.BY_CONTENT);
  }

  /**
   * As {@link #requireSame}, but a config that can be changed is fine, and so are data of which
   * nothing is known that they could be compared by: see {@link #uncompared}.
   */
  public Set<String> requireChangeable(ConvoyConfig config, Map<String, String> data) {
    if (!exists()) {
      return Set.of();
    }

    change(config).refuseImpossible(newestName());
    refuseOtherData(data);
    return splits(data, Match.BY_CONTENT);
  }

  /** Splits that are not recognised, and whose content at the beginning of the run is not known. */
  public Set<String> uncompared(Map<String, String> data) {
    return exists() ? splits(data, Match.UNKNOWN) : Set.of();
  }

  /** What the data was recognised by when the run began, by split. */
  public Map<String, DataIdentity> identities() {
    Map<String, DataIdentity> identities = new TreeMap<>();
    data()
        .forEach(
            (key, text) -> {
              if (isIdentity(key)) {
                identities.put(key, DataIdentity.parse(text));
              }
            });
    return identities;
  }

  /**
   * Makes sure that a split is what the run was begun with.
   *
   * @param now its identity, with the content
   * @throws RunException when it is not, or what it was then is not known
   */
  public void requireContent(String split, DataIdentity now) {
    DataIdentity begun = identities().get(split);
    boolean isOther = begun.content().isPresent() && !begun.content().equals(now.content());
    if (isOther || begun.match(now) != Match.SAME) {
      throw new RunException(
          "run folder %s was begun with other %s data: %s"
              .formatted(location(), split, begun.difference(now)));
    }
  }

  /** Notes the content of a split as the run was begun with it. */
  public void rememberContent(String split, String fingerprint) {
    Map<String, String> data = new TreeMap<>(data());
    data.computeIfPresent(
        split, (name, text) -> DataIdentity.parse(text).withContent(fingerprint).toString());
    writeText(dataFile(), json(data));
  }

  /**
   * Takes somebody's word that these are the data that the run was begun with, where the files have
   * the same names, lengths and labels, and nothing is known to compare their content by.
   */
  public void vouch(Map<String, String> data) {
    Map<String, String> vouched = new TreeMap<>(data());
    for (String split : uncompared(data)) {
      DataIdentity now = DataIdentity.parse(data.get(split));
      if (DataIdentity.parse(vouched.get(split)).hasListingOf(now)) {
        vouched.put(split, now.toString());
      }
    }

    writeText(dataFile(), json(vouched));
  }

  private Map<String, String> data() {
    return readJson(dataFile(), new TypeReference<>() {});
  }

  private Set<String> splits(Map<String, String> data, Match match) {
    Map<String, String> before = data();
    return data.keySet().stream()
        .filter(split -> match(split, before.get(split), data.get(split)) == match)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Match match(String key, String before, String now) {
    if (before == null) {
      return List.of(TEST, CLASSES).contains(key) ? Match.SAME : Match.OTHER;
    }

    if (before.equals(now)) {
      return Match.SAME;
    }

    return isIdentity(key)
        ? DataIdentity.parse(before).match(DataIdentity.parse(now))
        : Match.OTHER;
  }

  /** Whether an entry of data.json is that of a split. */
  private static boolean isIdentity(String key) {
    return !key.equals(CLASSES) && !key.equals(PRETRAINED);
  }

  /**
   * As {@link #begin}, but a run that was begun goes on with another config where what was trained
   * so far does not depend on the difference. A finished run is not finished any more.
   *
   * @return what is changed
   * @throws RunException when that is impossible, naming each reason
   */
  public List<Difference> beginOrChange(ConvoyConfig config, Map<String, String> data) {
    if (!exists()) {
      begin(config, data);
      return List.of();
    }

    ConfigChange change = change(config);
    Optional<CheckpointName> newest = newestName();
    change.refuseImpossible(newest);
    refuseOtherData(data, Match.UNKNOWN);
    refuseUnread(splits(data, Match.BY_CONTENT));
    remember(data);
    if (!change.differences().isEmpty()) {
      apply(change, newest);
    }

    return change.differences();
  }

  private Optional<CheckpointName> newestName() {
    return newest().flatMap(path -> CheckpointName.parse(path.getName()));
  }

  private ConfigChange change(ConvoyConfig config) {
    return new ConfigChange(location(), config, config(List.of()).differences(config));
  }

  /** The config last: until it is there, the same command does all of this again. */
  private void apply(ConfigChange change, Optional<CheckpointName> newest) {
    if (result().isPresent() && newest.isEmpty()) {
      throw new RunException(
          "run folder %s is finished and has no checkpoint any more to go on from"
              .formatted(location()));
    }

    attempt("cannot be written", () -> files.delete(resultFile(), false));
    writeChanges(change, newest);
    writeText(configFile(), change.now().render());
  }

  private void writeChanges(ConfigChange change, Optional<CheckpointName> newest) {
    boolean isFirst = !attempt("cannot be read", () -> files.util().exists(changesFile()));
    String before = isFirst ? "" : readText(changesFile());
    String from = newest.map(CheckpointName::toString).orElse("start");
    writeText(
        changesFile(),
        change.differences().stream()
            .map(difference -> json(Change.of(from, difference)))
            .collect(Collectors.joining("", before, "")));
  }

  /** What was changed since the run was begun, in that order. */
  public List<Change> changes() {
    return attempt("cannot be read", () -> files.util().exists(changesFile()))
        ? readText(changesFile()).lines().map(this::change).toList()
        : List.of();
  }

  private Change change(String line) {
    return attempt("changes.jsonl cannot be read", () -> JSON.readValue(line, Change.class));
  }

  /**
   * A line of {@code changes.jsonl}.
   *
   * @param from the checkpoint that the run went on from with the new value, or "start"
   * @param key of the config
   * @param before its value until then, as HOCON
   * @param after its value since
   */
  public record Change(String from, String key, String before, String after) {
    static Change of(String from, Difference difference) {
      return new Change(from, difference.key(), difference.value(), difference.other());
    }
  }

  /**
   * Writes a small file into the folder and deletes it again, with the folders that did not exist
   * before.
   *
   * @throws RunException when it cannot be written
   */
  public void probe() {
    leavingNothing(
        () -> {
          Path probe = new Path(path, ".probe-" + UUID.randomUUID());
          AtomicFiles.writeInPlace(files, probe, output -> output.write(1));
          files.delete(probe, false);
        });
  }

  /**
   * Makes sure that one training at most can take the folder, or that a person sees to it. Leaves
   * nothing.
   *
   * @throws RunException when neither is so
   */
  public void requireExclusion() {
    leavingNothing(lock()::requireExclusion);
  }

  private void leavingNothing(AtomicFiles.Step step) {
    attempt(
        "cannot be written",
        () -> {
          Deque<Path> missing = missingFolders();
          step.run();
          for (Path folder : missing) {
            files.delete(folder, false);
          }

          return null;
        });
  }

  /** This folder and those around it, the innermost first. */
  private Deque<Path> missingFolders() throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path folder = path;
        folder != null && !files.util().exists(folder);
        folder = folder.getParent()) {
      missing.add(folder);
    }

    return missing;
  }

  /**
   * The config that the run was begun with, or was changed to since.
   *
   * @param overrides key=value settings that win over it
   */
  public ConvoyConfig config(List<String> overrides) {
    return ConvoyConfig.parseRendered(configFile().toString(), configText(), overrides);
  }

  /**
   * The run's checkpoints.
   *
   * @param description of the model that is trained
   * @param layout of its parameters
   * @param config says which of them are kept
   * @param provenance is noted in each
   */
  public Checkpoints checkpoints(
      ModelDescription description,
      ParameterLayout layout,
      CheckpointConfig config,
      Provenance provenance) {
    CheckpointFolder folder = new CheckpointFolder(files, checkpointFolder(), config);
    return new Checkpoints(access, ownership, folder, provenance, description, layout);
  }

  /**
   * The run's model that was measured: the final one, or that of the newest checkpoint.
   *
   * @throws RunException when there is none yet
   */
  public ModelFile model(Configuration hadoop) {
    return model(WeightChoice.RAW_IF_THERE, hadoop);
  }

  /**
   * As above.
   *
   * @param choice of a run that keeps an average: that, which was measured, or the raw weights
   */
  public ModelFile model(WeightChoice choice, Configuration hadoop) {
    Optional<TrainResult> result = result();
    if (result.isPresent()) {
      Path file =
          new Path(path, TrainedModel.weights(choice, result.get().isAveraged(), location()));
      return as(result.get(), ModelFile.read(file.toString(), hadoop));
    }

    Path newest =
        newest()
            .orElseThrow(() -> new RunException("run folder " + location() + " has no model yet"));
    boolean isAveraged =
        attempt("cannot be read", () -> files.util().exists(new Path(newest, Checkpoints.AVERAGE)));
    String name = TrainedModel.weights(choice, isAveraged, location());
    return ModelFile.read(new Path(newest, name).toString(), hadoop);
  }

  /** Whether there is one. */
  public boolean hasModel() {
    return result().isPresent() || newest().isPresent();
  }

  /** Of a finished run: no other weights than it ended with. */
  private ModelFile as(TrainResult result, ModelFile model) {
    String found = new ModelState(model.parameters(model.layout()), new float[0]).weightsSha256();
    boolean isAverage = model.source().endsWith(Checkpoints.AVERAGE);
    String ended = isAverage ? result.averageSha256() : result.weightsSha256();
    if (!found.equals(ended)) {
      throw new WeightFormatException(
          model.source(),
          "the weights are not those that the run ended with: their SHA-256 is %s, that in result.json %s. Restore the file, take %s/last, or name the file itself to use it as it is"
              .formatted(found, ended, checkpointFolder()));
    }

    return model;
  }

  /**
   * Makes sure that a finished run has its model.
   *
   * @throws RunException when it has not
   */
  public void requireModel() {
    requireModel(modelFile());
    if (result().filter(TrainResult::isAveraged).isPresent()) {
      requireModel(new Path(path, Checkpoints.AVERAGE));
    }
  }

  private void requireModel(Path file) {
    boolean isThere = attempt("cannot be read", () -> files.util().exists(file));
    if (!isThere || attempt("cannot be read", () -> files.getFileStatus(file)).getLen() == 0) {
      throw new RunException(
          "run folder %s is finished, but its %s is %s. Restore it, or delete result.json: then the same command writes it again, from the newest checkpoint."
              .formatted(location(), file.getName(), isThere ? "empty" : "gone"));
    }
  }

  private Optional<Path> newest() {
    return attempt("cannot be read", () -> CheckpointFolder.newestFirst(files, checkpointFolder()))
        .stream()
        .findFirst();
  }

  /** Writes what the epochs gave so far, one line each. */
  public void writeMetrics(List<EpochMetrics> history) {
    writeText(
        new Path(path, "metrics.jsonl"),
        history.stream()
            .map(epoch -> JSON.<ObjectNode>valueToTree(epoch).put("epoch", epoch.epoch() + 1))
            .map(RunFolder::json)
            .collect(Collectors.joining()));
  }

  /** Writes where the time of this process's steps went. */
  public void writeProfile(Record profile) {
    writeText(new Path(path, "profile.json"), json(profile));
  }

  /** What the newest checkpoint was trained with; nothing where there is none that can be read. */
  public Optional<Provenance> provenance() {
    return newest()
        .map(
            checkpoint ->
                attempt("cannot be read", () -> CheckpointState.read(files, checkpoint))
                    .provenance());
  }

  /** The epochs that {@code metrics.jsonl} tells of. */
  public List<EpochMetrics> history() {
    Path file = new Path(path, "metrics.jsonl");
    return attempt("cannot be read", () -> files.util().exists(file))
        ? readText(file).lines().map(this::epoch).toList()
        : List.of();
  }

  private EpochMetrics epoch(String line) {
    return counted("metrics.jsonl", line, EpochMetrics.class, "epoch");
  }

  /** Writes what the rounds of an epoch gave so far, one line each. */
  public void writeRounds(int epoch, List<RoundMetrics> rounds) {
    writeText(
        roundsFile(epoch),
        rounds.stream()
            .map(round -> JSON.<ObjectNode>valueToTree(round))
            .map(line -> line.put("epoch", epoch + 1).put("round", line.path("round").asInt() + 1))
            .map(RunFolder::json)
            .collect(Collectors.joining()));
  }

  /** What is written of an epoch's rounds; those of a training's last seconds may be missing. */
  public List<RoundMetrics> rounds(int epoch) {
    Path file = roundsFile(epoch);
    return attempt("cannot be read", () -> files.util().exists(file))
        ? readText(file)
            .lines()
            .map(line -> counted(file.getName(), line, RoundMetrics.class, "epoch", "round"))
            .toList()
        : List.of();
  }

  /** A line in which some numbers are counted from 1. */
  private <T> T counted(String file, String line, Class<T> type, String... numbers) {
    return attempt(
        file + " cannot be read",
        () -> {
          ObjectNode fields = (ObjectNode) JSON.readTree(line);
          for (String number : numbers) {
            fields.put(number, fields.path(number).asInt() - 1);
          }

          return JSON.treeToValue(fields, type);
        });
  }

  /** Writes what the validation after an epoch gave of each class. */
  public void writeClasses(int epoch, ValidationClasses classes) {
    writeText(classesFile(epoch), json(classes));
  }

  /**
   * Begins a file below the folder whose parts are to be seen while it is written. On the local
   * file system nothing keeps them back, as Hadoop's checksums beside a file would.
   */
  public FSDataOutputStream create(String name) {
    return attempt(
        "cannot be written",
        () -> {
          ownership.require();
          FileSystem system = path.getFileSystem(hadoop);
          FileSystem direct =
              system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
          return direct.create(new Path(path, name), true);
        });
  }

  /** Deletes what was written of the rounds and classes of this epoch and those after it. */
  public void forgetRounds(int epoch) {
    attempt(
        "cannot be written",
        () -> {
          int later = epoch;
          boolean isDeleted;
          do {
            isDeleted = files.delete(roundsFile(later), false);
            isDeleted |= files.delete(classesFile(later), false);
            later++;
          } while (isDeleted);

          return null;
        });
  }

  private Path roundsFile(int epoch) {
    return new Path(path, "rounds/epoch-%04d.jsonl".formatted(epoch + 1));
  }

  private Path classesFile(int epoch) {
    return new Path(path, "classes/epoch-%04d.json".formatted(epoch + 1));
  }

  /** Who trains here, or has, if it did not end by itself. */
  Optional<OwnerFile.Sign> trainer() {
    return attempt("cannot be read", () -> new OwnerFile(files, hadoop, path).read());
  }

  /** Whether the run came to its end. */
  public boolean isFinished() {
    return attempt("cannot be read", () -> files.util().exists(resultFile()));
  }

  /** The result, when the run is finished. */
  public Optional<TrainResult> result() {
    if (!isFinished()) {
      return Optional.empty();
    }

    TrainResult result = readJson(resultFile(), new TypeReference<>() {});
    if (result == null || result.weightsSha256() == null || !exists()) {
      throw new RunException(
          "run folder %s has a result.json %s. Restore it, or delete result.json: then the same command ends the run again, from its newest checkpoint."
              .formatted(location(), exists() ? "that is not a run's" : "but no config.conf"));
    }

    return Optional.of(result.at(location()));
  }

  /**
   * Writes the final model, then the result that marks the run as finished.
   *
   * @param validation what the validation data are called
   * @param test what a test split besides gave, if there is one
   */
  public TrainResult finish(
      ModelDescription description,
      ParameterLayout layout,
      TrainingState state,
      String validation,
      Optional<TestResult> test) {
    Safetensors model = description.file(layout, state.model().parameters());
    TrainResult result = TrainResult.of(location(), state, validation, test);
    write(modelFile(), model::write);
    if (result.isAveraged()) {
      Safetensors average = description.file(layout, state.start().measured());
      write(new Path(path, Checkpoints.AVERAGE), average::write);
    }

    writeText(resultFile(), json(result));
    return result;
  }

  private Path modelFile() {
    return new Path(path, "model.safetensors");
  }

  private Path checkpointFolder() {
    return new Path(path, "checkpoints");
  }

  private Path configFile() {
    return new Path(path, "config.conf");
  }

  private Path dataFile() {
    return new Path(path, "data.json");
  }

  private Path resultFile() {
    return new Path(path, "result.json");
  }

  private Path changesFile() {
    return new Path(path, "changes.jsonl");
  }

  private Path endingFile() {
    return new Path(path, "exit.json");
  }

  private void refuseOtherData(Map<String, String> data, Match... others) {
    Map<String, String> before = data();
    List<Match> refused = new ArrayList<>(List.of(others));
    refused.add(Match.OTHER);
    List<String> differences =
        data.keySet().stream()
            .filter(split -> refused.contains(match(split, before.get(split), data.get(split))))
            .map(split -> difference(split, before.get(split), data.get(split)))
            .toList();
    if (!differences.isEmpty()) {
      String vouch =
          splits(data, Match.OTHER).isEmpty() && canBeVouchedFor(data)
              ? "If they were only copied or touched, say --same-data. Else give"
              : "Give";
      throw new RunException(
          String.format(
              "run folder %s was begun with other data:%n  %s%n"
                  + "%s it the data it was begun with, or give another folder with --run.",
              location(), String.join(System.lineSeparator() + "  ", differences), vouch));
    }
  }

  private boolean canBeVouchedFor(Map<String, String> data) {
    Map<String, DataIdentity> begun = identities();
    return uncompared(data).stream()
        .allMatch(split -> begun.get(split).hasListingOf(DataIdentity.parse(data.get(split))));
  }

  private static String difference(String split, String before, String now) {
    return "%s: %s"
        .formatted(
            described(split),
            before == null
                ? "null, now " + now
                : isIdentity(split)
                    ? DataIdentity.parse(before).difference(DataIdentity.parse(now))
                    : "%s, now %s".formatted(shown(before), shown(now)));
  }

  private static String shown(String fingerprint) {
    return fingerprint != null && fingerprint.length() > LONGEST_SHOWN
        ? fingerprint.substring(0, LONGEST_SHOWN) + "…"
        : fingerprint;
  }

  private static String described(String fingerprint) {
    return switch (fingerprint) {
      case PRETRAINED -> "pretrained weights";
      case CLASSES -> CLASSES;
      default -> fingerprint + " data";
    };
  }

  private void writeText(Path file, String text) {
    write(file, output -> output.write(text.getBytes(UTF_8)));
  }

  private void write(Path file, AtomicFiles.Content content) {
    attempt(
        "cannot be written",
        () -> {
          ownership.require();
          AtomicFiles.write(files, file, content);
          return null;
        });
  }

  private String configText() {
    return attempt(
        "config.conf cannot be read",
        () -> {
          try (InputStream input = HashedFiles.open(files, configFile())) {
            return ConfigText.read(input);
          }
        });
  }

  private String readText(Path file) {
    return attempt("cannot be read", () -> new String(HashedFiles.read(files, file), UTF_8));
  }

  private <T> T readJson(Path file, TypeReference<T> type) {
    String text = readText(file);
    return attempt(file.getName() + " cannot be read", () -> JSON.readValue(text, type));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (IOException e) {
      throw new IllegalArgumentException("not a JSON value: " + value, e);
    }
  }

  private <T> T attempt(String failure, FileAccess.Action<T> action) {
    return access.run("run folder %s %s".formatted(location(), failure), path, action);
  }
}
