package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig.Shuffle;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.sampler.ClassOrder;

/**
 * How a training deals its samples: as {@code data.shuffle} says or, where it says {@code auto}, as
 * suits the data. The choice depends on the data alone: on another cluster a run would otherwise
 * come to other weights.
 *
 * @param shuffle never auto
 * @param reason why, in a line
 */
public record ShuffleChoice(Shuffle shuffle, String reason) {
  /** What a shuffle deals in a second or two, and executors keep in memory. */
  private static final long SMALL = 256L << 20;

  /** From here on a shuffle each epoch costs more than an order that is a little less random. */
  private static final long LARGE = 1L << 30;

  public ShuffleChoice {
    requireNonNull(shuffle, "shuffle is null");
    requireNonNull(reason, "reason is null");
  }

  /**
   * Chooses for the training data.
   *
   * @throws ConfigException when {@code indexed} is asked for and the data cannot be read so
   * @throws org.convoy.data.DataException when the labels are needed and cannot be read
   */
  public static ShuffleChoice of(ConvoyConfig config, ImageDataset train, Configuration hadoop) {
    Shuffle asked = config.data().shuffle();

    if (asked == Shuffle.INDEXED && train.access() != SampleAccess.BY_ID) {
      throw new ConfigException(List.of("data.shuffle = indexed: " + unfit(train)));
    }

    return asked == Shuffle.AUTO
        ? ofData(train, hadoop)
        : new ShuffleChoice(asked, "as data.shuffle says");
  }

  private static String unfit(ImageDataset train) {
    return "%s cannot be read sample by sample, %s: set auto or full, or keep the images in class folders or a .tar"
        .formatted(
            train.location(),
            train.access() == SampleAccess.FROM_THE_START
                ? "as it is compressed as a whole"
                : "as many samples are stored together");
  }

  private static ShuffleChoice ofData(ImageDataset train, Configuration hadoop) {
    long bytes = (long) train.size() * train.sampleBytes();

    if (bytes <= SMALL) {
      return new ShuffleChoice(Shuffle.FULL, size(bytes) + " are shuffled in memory");
    }

    if (train.access() == SampleAccess.BY_ID) {
      return new ShuffleChoice(
          Shuffle.INDEXED, "each of %s images can be read by itself".formatted(count(train)));
    }

    if (train.access() == SampleAccess.FROM_THE_START || bytes <= LARGE) {
      return new ShuffleChoice(
          Shuffle.FULL, waiting(train, bytes, "they cannot be read one by one"));
    }

    return ClassOrder.of(train.labels(hadoop)).isMixed()
        ? new ShuffleChoice(
            Shuffle.CHUNKS,
            "%s, stored many images together, their classes mixed".formatted(size(bytes)))
        : new ShuffleChoice(
            Shuffle.FULL,
            waiting(train, bytes, "they are sorted by class and cannot be read one by one"));
  }

  private static String waiting(ImageDataset train, long bytes, String cause) {
    return "%s images are shuffled before each epoch, %s, as %s; class folders or a .tar need no shuffle"
        .formatted(count(train), size(bytes), cause);
  }

  private static String count(ImageDataset train) {
    return String.format(Locale.ROOT, "%,d", train.size());
  }

  private static String size(long bytes) {
    return bytes < 1_000_000_000
        ? (bytes + (1 << 20) - 1) / (1 << 20) + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }

  /** The config with what was chosen in the place of auto. */
  public ConvoyConfig in(ConvoyConfig config) {
    return config.data().shuffle() == shuffle
        ? config
        : config.with("data.shuffle=" + shuffle.name().toLowerCase(Locale.ROOT));
  }

  /** As a line for a person. */
  @Override
  public String toString() {
    return "data.shuffle = %s: %s".formatted(shuffle.name().toLowerCase(Locale.ROOT), reason);
  }
}
