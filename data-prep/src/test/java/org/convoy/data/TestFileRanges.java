package org.convoy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestFileRanges {
  private static final int LENGTH = 3_000_000;

  @TempDir private java.nio.file.Path folder;

  private final Configuration hadoop = new Configuration();
  private byte[] content;

  @BeforeEach
  void write() throws IOException {
    content = new byte[LENGTH];
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("file"), content);
    hadoop.setClass("fs.counting.impl", Counting.class, RawLocalFileSystem.class);
    Counting.READS.set(0);
    Counting.BYTES.set(0);
  }

  private FileRanges open(String scheme, long[] offsets, int[] lengths) {
    return FileRanges.open(
        hadoop, new Path(scheme + "://" + folder.resolve("file")), offsets, lengths);
  }

  @Test
  void neverGivesWhatCouldNotBeRead() {
    try (FileRanges ranges = open("file", new long[] {0, LENGTH - 1}, new int[] {5, 2})) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(ranges::next)
            .isInstanceOf(DataException.class)
            .hasMessageContaining("its end before byte " + (LENGTH + 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "counting"})
  void givesRangesInTheOrderAskedFor(String scheme) {
    SplittableRandom random = new SplittableRandom(1);
    int[] lengths = random.ints(300, 0, 60_000).toArray();
    long[] offsets =
        IntStream.of(lengths).mapToLong(length -> random.nextInt(LENGTH - length)).toArray();

    try (FileRanges ranges = open(scheme, offsets, lengths)) {
      for (int i = 0; i < offsets.length; i++) {
        int from = (int) offsets[i];
        assertThat(ranges.hasNext()).isTrue();
        assertThat(ranges.next()).isEqualTo(Arrays.copyOfRange(content, from, from + lengths[i]));
      }

      assertThat(ranges.hasNext()).isFalse();
      assertThatThrownBy(ranges::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void readsWhatIsCloseTogetherAtOnce() {
    // Two groups, a megabyte apart, in the order of neither.
    long[] offsets = {2_000_000, 500, 2_010_000, 0, 100_000};
    int[] lengths = {1000, 1000, 2000, 500, 10};

    try (FileRanges ranges = open("counting", offsets, lengths)) {
      IntStream.range(0, 5).forEach(i -> ranges.next());
    }

    assertThat(Counting.READS).hasValue(2);
    assertThat(Counting.BYTES).hasValue(100_010 + 12_000);
  }

  @Test
  void readsOnlyWhatIsAskedForWhereItLiesApart() {
    long[] offsets = IntStream.range(0, 10).mapToLong(i -> 290_000L * i).toArray();
    int[] lengths = IntStream.range(0, 10).map(i -> 100).toArray();

    try (FileRanges ranges = open("counting", offsets, lengths)) {
      IntStream.range(0, 10).forEach(i -> ranges.next());
    }

    assertThat(Counting.READS).hasValue(10);
    assertThat(Counting.BYTES).hasValue(1000);
  }

  /** So that a long list of ranges takes little memory. */
  @Test
  void readsNoFurtherThanItHolds() {
    long[] offsets = IntStream.range(0, 3000).mapToLong(i -> 1000L * i).toArray();
    int[] lengths = IntStream.range(0, 3000).map(i -> 1000).toArray();
    int[] twice = IntStream.concat(IntStream.of(lengths), IntStream.of(lengths)).toArray();
    long[] again = IntStream.range(0, 6000).mapToLong(i -> offsets[i % 3000]).toArray();

    try (FileRanges ranges = open("counting", again, twice)) {
      ranges.next();
      assertThat(Counting.BYTES.get()).isLessThanOrEqualTo(4 << 20);
      IntStream.range(1, 6000).forEach(i -> ranges.next());
    }

    assertThat(Counting.READS.get()).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "counting"})
  void failsBeyondTheEnd(String scheme) {
    try (FileRanges ranges = open(scheme, new long[] {LENGTH - 10}, new int[] {11})) {
      assertThatThrownBy(ranges::next)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found its end before byte 3000001")
          .hasMessageEndingWith("The file was replaced meanwhile: start the job again.");
    }
  }

  @Test
  void failsWithoutAFile() {
    assertThatThrownBy(
            () ->
                FileRanges.open(
                    hadoop,
                    new Path(folder.resolve("other").toUri()),
                    new long[] {0},
                    new int[] {1}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found nothing");
  }

  @Test
  void refusesOtherLengthsThanOffsets() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("file", new long[2], new int[1]))
        .withMessage("2 offsets but 1 lengths");
  }

  /** Local files under another scheme, whose reads are counted. */
  public static final class Counting extends RawLocalFileSystem {
    static final AtomicInteger READS = new AtomicInteger();
    static final AtomicLong BYTES = new AtomicLong();

    @Override
    public URI getUri() {
      return URI.create("counting:///");
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      return new FSDataInputStream(new Stream(super.open(path, bufferSize)));
    }

    private static final class Stream extends FSInputStream {
      private final FSDataInputStream file;

      private Stream(FSDataInputStream file) {
        this.file = file;
      }

      @Override
      public void readFully(long position, byte[] buffer, int offset, int length)
          throws IOException {
        READS.incrementAndGet();
        BYTES.addAndGet(length);
        file.readFully(position, buffer, offset, length);
      }

      @Override
      public void seek(long position) throws IOException {
        file.seek(position);
      }

      @Override
      public long getPos() throws IOException {
        return file.getPos();
      }

      @Override
      public boolean seekToNewSource(long position) throws IOException {
        return file.seekToNewSource(position);
      }

      @Override
      public int read() throws IOException {
        return file.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return file.read(buffer, offset, length);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    }
  }
}
