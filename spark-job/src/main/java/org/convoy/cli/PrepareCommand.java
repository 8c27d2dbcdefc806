package org.convoy.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.cli.argument.DecodingArguments;
import org.convoy.cli.argument.OptionalSeed;
import org.convoy.cli.console.ByteSize;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.WorkProgress;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.LazySpark;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.data.ContentReader;
import org.convoy.data.DataIdentity;
import org.convoy.data.DatasetSplits;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.prepare.DestinationException;
import org.convoy.data.prepare.Manifest;
import org.convoy.data.prepare.MaxBad;
import org.convoy.data.prepare.PrepareFolder;
import org.convoy.data.prepare.PrepareOptions;
import org.convoy.data.prepare.PrepareOptions.ShardFormat;
import org.convoy.data.prepare.PrepareOptions.ShardOrder;
import org.convoy.data.prepare.PreparePlan;
import org.convoy.data.prepare.PreparedSplit;
import org.convoy.data.prepare.Shard.ShardSummary;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.spark.ContentJob;
import org.convoy.data.spark.PrepareJob;
import org.convoy.data.split.SplitDataset.NamedSplit;
import org.convoy.run.Destination;
import org.convoy.run.lock.RunLock;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy prepare}: makes shards of a data set, continues, or says that they are there. */
@Command(
    name = "prepare",
    description = {
      "Turns a data set into Parquet shards that any number of executors read at once, checks every"
          + " image, and measures mean and standard deviation.",
      "The same command continues an interrupted one. Images are kept byte for byte unless an"
          + " option says otherwise."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      Console.TAKES_MASTER,
      "Only a finished DST has the name manifest.json in it. Bad images are left out and listed in"
          + " DST/rejected.jsonl; if there are more of them than --max-bad allows, the exit code is"
          + " 4 and DST keeps only its folder _temporary, from which the same command with a"
          + " greater --max-bad finishes."
    })
final class PrepareCommand implements Callable<Integer> {
  private static final String DEFAULT_SHARD_SIZE = "128MB";
  private static final int LONGEST_RETRY = 1_000_000;

  @Mixin private Console console;

  @Parameters(
      index = "0",
      paramLabel = "SRC",
      description = "the data set: a path, or kind:path, on any file system")
  private String source;

  @Parameters(index = "1", paramLabel = "DST", description = "the folder to make")
  private String destination;

  @Option(
      names = "--split",
      split = ",",
      paramLabel = "SPLIT,…",
      hideParamSyntax = true,
      description = "train, validation, test: which of them (default: all that have labels)")
  private List<Split> splits = List.of();

  @Option(
      names = "--resize",
      paramLabel = "N",
      defaultValue = "" + PrepareOptions.OWN_SIZE,
      description = "bring the shorter side of every image to N pixels, as Resize(N) does")
  private int shorterSide;

  @Option(
      names = "--format",
      paramLabel = "jpeg|png",
      description =
          "encode every image anew (default: keep the files; what has to be encoded stays a JPEG if"
              + " it was one, and becomes a PNG otherwise)")
  private ShardFormat format;

  @Option(
      names = "--quality",
      paramLabel = "Q",
      defaultValue = "" + PrepareOptions.DEFAULT_QUALITY,
      description = "of JPEGs that are encoded anew, 1…100 (default: ${DEFAULT-VALUE})")
  private int quality;

  @Option(
      names = "--decode",
      description = "store pixels (as binary PNM): larger, but nothing is decoded in training")
  private boolean decode;

  @Option(
      names = "--shard-size",
      paramLabel = "SIZE",
      defaultValue = DEFAULT_SHARD_SIZE,
      converter = ByteSize.class,
      description =
          "about how large shards become (default: ${DEFAULT-VALUE}; small data sets get up to 16"
              + " smaller ones)")
  private long shardBytes;

