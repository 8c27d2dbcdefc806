package org.convoy.train.round;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What the tasks of this process have trained, those included that failed later. */
public final class WorkerMetrics {
  public static final WorkerMetrics OF_PROCESS = new WorkerMetrics();

  private final Meter images = new Meter();
  private final Meter batches = new Meter();
  private final LongAdder dataNanos = new LongAdder();
  private final LongAdder trainNanos = new LongAdder();

  private WorkerMetrics() {}

  public void register(MetricRegistry registry) {
    registry.register("images", images);
    registry.register("batches", batches);
    registry.register("dataSeconds", seconds(dataNanos));
    registry.register("trainSeconds", seconds(trainNanos));
  }

  private static Gauge<Double> seconds(LongAdder nanos) {
    return () -> nanos.sum() / 1e9;
  }

  /**
   * Counts a batch.
   *
   * @param data nanoseconds that its worker waited for it
   * @param train nanoseconds that it was computed on
   */
  public void trained(int size, long data, long train) {
    images.mark(size);
    batches.mark();
    dataNanos.add(data);
    trainNanos.add(train);
  }

  public long imageCount() {
    return images.getCount();
  }
}
