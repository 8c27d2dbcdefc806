package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.convoy.common.argument.Bounds;
import org.convoy.data.Split;
import org.convoy.data.codec.DecodeOptions;

/**
 * What is to be made of a data set.
 *
 * @param splits at least one, none twice
 * @param shorterSide the length to which the shorter side of every image is brought, in pixels;
 *     {@link #OWN_SIZE} leaves sizes as they are
 * @param format how images are stored
 * @param quality of the JPEGs that are written, 1…100 as in libjpeg
 * @param shardBytes about how large a shard becomes; small data sets have smaller ones
 * @param order of the samples in the shards
 * @param decoding which images are taken, and how they are decoded
 */
public record PrepareOptions(
    List<Split> splits,
    int shorterSide,
    ShardFormat format,
    int quality,
    long shardBytes,
    ShardOrder order,
    DecodeOptions decoding)
    implements Serializable {
  /** For the shorter side: every image keeps its size. */
  public static final int OWN_SIZE = 0;

  /** Of a square image of as many pixels as one may have. */
  private static final int LARGEST_SIDE = (int) Math.sqrt(DecodeOptions.GREATEST_MAX_PIXELS);

  public static final int DEFAULT_QUALITY = 90;
  public static final long DEFAULT_SHARD_BYTES = 128L << 20;

  /** The option's name; options without it kept the order of the source. */
  static final String SHUFFLE = "shuffle";

  public PrepareOptions {
    splits = List.copyOf(splits);
    requireNonNull(format, "format is null");
    requireNonNull(order, "order is null");
    requireNonNull(decoding, "decoding is null");

    if (splits.isEmpty() || splits.stream().distinct().count() < splits.size()) {
      throw new IllegalArgumentException(
          "splits must name at least one and none twice, not " + splits);
    }

    if (shorterSide < 0 || shorterSide > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          "--resize must be from 1 to %d, or 0 for sizes as they are, not %d"
              .formatted(LARGEST_SIDE, shorterSide));
    }

    Bounds.of(1, 100).check("quality", quality);
    Bounds.COUNT.check("shardBytes", shardBytes);
  }

  /** Options that keep the order of the source. */
  public PrepareOptions(
      List<Split> splits, int shorterSide, ShardFormat format, int quality, long shardBytes) {
    this(
        splits, shorterSide, format, quality, shardBytes, ShardOrder.SOURCE, DecodeOptions.DEFAULT);
  }

  /** The same with another order. */
  public PrepareOptions withOrder(ShardOrder other) {
    return new PrepareOptions(splits, shorterSide, format, quality, shardBytes, other, decoding);
  }

  /** What decides the shards' content, as manifests and messages name it. */
  Map<String, String> describe() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(
        "split", splits.stream().map(PrepareOptions::name).collect(Collectors.joining(",")));
    options.put("resize", shorterSide == OWN_SIZE ? "none" : "" + shorterSide);
    options.put("format", format.toString());
    options.put("quality", String.valueOf(quality));
    options.put("shard-size", String.valueOf(shardBytes));
    // Not named otherwise, so that folders from before there was a choice are still recognised.
    if (order instanceof ShardOrder.Shuffled shuffled) {
      options.put(SHUFFLE, String.valueOf(shuffled.seed()));
    }

    if (decoding.maxPixels() != DecodeOptions.DEFAULT.maxPixels()) {
      options.put("max-pixels", String.valueOf(decoding.maxPixels()));
    }

    if (decoding.deepGray() != DecodeOptions.DEFAULT.deepGray()) {
      options.put("deep-gray", decoding.deepGray().name().toLowerCase(Locale.ROOT));
    }

    return options;
  }

  /** The name of a split's folder. */
  static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  /** How the images in shards are stored. */
  public enum ShardFormat {
    /**
     * The bytes of the source's files as they are. A resized image stays a JPEG if it was one and
     * becomes a PNG otherwise; so does an image that has no file (IDX, CIFAR binary).
     */
    KEEP,
    JPEG,
    PNG,
    /** Decoded: binary PNM, pixels behind a short header, which any image tool still reads. */
    PNM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** In which order shards hold the samples. */
  public sealed interface ShardOrder extends Serializable {
    /** That of the source. */
    ShardOrder SOURCE = new Source();

    /** A random order of the samples of each split. */
    static ShardOrder shuffled(long seed) {
      return new Shuffled(seed);
    }

    /** See {@link #SOURCE}. */
    record Source() implements ShardOrder {}

    /**
     * See {@link #shuffled}.
     *
     * @param seed another seed draws another order
     */
    record Shuffled(long seed) implements ShardOrder {}
  }
}
