package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.common.Json;
import org.convoy.data.DataException;
import org.convoy.data.DataIdentity;
import org.convoy.data.ImageDataset;
import org.convoy.data.ManifestSeal;
import org.convoy.data.Split;
import org.convoy.data.prepare.PreparedSplit.Source;
import org.convoy.data.prepare.Shard.ShardSummary;

/**
 * A folder of shards, on any Hadoop file system:
 *
 * <pre>
 *   train/part-00000-of-00016.parquet …
 *   test/part-00000-of-00009.parquet …
 *   rejected.jsonl    a line for every bad image
 *   manifest.json     written last: the folder is finished
 *   running.json      while one prepares: which process
 *   _temporary/       until then
 *     plan.json         what is being made of what
 *     train/…, test/…   finished shards
 *     summaries/…       what is in them, one for each finished shard
 *     attempts/…        shards that are being written
 * </pre>
 */
public final class PrepareFolder {
  static final String TEMPORARY = "_temporary";

  private static final String PLAN = TEMPORARY + "/plan.json";
  private static final String SUMMARIES = TEMPORARY + "/summaries";
  private static final String ATTEMPTS = TEMPORARY + "/attempts";
  private static final String MANIFEST = "manifest.json";
  private static final String REJECTED = "rejected.jsonl";

  /** Names the process that prepares; whoever holds the folder writes it. */
  private static final String OWNER = "running.json";

  private static final Set<String> OWN = Set.of(TEMPORARY, OWNER, "." + OWNER + ".crc");
  private static final int REJECTIONS_IN_MESSAGE = 10;

  private final String location;
  private final PrepareFiles files;

  private PrepareFolder(String location, PrepareFiles files) {
    this.location = requireNonNull(location, "location is null");
    this.files = requireNonNull(files, "files is null");
  }

  /**
   * The folder at a path, whether it exists or not.
   *
   * @throws PrepareException when the path or its file system is none
   */
  public static PrepareFolder at(Configuration hadoop, String location) {
    try {
      return new PrepareFolder(location, PrepareFiles.at(hadoop, location));
    } catch (IOException | IllegalArgumentException e) {
      throw new PrepareException("folder %s: %s".formatted(location, e.getMessage()), e);
    }
  }

  public String location() {
    return location;
  }

  /**
   * Fingerprints of those sources from which the folder was begun and to which nothing was written
   * since.
   *
   * @throws DestinationException when the folder's file system fails
   */
  public Map<Split, String> knownFingerprints(Map<Split, DataIdentity> sources) {
    return attempt("cannot be read", () -> known(sources));
  }

  private Map<Split, String> known(Map<Split, DataIdentity> sources) throws IOException {
    Map<Split, String> known = new LinkedHashMap<>();

    if (files.exists(MANIFEST) || files.exists(PLAN)) {
      Identity begun = files.exists(MANIFEST) ? manifest().identity() : begun();

      sources.forEach(
          (split, source) -> {
            String name = PrepareOptions.name(split);
            String fingerprint = begun.fingerprints().get(name);

            if (fingerprint != null
                && source.stamp().equals(Optional.ofNullable(begun.stamps().get(name)))
                && source.stamp().isPresent()) {
              known.put(split, fingerprint);
            }
          });
    }

    return known;
  }

  /**
   * Begins or continues.
   *
   * @return what is there, when all is done already
   * @throws PrepareException when something else was begun or lies there
   * @throws DestinationException when its file system fails
   */
  public Optional<Manifest> begin(PreparePlan plan) {
    return attempt("cannot be used", () -> beginOrContinue(plan));
  }

  private Optional<Manifest> beginOrContinue(PreparePlan plan) throws IOException {
    Optional<Manifest> finished = checked(plan);

    if (finished.isPresent()) {
      files.delete(TEMPORARY);
      return finished;
    }

    files.delete(ATTEMPTS); // What a process that was killed left.
    if (!files.exists(PLAN)) {
      files.writeText(PLAN, PrepareFiles.indentedJson(plan.identity()));
    }

    return finished;
  }

  /**
   * What is there when all is done already. Writes nothing.
   *
   * @throws PrepareException when something else was begun or lies there
   * @throws DataException when the manifest was changed, or is not that of the shards
   * @throws DestinationException when its file system fails
   */
  public Optional<Manifest> finished(PreparePlan plan) {
    return attempt("cannot be used", () -> checked(plan));
  }

