package org.convoy.data.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.spark.IndexedSamples.Window;

/**
 * A window that is being read: its ids are sorted and cut into parts of neighbours, which threads
 * of the process read at the same time, so that waiting for files and machines adds up less.
 */
final class WindowRead {
  private static final int PARTS = 8;
  private static final int THREADS =
      Math.max(PARTS, Math.min(64, 4 * Runtime.getRuntime().availableProcessors()));

  /** Idle threads end, so that nothing has to stop them. */
  private static final long IDLE_SECONDS = 5;

  private static final ThreadPoolExecutor READERS = readers();

  private final Sample[] samples;
  private final List<Future<?>> parts = new ArrayList<>();

  private WindowRead(Sample[] samples) {
    this.samples = samples;
  }

  private static ThreadPoolExecutor readers() {
    ThreadPoolExecutor readers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            WindowRead::daemon);
    readers.allowCoreThreadTimeOut(true);
    return readers;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "convoy-read");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to read; in a thread that has the broadcast data set, as those of tasks do. */
  static WindowRead begin(Window window) {
    ImageDataset dataset = window.dataset().dataset();
    Configuration hadoop = window.dataset().hadoop();
    long[] places = placesById(window.ids());
    WindowRead read = new WindowRead(new Sample[places.length]);

    for (int part = 0; part < PARTS; part++) {
      long[] some =
          Arrays.copyOfRange(places, start(part, places.length), start(part + 1, places.length));

      if (some.length > 0) {
        read.parts.add(READERS.submit(() -> read.fill(dataset, hadoop, some)));
      }
    }

    return read;
  }

  private static int start(int part, int size) {
    return (int) ((long) size * part / PARTS);
  }

  /** Ids in ascending order in the upper halves, in the lower ones their places in the window. */
  private static long[] placesById(int[] ids) {
    long[] places = new long[ids.length];
    Arrays.setAll(places, place -> (long) ids[place] << Integer.SIZE | place);
    Arrays.sort(places);
    return places;
  }

  private void fill(ImageDataset dataset, Configuration hadoop, long[] places) {
    int[] ids = Arrays.stream(places).mapToInt(place -> (int) (place >> Integer.SIZE)).toArray();

    try (SampleIterator read = dataset.read(hadoop, ids)) {
      for (int i = 0; i < ids.length; i++) {
        Sample sample = read.next();
        requireId(dataset, ids[i], sample);
        samples[(int) places[i]] = sample;
      }
    }
  }

  private static void requireId(ImageDataset dataset, int id, Sample sample) {
    if (sample.id() != id) {
      throw new DataException(
          dataset.location(),
          "sample " + id,
          "sample " + sample.id(),
          "The data set does not read samples by their ids: set data.shuffle = full.");
    }
  }

  /** Waits for all parts. */
  Sample[] await() {
    parts.forEach(WindowRead::await);
    return samples;
  }

  private static void await(Future<?> part) {
    try {
      part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for samples");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }

      if (e.getCause() instanceof Error error) {
        throw error;
      }

      throw new IllegalStateException("samples could not be read: " + e.getCause(), e);
    }
  }
}