  @Option(
      names = "--shuffle",
      arity = "0..1",
      paramLabel = "SEED",
      preprocessor = OptionalSeed.class,
      description =
          "write the images of each split in a random order, which data.shuffle = chunks needs when"
              + " they are sorted by class; a number draws another order (default: "
              + OptionalSeed.DEFAULT
              + ")")
  private Long shuffleSeed;

  @Option(
      names = "--max-bad",
      paramLabel = "N|P%",
      defaultValue = "0",
      description = "how many images may be bad, or what percentage (default: ${DEFAULT-VALUE})")
  private String maxBad;

  @Option(
      names = "--retry-minutes",
      paramLabel = "M",
      defaultValue = "10",
      description =
          "for how long a file system that does not answer is asked again (default:"
              + " ${DEFAULT-VALUE})")
  private double retryMinutes;

  @Mixin private DecodingArguments decoding;

  @Override
  public Integer call() {
    requireOneFormat();
    requirePatience();
    requireOutside();
    MaxBad allowed = checked("--max-bad", () -> MaxBad.parse(maxBad));
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    PrepareFolder folder = PrepareFolder.at(hadoop, destination);
    Destination patient =
        Destination.at(destination, hadoop, Duration.ofSeconds(Math.round(60 * retryMinutes)));
    Map<Split, ImageDataset> data = open(hadoop);
    PrepareOptions options = options(List.copyOf(data.keySet()));

    try (RunLock lock = patient.lock();
        LazySpark spark = new LazySpark()) {
      lock.requireFree(SparkEnvironment.applicationBeforeStart());
      Map<Split, DataIdentity> identities = new LinkedHashMap<>();
      data.forEach((split, images) -> identities.put(split, images.identity(hadoop)));
      Map<Split, String> known = patient.write(() -> folder.knownFingerprints(identities));
      Map<Split, String> fingerprints = fingerprints(identities, data, known, spark);
      PreparePlan plan = PreparePlan.of(hadoop, options, data, fingerprints);
      Optional<Manifest> earlier = patient.write(() -> folder.finished(plan));

      if (earlier.isPresent()) {
        console.println("Already finished; nothing to do.");
        report(earlier.get(), 0);
      } else {
        lock.acquire(spark.context().sc().applicationId());
        patient.write(() -> folder.begin(plan));
        prepare(spark.context(), plan, folder, patient, allowed);
      }
    }

    return ExitCode.DONE.number();
  }

  /** Those that the folder knows, or else of what the executors read. */
  private static Map<Split, String> fingerprints(
      Map<Split, DataIdentity> identities,
      Map<Split, ImageDataset> sources,
      Map<Split, String> known,
      LazySpark spark) {
    Map<Split, String> fingerprints = new LinkedHashMap<>(known);
    identities.forEach(
        (split, identity) ->
            identity.content().ifPresent(content -> fingerprints.put(split, content)));

    if (!fingerprints.keySet().containsAll(sources.keySet())) {
      ContentReader reader = new ContentJob(spark.context());
      sources.forEach(
          (split, source) ->
              fingerprints.computeIfAbsent(split, unknown -> source.fingerprint(reader)));
    }

    return fingerprints;
  }

  private void requireOneFormat() {
    if ((decode && format != null) || format == ShardFormat.KEEP || format == ShardFormat.PNM) {
      throw console.usageError("give --format jpeg, --format png or --decode, one of them at most");
    }
  }

  private void requirePatience() {
    if (!(retryMinutes >= 0 && retryMinutes <= LONGEST_RETRY)) {
      throw console.usageError(
          "--retry-minutes must be from 0 to %d, not %s".formatted(LONGEST_RETRY, retryMinutes));
    }
  }

  /** Shards below the source would be part of what is prepared next. */
  private void requireOutside() {
    String below = source.replaceFirst("^folder:", "").replaceFirst("/*$", "/");
    if (destination.startsWith(below) && destination.length() > below.length()) {
      throw console.usageError(
          "DST: %s lies in %s, which would be other data then; name a folder beside it"
              .formatted(destination, source));
    }
  }

