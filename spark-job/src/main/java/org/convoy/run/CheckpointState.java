package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.common.Sha256;
import org.convoy.data.file.AtomicFiles;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.UnreadableCheckpointException;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Tally;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;

/**
 * A checkpoint's {@value #FILE}: where the training continues, and all that is no vector. It is the
 * last file of a checkpoint to be written. {@value #SUMS}, before it, has the SHA-256 of every
 * other file, as {@code sha256sum} writes and checks them. Format 1 had the hashes in {@value
 * #FILE} itself, which nothing covered.
 */
record CheckpointState(
    int format,
    int epoch,
    int round,
    Provenance provenance,
    Tally tally,
    Timing timing,
    List<EpochMetrics> history,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, String> sha256) {
  static final String FILE = "state.json";
  static final String SUMS = "SHA256SUMS";
  static final int FORMAT = 2;

  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
  private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})  (\\S+)");
  private static final String UNKNOWN_VERSION = "another version";

  static CheckpointState of(TrainingState state, Provenance provenance) {
    return new CheckpointState(
        FORMAT,
        state.epoch(),
        state.round(),
        provenance,
        state.tally(),
        state.timing(),
        state.history(),
        null);
  }

  /**
   * Writes both files, with which the checkpoint is whole.
   *
   * @param sha256 of the files that are there already
   */
  void write(FileContext files, Path checkpoint, Map<String, String> sha256) throws IOException {
    byte[] json = JSON.writeValueAsBytes(this);
    Map<String, String> all = new TreeMap<>(sha256);
    all.put(FILE, sha256(json));
    String sums =
        all.entrySet().stream()
            .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
            .collect(Collectors.joining());
    AtomicFiles.writeInPlace(
        files, new Path(checkpoint, SUMS), output -> output.write(sums.getBytes(UTF_8)));
    AtomicFiles.writeInPlace(files, new Path(checkpoint, FILE), output -> output.write(json));
  }

  /**
   * Reads both files of a checkpoint.
   *
   * @return with the hashes of the other files, whatever the format
   * @throws ChecksumException when they are not what was written
   * @throws UnreadableCheckpointException when another version wrote them, in a format of its own
   */
  static CheckpointState read(FileContext files, Path checkpoint) throws IOException {
    byte[] json = HashedFiles.read(files, new Path(checkpoint, FILE));
    Map<String, String> sums = sums(files, checkpoint);
    if (!sums.isEmpty() && !sha256(json).equals(sums.get(FILE))) {
      throw damaged(checkpoint, FILE + " is not the one that " + SUMS + " is of");
    }

    JsonNode tree = JSON.readTree(json);
    int format = tree.path("format").asInt();
    if (format > FORMAT) {
      throw unreadable(
          checkpoint,
          tree,
          "has format %d, and this version reads 1 to %d".formatted(format, FORMAT),
          null);
    }

    if (format < 1) {
      throw damaged(checkpoint, FILE + " has format " + format);
    }

    if (format == FORMAT && sums.isEmpty()) {
      throw damaged(checkpoint, SUMS + " is missing");
    }

    return format == FORMAT ? covered(checkpoint, tree, sums) : uncovered(checkpoint, tree);
  }

  /** What is wrong in a file that is as it was written is no damage. */
  private static CheckpointState covered(Path checkpoint, JsonNode tree, Map<String, String> sums) {
    try {
      CheckpointState state = JSON.treeToValue(tree, CheckpointState.class);
      state.requireSound(checkpoint.getName());
      return state.with(state.tally, sums);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unreadable(checkpoint, tree, FILE + ": " + firstLine(e), e);
    }
  }

  private static CheckpointState uncovered(Path checkpoint, JsonNode tree) throws IOException {
    CheckpointState state = JSON.treeToValue(tree, CheckpointState.class);
    try {
      state.requireSound(checkpoint.getName());
      if (state.sha256 == null) {
        throw new IllegalArgumentException("sha256 is missing");
      }
    } catch (IllegalArgumentException e) {
      throw damaged(checkpoint, FILE + ": " + e.getMessage());
    }

    return state.with(weighted(state.tally), state.sha256);
  }

  /** Of versions that did not write the weight of the losses, which was their number. */
  private static Tally weighted(Tally tally) {
    return tally.lossWeight() == 0
        ? new Tally(tally.samples(), tally.lossSum(), tally.samples(), tally.correct(), tally.bad())
        : tally;
  }

  private CheckpointState with(Tally otherTally, Map<String, String> otherSha256) {
    return new CheckpointState(
        format, epoch, round, provenance, otherTally, timing, history, otherSha256);
  }

  /** What every training's state is like. */
  private void requireSound(String name) {
    require(tally != null && timing != null && history != null, "something is missing");
    String place = new CheckpointName(epoch, round).toString();
    require(place.equals(name), "it is the state of " + place);
    require(history.size() == epoch, "%d epochs have %d metrics".formatted(epoch, history.size()));
    for (int i = 0; i < epoch; i++) {
      require(history.get(i) != null && history.get(i).epoch() == i, "metrics " + i);
    }

    boolean counts = tally.correct() >= 0 && tally.correct() <= tally.samples();
    boolean losses = Double.isFinite(tally.lossSum()) && tally.lossWeight() >= 0;
    require(counts && losses, tally.toString());
    require(timing.wallSeconds() >= 0, timing.toString());
  }

  private static void require(boolean sound, String problem) {
    if (!sound) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** SHA-256 in hex of a checkpoint's files by their names; none where there is no record. */
  static Map<String, String> sums(FileContext files, Path checkpoint) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : text(files, new Path(checkpoint, SUMS)).lines().toList()) {
      Matcher sum = SUM.matcher(line);
      if (!sum.matches()) {
        throw damaged(checkpoint, SUMS);
      }

      sums.put(sum.group(2), sum.group(1));
    }

    return sums;
  }

  private static String text(FileContext files, Path file) throws IOException {
    try {
      return new String(HashedFiles.read(files, file), UTF_8);
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  private static String sha256(byte[] content) {
    return Sha256.hex(content);
  }

  private static ChecksumException damaged(Path checkpoint, String problem) {
    return new ChecksumException(checkpoint + ": " + problem, 0);
  }

  /** Of a checkpoint that is as it was written. */
  UnreadableCheckpointException unreadable(Path checkpoint, RuntimeException cause) {
    return unreadable(checkpoint, JSON.valueToTree(this), firstLine(cause), cause);
  }

  private static UnreadableCheckpointException unreadable(
      Path checkpoint, JsonNode state, String problem, Throwable cause) {
    JsonNode versions = state.path("provenance").path("versions");
    String convoy = versions.path("convoy").asText("");
    return new UnreadableCheckpointException(
        ("checkpoint %s was written by %s and cannot be used by this version: %s. Continue with"
                + " that version, or move the checkpoint elsewhere to go on from the one before")
            .formatted(
                checkpoint, convoy.isEmpty() ? UNKNOWN_VERSION : "Convoy " + convoy, problem),
        cause);
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }
}
