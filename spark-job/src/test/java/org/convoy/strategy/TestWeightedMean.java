package org.convoy.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.convoy.strategy.WeightedMean.Threads;
import org.junit.jupiter.api.Test;

final class TestWeightedMean {
  private static final int LENGTH = 1 << 20;

  /** Vectors that note which threads read them. */
  private static final class WatchedVectors extends AbstractList<float[]> {
    private final List<float[]> vectors = List.of(new float[LENGTH], new float[LENGTH]);
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

    @Override
    public float[] get(int index) {
      readers.add(Thread.currentThread());
      return vectors.get(index);
    }

    @Override
    public int size() {
      return vectors.size();
    }
  }

  @Test
  void takesOneThreadInATask() {
    WatchedVectors vectors = new WatchedVectors();
    WeightedMean.of(
        List.of(
            Results.of(0, 3, new float[0], new float[0]).reports().get(0),
            Results.of(1, 5, new float[0], new float[0]).reports().get(0)),
        vectors,
        Threads.ONE);

    assertThat(vectors.readers).containsExactly(Thread.currentThread());
  }
}
