package org.convoy.data.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.convoy.data.DataException;
import org.convoy.data.Image;
import org.convoy.data.Sample;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.junit.jupiter.api.Test;

class TestBatchFeed {
  private static final int ELEMENTS = 2;
  private static final int BATCH_SIZE = 4;

  /** Ids. */
  private static final Set<Integer> BAD = Set.of(1, 2, 7);

  @Test
  void cutsSamplesIntoBatchesInOrder() {
    assertThat(batches(10, this::inline)).isEqualTo(expected(10));
    assertThat(batches(10, this::prefetching)).isEqualTo(expected(10));
  }

  @Test
  void takesWholeBatchesAndNothing() {
    assertThat(batches(8, this::inline)).isEqualTo(expected(8));
    assertThat(batches(8, this::prefetching)).isEqualTo(expected(8));
    assertThat(batches(0, this::inline)).isEmpty();
    assertThat(batches(0, this::prefetching)).isEmpty();
  }

  @Test
  void worksOnOtherThreadsAheadOfTheCaller() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    BatchWriter writer =
        (sample, batch, index) -> {
          threads.add(Thread.currentThread());
          write(sample, batch, index);
        };
    try (BatchFeed feed =
        new PrefetchingFeed(samples(40), BATCH_SIZE, writer, BadImagePolicy.REFUSE, ELEMENTS, 3)) {
      while (feed.hasNext()) {
        feed.next(size -> FloatBuffer.allocate(size * ELEMENTS));
      }
    }

    assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
  }

  @Test
  void hasNoThreadAtWorkOnceItIsClosed() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch begun = new CountDownLatch(2);
    BatchWriter slow =
        (sample, batch, index) -> {
          threads.add(Thread.currentThread());
          begun.countDown();
          long end = System.nanoTime() + 200_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait(); // as decoding does, it does not listen to interrupts
          }
        };
    BatchFeed feed = new PrefetchingFeed(samples(40), 1, slow, BadImagePolicy.REFUSE, ELEMENTS, 2);
    feed.next(size -> FloatBuffer.allocate(size * ELEMENTS));
    begun.await();
    feed.close();

    assertThat(threads).hasSize(2).noneMatch(TestBatchFeed::isAtWork);
  }

  private static boolean isAtWork(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(TestBatchFeed.class.getName()));
  }

  @Test
  void readsSamplesInTheCallersThread() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Iterator<Sample> samples =
        IntStream.range(0, 20)
            .mapToObj(TestBatchFeed::sample)
            .peek(sample -> threads.add(Thread.currentThread()))
            .iterator();
    batches(samples, this::prefetching);

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void passesOnWhatIsWrongWithASample() {
    BatchWriter writer =
        (sample, batch, index) -> {
          throw new DataException("a.jpg", "an image", "nothing", "Replace it.");
        };
    try (BatchFeed inline = new InlineFeed(samples(3), BATCH_SIZE, writer, BadImagePolicy.REFUSE);
        BatchFeed ahead =
            new PrefetchingFeed(
                samples(3), BATCH_SIZE, writer, BadImagePolicy.REFUSE, ELEMENTS, 1)) {
      for (BatchFeed feed : List.of(inline, ahead)) {
        assertThatThrownBy(() -> feed.next(size -> FloatBuffer.allocate(size * ELEMENTS)))
            .isInstanceOf(DataException.class)
            .hasMessage("a.jpg: expected an image, found nothing. Replace it.");
      }
    }
  }

  @Test
  void refusesEmptyBatches() {
    assertThatThrownBy(
            () -> new InlineFeed(samples(3), 0, TestBatchFeed::write, BadImagePolicy.REFUSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be at least 1, got 0");
  }

  /** A sample whose pixels are its id. */
  private static Sample marked(int id) {
    return new Sample(id, id % 3, new Image(1, ELEMENTS, 1, new byte[] {(byte) id, (byte) id}));
  }

  private static void writeGood(Sample sample, FloatBuffer batch, int index) {
    int image = ((Image) sample.image()).pixels()[0];
    if (BAD.contains(image)) {
      batch.put(index * ELEMENTS, -1); // a part of it
      throw new DataException("x", "an image", "x", "x.", new BadImageException("damaged"));
    }

    batch.put(index * ELEMENTS, image).put(index * ELEMENTS + 1, sample.id());
  }

  private static List<BatchFeed> feeds(int count, BadImagePolicy policy) {
    List<Sample> samples = IntStream.range(0, count).mapToObj(TestBatchFeed::marked).toList();
    return List.of(
        new InlineFeed(samples.iterator(), BATCH_SIZE, TestBatchFeed::writeGood, policy),
        new PrefetchingFeed(
            samples.iterator(), BATCH_SIZE, TestBatchFeed::writeGood, policy, ELEMENTS, 3));
  }

  private static List<List<Integer>> next(BatchFeed feed) {
    List<FloatBuffer> given = new ArrayList<>();
    int[] labels =
        feed.next(
                size -> {
                  given.add(FloatBuffer.allocate(size * ELEMENTS));
                  return given.get(given.size() - 1);
                })
            .labels();
    return IntStream.range(0, labels.length)
        .mapToObj(
            i ->
                List.of(
                    (int) given.get(given.size() - 1).get(i * ELEMENTS),
                    (int) given.get(given.size() - 1).get(i * ELEMENTS + 1),
                    labels[i]))
        .toList();
  }

  @Test
  void theNextGoodSampleTakesThePlaceOfABadOne() {
    for (BatchFeed feed : feeds(8, BadImagePolicy.REPLACE)) {
      try (feed) {
        List<List<Integer>> first = next(feed);
        List<List<Integer>> second = next(feed);

        // Image, id and label of each: 1 and 2 are bad, and so is 7, the last of its batch.
        assertThat(first.stream().map(sample -> sample.get(1))).containsExactly(0, 1, 2, 3);
        assertThat(first.get(1)).isEqualTo(withId(first.get(3), 1));
        assertThat(first.get(2)).isEqualTo(withId(first.get(3), 2));
        assertThat(second.get(3)).isEqualTo(withId(second.get(0), 7));
        assertThat(feed.badImages()).containsExactly("sample 1", "sample 2", "sample 7");
      }
    }
  }

  private static List<Integer> withId(List<Integer> sample, int id) {
    return List.of(sample.get(0), id, sample.get(2));
  }

  @Test
  void badSamplesAreLeftOut() {
    for (BatchFeed feed : feeds(8, BadImagePolicy.LEAVE_OUT)) {
      try (feed) {
        assertThat(next(feed).stream().map(sample -> sample.get(1))).containsExactly(0, 3);
        assertThat(next(feed).stream().map(sample -> sample.get(1))).containsExactly(4, 5, 6);
        assertThat(feed.badImages()).hasSize(3);
      }
    }
  }

  @Test
  void aBatchOfBadSamplesAloneHasNoneToTakeTheirPlace() {
    for (BadImagePolicy policy : List.of(BadImagePolicy.REFUSE, BadImagePolicy.REPLACE)) {
      BatchFeed feed =
          new InlineFeed(
              List.of(marked(1), marked(2)).iterator(),
              BATCH_SIZE,
              TestBatchFeed::writeGood,
              policy);
      assertThatThrownBy(() -> next(feed))
          .isInstanceOf(DataException.class)
          .hasRootCauseMessage("damaged");
    }
  }

  private BatchFeed inline(Iterator<Sample> samples) {
    return new InlineFeed(samples, BATCH_SIZE, TestBatchFeed::write, BadImagePolicy.REFUSE);
  }

  private BatchFeed prefetching(Iterator<Sample> samples) {
    return new PrefetchingFeed(
        samples, BATCH_SIZE, TestBatchFeed::write, BadImagePolicy.REFUSE, ELEMENTS, 2);
  }

  private static List<Batch> batches(int count, Function<Iterator<Sample>, BatchFeed> feed) {
    return batches(samples(count), feed);
  }

  private static List<Batch> batches(
      Iterator<Sample> samples, Function<Iterator<Sample>, BatchFeed> open) {
    List<Batch> batches = new ArrayList<>();

    try (BatchFeed feed = open.apply(samples)) {
      while (feed.hasNext()) {
        List<FloatBuffer> given = new ArrayList<>();
        BatchFeed.Batch batch =
            feed.next(
                size -> {
                  given.add(FloatBuffer.allocate(size * ELEMENTS));
                  return given.get(0);
                });
        int[] labels = batch.labels();
        assertThat(given).hasSize(1);
        assertThat(batch.images()).isSameAs(given.get(0));
        batches.add(Batch.of(given.get(0), labels));
      }
    }

    return batches;
  }

  private static List<Batch> expected(int count) {
    return IntStream.range(0, (count + BATCH_SIZE - 1) / BATCH_SIZE)
        .mapToObj(batch -> Batch.of(batch * BATCH_SIZE, Math.min(count, (batch + 1) * BATCH_SIZE)))
        .toList();
  }

  private static Iterator<Sample> samples(int count) {
    return IntStream.range(0, count).mapToObj(TestBatchFeed::sample).iterator();
  }

  private static Sample sample(int id) {
    return new Sample(id, id % 3, new Image(1, ELEMENTS, 1, new byte[ELEMENTS]));
  }

  private static void write(Sample sample, FloatBuffer batch, int index) {
    batch.put(index * ELEMENTS, sample.id());
    batch.put(index * ELEMENTS + 1, -sample.id());
  }

  private record Batch(List<Float> images, List<Integer> labels) {
    static Batch of(FloatBuffer images, int[] labels) {
      return new Batch(
          IntStream.range(0, images.limit()).mapToObj(images::get).toList(),
          IntStream.of(labels).boxed().toList());
    }

    static Batch of(int from, int to) {
      return new Batch(
          IntStream.range(from, to)
              .boxed()
              .flatMap(id -> List.of((float) id, (float) -id).stream())
              .toList(),
          IntStream.range(from, to).mapToObj(id -> id % 3).toList());
    }
  }
}
