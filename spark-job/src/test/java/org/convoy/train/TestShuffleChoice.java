package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig.Shuffle;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.SampleIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestShuffleChoice {
  private static final ConvoyConfig AUTO =
      ConvoyConfig.parse("x.conf", "data.path = data, model.name = lenet5", List.of());

  /** Describes data, but has none. */
  private record Described(int size, int sampleBytes, SampleAccess access, boolean sorted)
      implements ImageDataset {
    @Override
    public List<String> classes() {
      return List.of("0", "1", "2", "3");
    }

    @Override
    public Optional<ImageShape> imageShape() {
      return Optional.empty();
    }

    @Override
    public String location() {
      return "described";
    }

    @Override
    public int[] labels(Configuration hadoop) {
      return IntStream.range(0, size).map(id -> sorted ? (int) (4L * id / size) : id % 4).toArray();
    }

    @Override
    public SampleIterator read(Configuration hadoop, int from, int to) {
      throw new UnsupportedOperationException("there is nothing to read");
    }

    @Override
    public String fingerprint(Configuration hadoop) {
      return "";
    }
  }

  private static ShuffleChoice choose(ConvoyConfig config, ImageDataset data) {
    return ShuffleChoice.of(config, data, new Configuration());
  }

  @ParameterizedTest
  @CsvSource({
    "60000, 784, FROM_THE_START, false, FULL, 45 MiB are shuffled in memory",
    "50000, 3072, BY_ID, true, FULL, 147 MiB are shuffled in memory",
    "1281167, 110000, BY_ID, true, INDEXED, 'each of 1,281,167 images can be read by itself'",
    "1281167, 110000, BY_NEIGHBOURS, false, CHUNKS,"
        + " '131.2 GiB, stored many images together, their classes mixed'",
    "1281167, 110000, BY_NEIGHBOURS, true, FULL,"
        + " '1,281,167 images are shuffled before each epoch, 131.2 GiB, as they are sorted by class"
        + " and cannot be read one by one; class folders or a .tar need no shuffle'",
    "9000, 110000, BY_NEIGHBOURS, false, FULL,"
        + " '9,000 images are shuffled before each epoch, 945 MiB, as they cannot be read one by"
        + " one; class folders or a .tar need no shuffle'",
    "1281167, 110000, FROM_THE_START, false, FULL,"
        + " '1,281,167 images are shuffled before each epoch, 131.2 GiB, as they cannot be read one"
        + " by one; class folders or a .tar need no shuffle'",
  })
  void autoGoesByTheData(
      int size, int bytes, SampleAccess access, boolean sorted, Shuffle shuffle, String reason) {
    ShuffleChoice choice = choose(AUTO, new Described(size, bytes, access, sorted));

    assertThat(choice).isEqualTo(new ShuffleChoice(shuffle, reason));
    assertThat(choice.in(AUTO).data().shuffle()).isEqualTo(shuffle);
    assertThat(choice.in(AUTO).differences(AUTO))
        .allMatch(difference -> difference.key().matches("data\\.(shuffle|chunkSize)"));
  }

  @Test
  void whatIsAskedForIsDone() {
    ImageDataset small = new Described(10, 10, SampleAccess.BY_ID, true);

    for (String shuffle : List.of("full", "indexed", "chunks")) {
      ConvoyConfig config = AUTO.with("data.shuffle=" + shuffle);
      assertThat(choose(config, small))
          .hasToString("data.shuffle = %s: as data.shuffle says".formatted(shuffle));
      assertThat(choose(config, small).in(config)).isSameAs(config);
    }
  }

  @Test
  void refusesToReadByIdWhatCannotBeReadSo() {
    ConvoyConfig config = AUTO.with("data.shuffle=indexed");

    assertThatThrownBy(
            () -> choose(config, new Described(10, 10, SampleAccess.FROM_THE_START, true)))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "data.shuffle = indexed: described cannot be read sample by sample, as it is compressed"
                + " as a whole: set auto or full, or keep the images in class folders or a .tar");
    assertThatThrownBy(
            () -> choose(config, new Described(10, 10, SampleAccess.BY_NEIGHBOURS, true)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("as many samples are stored together");
  }
}