  private Optional<Manifest> checked(PreparePlan plan) throws IOException {
    if (files.exists(MANIFEST)) {
      Manifest manifest = manifest();
      requireSame(manifest.identity(), plan.identity());
      requireComplete(manifest);
      return Optional.of(manifest);
    }

    if (files.exists(PLAN)) {
      requireSame(begun(), plan.identity());
    } else {
      requireEmpty();
    }

    return Optional.empty();
  }

  private Identity begun() throws IOException {
    try {
      return files.readJson(PLAN, Identity.class);
    } catch (JsonProcessingException e) {
      throw new PrepareException(
          "folder %s was begun, but its %s is damaged: %s. Delete its folder %s to begin anew, or give another folder."
              .formatted(location, PLAN, e.getOriginalMessage(), TEMPORARY),
          e);
    }
  }

  private Manifest manifest() throws IOException {
    try {
      ManifestSeal.require(location + "/" + MANIFEST, files.readJson(MANIFEST, JsonNode.class));
      return files.readJson(MANIFEST, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new DataException(
          location + "/" + MANIFEST,
          "the manifest as convoy prepare wrote it",
          "no JSON of its kind: " + e.getOriginalMessage(),
          "Restore it, or delete the folder and prepare it again.",
          e);
    }
  }

  private void requireSame(Identity before, Identity now) {
    List<String> differences = before.differences(now);

    if (!differences.isEmpty()) {
      throw new PrepareException(
          String.format(
              "folder %s was begun with other data or options:%n  %s%n"
                  + "Continue it as it was, give another folder, or delete this one.",
              location, String.join(System.lineSeparator() + "  ", differences)));
    }
  }

  private void requireEmpty() throws IOException {
    if (files.isFile()) {
      throw new PrepareException("folder %s is a file. Give another.".formatted(location));
    }

    List<String> names =
        Stream.concat(
                files.list("").stream().filter(name -> !OWN.contains(name)),
                files.list(TEMPORARY).stream()
                    .filter(name -> !PrepareFiles.isTemporary(name))
                    .map(name -> TEMPORARY + "/" + name))
            .sorted()
            .toList();

    if (!names.isEmpty()) {
      throw new PrepareException(
          "folder %s is not empty and was not made by convoy prepare: it holds %s. Give another."
              .formatted(location, names.get(0)));
    }
  }

  private void requireComplete(Manifest manifest) throws IOException {
    for (PreparedSplit split : manifest.splits().values()) {
      for (PreparedSplit.ShardFile shard : split.shards()) {
        if (!files.exists(shard.file()) || files.length(shard.file()) != shard.bytes()) {
          throw new DataException(
              location + "/" + shard.file(),
              "a shard of %d bytes".formatted(shard.bytes()),
              files.exists(shard.file()) ? files.length(shard.file()) + " bytes" : "nothing",
              "Delete the folder and prepare it again.");
        }
      }
    }
  }

  /** Source samples in the shards that are finished so far. */
  public long samplesDone(PreparePlan plan) {
    Set<String> finished = new HashSet<>(attempt("cannot be read", () -> files.list(SUMMARIES)));
    return plan.shards().stream()
        .filter(shard -> finished.contains(new Path(summary(shard)).getName()))
        .mapToLong(Shard::size)
        .sum();
  }

  /** A shard that was finished earlier and is still what it was then. */
  public Optional<ShardSummary> finished(Shard shard) {
    return attempt(
        "cannot be read",
        () -> {
          if (!files.exists(summary(shard))) {
            return Optional.empty();
          }

          String file = files.exists(shard.file()) ? shard.file() : temporary(shard);
          return files.exists(file)
              ? summaryOf(shard, files.sha256(file))
              : Optional.<ShardSummary>empty();
        });
  }

  /** Unless it is of another content, or damaged. */
  private Optional<ShardSummary> summaryOf(Shard shard, String sha256) throws IOException {
    try {
      return Optional.of(files.readJson(summary(shard), ShardSummary.class))
          .filter(summary -> summary.sha256().equals(sha256));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Where an attempt to write a shard may write. */
  Path attemptFile(String name) {
    return files.path("%s/%s.parquet".formatted(ATTEMPTS, name));
  }

  /** Gives a complete shard its name, then vouches for it. */
  void accept(Shard shard, String attempt, ShardSummary summary) {
    attempt(
        "cannot be written",
        () -> {
          files.rename("%s/%s.parquet".formatted(ATTEMPTS, attempt), temporary(shard));
          files.writeText(summary(shard), Json.of(summary));
          return null;
        });
  }

  long length(String attempt) {
    return attempt(
        "cannot be read", () -> files.length("%s/%s.parquet".formatted(ATTEMPTS, attempt)));
  }

  private static String temporary(Shard shard) {
    return TEMPORARY + "/" + shard.file();
  }

  private static String summary(Shard shard) {
    return String.format(
        Locale.ROOT,
        "%s/%s-%05d.json",
        SUMMARIES,
        PrepareOptions.name(shard.split()),
        shard.index());
  }

  /**
   * Gives everything its final name, the manifest last.
   *
   * @param summaries of all shards, in order
   * @throws DestinationException when the folder's file system fails
   * @throws DataException when there are more bad images than allowed; what is finished stays for
   *     another try
   */
  public Manifest finish(PreparePlan plan, List<ShardSummary> summaries, MaxBad maxBad) {
    List<Rejection> rejected = rejected(plan, summaries);
    String lines =
        rejected.stream().map(Json::of).map(line -> line + "\n").collect(Collectors.joining());
    Manifest manifest = manifest(plan, summaries);
    return attempt(
        "cannot be written",
        () -> {
          files.writeText(TEMPORARY + "/" + REJECTED, lines);
          requireFewBad(plan, rejected, maxBad);

          for (Split split : plan.options().splits()) {
            publish(PrepareOptions.name(split));
          }

          files.rename(TEMPORARY + "/" + REJECTED, REJECTED);
          files.writeText(MANIFEST, PrepareFiles.sealedJson(manifest));
          files.delete(TEMPORARY);
          return manifest;
        });
  }

  /** By split and id, in whichever order the shards hold the samples. */
  private static List<Rejection> rejected(PreparePlan plan, List<ShardSummary> summaries) {
    List<String> splits = plan.options().splits().stream().map(PrepareOptions::name).toList();
    return summaries.stream()
        .flatMap(shard -> shard.statistics().rejected().stream())
        .sorted(
            Comparator.comparingInt((Rejection rejection) -> splits.indexOf(rejection.split()))
                .thenComparing(Rejection::id))
        .toList();
  }

  private void publish(String split) throws IOException {
    String hidden = TEMPORARY + "/" + split;

    if (!files.exists(split)) {
      files.rename(hidden, split);
      return;
    }

    // Stopped here before, on a file system that renames a folder file by file.
    for (String shard : files.list(hidden)) {
      files.rename(hidden + "/" + shard, split + "/" + shard);
    }
  }

  private void requireFewBad(PreparePlan plan, List<Rejection> rejected, MaxBad maxBad) {
    if (maxBad.allows(rejected.size(), plan.samples())) {
      return;
    }

    String first =
        rejected.stream()
            .limit(REJECTIONS_IN_MESSAGE)
            .map(rejection -> String.format("%n  %s", rejection))
            .collect(Collectors.joining());
    throw new DataException(
        plan.sources().values().iterator().next().location(),
        "at most %s bad images".formatted(maxBad),
        "%d of %d".formatted(rejected.size(), plan.samples()),
        "Repair or remove them, or leave them out with --max-bad; the good images need not be"
            + " prepared"
            + " again. All are listed in %s/%s/%s:%s"
                .formatted(location, TEMPORARY, REJECTED, first));
  }

  private static Manifest manifest(PreparePlan plan, List<ShardSummary> summaries) {
    Map<String, PreparedSplit> splits = new LinkedHashMap<>();

    for (Split split : plan.options().splits()) {
      String name = PrepareOptions.name(split);
      ImageDataset data = plan.sources().get(split);
      List<ShardSummary> own =
          summaries.stream().filter(shard -> shard.file().startsWith(name + "/")).toList();
      splits.put(
          name,
          PreparedSplit.of(
              new Source(
                  data.location(),
                  plan.fingerprints().get(split),
                  data.size(),
                  plan.stamps().get(split)),
              plan.classes(),
              own));
    }

    return Manifest.of(plan.identity(), splits);
  }

  @FunctionalInterface
  private interface FileAction<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String failure, FileAction<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new DestinationException(location, failure, e);
    }
  }
}
