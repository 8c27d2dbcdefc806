package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convoy.data.prepare.Shard.ShardSummary;

/**
 * One split of a prepared folder.
 *
 * @param source where it came from
 * @param samples in the shards
 * @param rejected samples of the source that are not in the shards
 * @param classCounts samples of each class
 * @param sizes of the stored images
 * @param mean of each channel over all pixels of the stored images, 0…1
 * @param std as the mean; the standard deviation
 * @param shards in order of id
 */
public record PreparedSplit(
    Source source,
    long samples,
    long rejected,
    Map<String, Long> classCounts,
    SizeHistogram sizes,
    List<Double> mean,
    List<Double> std,
    List<ShardFile> shards) {
  public PreparedSplit {
    requireNonNull(source, "source is null");
    classCounts = new LinkedHashMap<>(classCounts);
    requireNonNull(sizes, "sizes is null");
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    shards = List.copyOf(shards);
  }

  /**
   * Where a split came from.
   *
   * @param location path of the data set
   * @param fingerprint of its content, 64 hexadecimal digits
   * @param samples good and bad
   * @param stamp by which it is recognised without reading it, see {@link
   *     org.convoy.data.DataIdentity}; null where it has none
   */
  public record Source(String location, String fingerprint, long samples, String stamp) {}

  /**
   * One shard.
   *
   * @param file path within the prepared folder
   * @param samples rows
   * @param bytes length
   * @param sha256 of the file, 64 hexadecimal digits
   */
  public record ShardFile(String file, long samples, long bytes, String sha256) {
    public ShardFile {
      requireNonNull(file, "file is null");
      requireNonNull(sha256, "sha256 is null");
    }

    private static ShardFile of(ShardSummary shard) {
      return new ShardFile(
          shard.file(), shard.statistics().samples(), shard.bytes(), shard.sha256());
    }
  }

  static PreparedSplit of(Source source, List<String> classes, List<ShardSummary> shards) {
    Statistics total =
        shards.stream()
            .map(ShardSummary::statistics)
            .reduce(Statistics.empty(classes.size()), Statistics::plus);
    return new PreparedSplit(
        source,
        total.samples(),
        total.rejected().size(),
        byName(classes, total.classCounts()),
        total.sizes(),
        total.sums().mean(),
        total.sums().standardDeviation(),
        shards.stream().map(ShardFile::of).toList());
  }

  private static Map<String, Long> byName(List<String> classes, List<Long> counts) {
    Map<String, Long> named = new LinkedHashMap<>();
    IntStream.range(0, classes.size())
        .forEach(label -> named.put(classes.get(label), counts.get(label)));
    return named;
  }
}
