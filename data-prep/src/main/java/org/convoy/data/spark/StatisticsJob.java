package org.convoy.data.spark;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.prepare.Statistics;
import org.convoy.data.prepare.StatisticsTask;

/** Measures a data set, in one Spark job. */
public final class StatisticsJob {
  private static final int TASKS_PER_SLOT = 2;

  /** Of large data more tasks, by which people see how far they are. */
  private static final int MOST_PER_TASK = 2_000;

  private StatisticsJob() {}

  /**
   * Reads and decodes all samples once.
   *
   * @param split that the data set is; named where images are rejected
   * @param decoding which images are taken, and how they are decoded
   */
  public static Statistics run(
      JavaSparkContext context, ImageDataset dataset, Split split, DecodeOptions decoding) {
    int classes = dataset.classes().size();
    int slots = TASKS_PER_SLOT * context.defaultParallelism();
    int tasks = Math.min(dataset.size(), Math.max(slots, dataset.size() / MOST_PER_TASK));
    List<String> parts;
    try (SampleRdd read = SampleRdd.read(context, dataset, Math.max(1, tasks))) {
      parts =
          read.samples()
              .mapPartitions(
                  samples ->
                      List.of(new StatisticsTask(split, classes, decoding).run(samples).toJson())
                          .iterator())
              .collect();
    }

    return parts.stream()
        .map(Statistics::parse)
        .reduce(Statistics.empty(classes), Statistics::plus);
  }
}