  private PrepareOptions options(List<Split> prepared) {
    ShardFormat stored = decode ? ShardFormat.PNM : format == null ? ShardFormat.KEEP : format;
    ShardOrder order = shuffleSeed == null ? ShardOrder.SOURCE : ShardOrder.shuffled(shuffleSeed);
    return checked(
        "options",
        () ->
            new PrepareOptions(
                prepared, shorterSide, stored, quality, shardBytes, order, decoding.options()));
  }

  private <T> T checked(String what, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw console.usageError(what + ": " + e.getMessage());
    }
  }

  private Map<Split, ImageDataset> open(Configuration hadoop) {
    DatasetSource data = DatasetSource.parse(hadoop, source);

    if (splits.size() == 1) {
      NamedSplit only = data.openNamed(hadoop, splits.get(0));
      only.remarks().forEach(console::println);
      return Map.of(splits.get(0), only.dataset());
    }

    DatasetSplits found = data.openAll(hadoop);
    Map<Split, ? extends ImageDataset> all = found.labelled();
    Map<Split, ImageDataset> chosen = new LinkedHashMap<>();
    found.remarks().forEach(console::println);

    for (Split split : splits.isEmpty() ? all.keySet() : splits) {
      chosen.put(split, all.containsKey(split) ? all.get(split) : data.open(hadoop, split));
    }

    return chosen;
  }

  private void prepare(
      JavaSparkContext spark,
      PreparePlan plan,
      PrepareFolder folder,
      Destination patient,
      MaxBad allowed) {
    long before = folder.samplesDone(plan);
    if (before > 0) {
      console.remark("Continuing after %d of %d images".formatted(before, plan.samples()));
    }

    WorkProgress progress = console.progress("Preparing", plan.samples(), before);
    MemoryWatch.OF_PROCESS.workBegins();
    Manifest manifest =
        progress.during(
            () -> samplesDone(plan, folder),
            () ->
                patient.write(
                    () -> {
                      List<ShardSummary> shards = PrepareJob.run(spark, plan, folder);
                      return folder.finish(plan, shards, allowed);
                    }));
    report(manifest, progress.imagesPerSecond(plan.samples()));
  }

  /** Of the shards that are finished. */
  private static OptionalLong samplesDone(PreparePlan plan, PrepareFolder folder) {
    try {
      return OptionalLong.of(folder.samplesDone(plan));
    } catch (DestinationException e) { // The command itself says so, and tries again.
      return OptionalLong.empty();
    }
  }

  private void report(Manifest manifest, double imagesPerSecond) {
    manifest.splits().forEach((name, split) -> console.println(line(name, split)));
    Result result = Result.of(destination, manifest, imagesPerSecond);

    if (imagesPerSecond > 0) {
      console.printf("Speed   %.0f images/s%n", imagesPerSecond);
    }

    console.println("Shards  " + destination);
    console.result(result);
  }

  private static String line(String name, PreparedSplit split) {
    return String.format(
        Locale.ROOT,
        "%-7s %d images in %d shards, %d rejected, mean %s, std %s",
        name,
        split.samples(),
        split.shards().size(),
        split.rejected(),
        StatsCommand.rounded(split.mean()),
        StatsCommand.rounded(split.std()));
  }

  /** The JSON result. */
  record Result(
      String folder,
      long samples,
      long rejected,
      int shards,
      long bytes,
      double imagesPerSecond,
      Map<String, PreparedSplit> splits) {
    private static Result of(String folder, Manifest manifest, double imagesPerSecond) {
      List<PreparedSplit> all = List.copyOf(manifest.splits().values());
      return new Result(
          folder,
          all.stream().mapToLong(PreparedSplit::samples).sum(),
          all.stream().mapToLong(PreparedSplit::rejected).sum(),
          all.stream().mapToInt(split -> split.shards().size()).sum(),
          all.stream()
              .flatMap(split -> split.shards().stream())
              .mapToLong(shard -> shard.bytes())
              .sum(),
          imagesPerSecond,
          manifest.splits());
    }
  }
}
