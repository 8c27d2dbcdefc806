package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.prepare.PrepareOptions.ShardFormat;

/**
 * What is made of what, settled before any work begins.
 *
 * @param options as asked
 * @param sources the data set's splits
 * @param fingerprints of the sources
 * @param stamps of the sources, see {@link org.convoy.data.DataIdentity}; of those that have one
 * @param shards of all splits, in the order of their samples
 */
public record PreparePlan(
    PrepareOptions options,
    Map<Split, ImageDataset> sources,
    Map<Split, String> fingerprints,
    Map<Split, String> stamps,
    List<Shard> shards)
    implements Serializable {
  private static final int PROBED_SAMPLES = 64;

  public PreparePlan {
    requireNonNull(options, "options is null");
    sources = new LinkedHashMap<>(sources);
    fingerprints = new LinkedHashMap<>(fingerprints);
    stamps = new LinkedHashMap<>(stamps);
    shards = List.copyOf(shards);
  }

  /**
   * Plans, and reads the sources once, for their fingerprints.
   *
   * @param sources a data set for each split of the options
   * @throws DataException when they cannot be read or have different classes
   */
  public static PreparePlan of(
      Configuration hadoop, PrepareOptions options, Map<Split, ImageDataset> sources) {
    Map<Split, String> fingerprints = new LinkedHashMap<>();
    sources.forEach((split, source) -> fingerprints.put(split, source.fingerprint(hadoop)));
    return of(hadoop, options, sources, fingerprints);
  }

  /**
   * Plans, with fingerprints that are known; of the sources this reads some samples at most.
   *
   * @param sources a data set for each split of the options
   * @param fingerprints of the sources
   * @throws DataException when they cannot be read or have different classes
   */
  public static PreparePlan of(
      Configuration hadoop,
      PrepareOptions options,
      Map<Split, ImageDataset> sources,
      Map<Split, String> fingerprints) {
    requireSameClasses(List.copyOf(sources.values()));
    Map<Split, String> stamps = new LinkedHashMap<>();
    List<Shard> shards = new ArrayList<>();

    for (Split split : options.splits()) {
      ImageDataset source = requireNonNull(sources.get(split), "no source for split " + split);
      source.identity(hadoop).stamp().ifPresent(stamp -> stamps.put(split, stamp));
      long sampleBytes = sampleBytes(hadoop, options, source);
      shards.addAll(Shard.divide(source.size(), split, sampleBytes, options.shardBytes()));
    }

    return new PreparePlan(options, sources, fingerprints, stamps, shards);
  }

  private static void requireSameClasses(List<ImageDataset> sources) {
    ImageDataset first = sources.get(0);

    for (ImageDataset source : sources) {
      if (!source.classes().equals(first.classes())) {
        throw new DataException(
            source.location(),
            "the same classes in all splits, %s".formatted(first.classes()),
            String.valueOf(source.classes()),
            "Give each class a folder in each split, or prepare one split with --split.");
      }
    }
  }

  /** Of an image as it will be stored: known, or the mean over the first ones. */
  private static long sampleBytes(
      Configuration hadoop, PrepareOptions options, ImageDataset source) {
    if (options.format() == ShardFormat.KEEP && options.shorterSide() == PrepareOptions.OWN_SIZE) {
      return source.sampleBytes();
    }

    long bytes = 0;
    int count = 0;

    try (ImagePreparation preparation = new ImagePreparation(options);
        SampleIterator samples = source.read(hadoop, 0, Math.min(PROBED_SAMPLES, source.size()))) {
      while (samples.hasNext()) {
        bytes += storedBytes(preparation, samples.next());
        count++;
      }
    }

    return Math.max(1, bytes / Math.max(1, count));
  }

  private static long storedBytes(ImagePreparation preparation, Sample sample) {
    try {
      return preparation.prepare(sample).file().bytes();
    } catch (BadImageException e) {
      return 0;
    }
  }

  /** The shards of a split. */
  public List<Shard> shards(Split split) {
    return shards.stream().filter(shard -> shard.split() == split).toList();
  }

  List<String> classes() {
    return sources.get(options.splits().get(0)).classes();
  }

  /** Source samples of all splits, good and bad. */
  public long samples() {
    return shards.stream().mapToLong(Shard::size).sum();
  }

  Identity identity() {
    return new Identity(
        Identity.VERSION,
        classes(),
        options.describe(),
        named(options.splits(), fingerprints),
        named(options.splits(), stamps));
  }

  private static Map<String, String> named(List<Split> splits, Map<Split, String> values) {
    Map<String, String> named = new LinkedHashMap<>();

    for (Split split : splits) {
      if (values.containsKey(split)) {
        named.put(PrepareOptions.name(split), values.get(split));
      }
    }

    return named;
  }
}
