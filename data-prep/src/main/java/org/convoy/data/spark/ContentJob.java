package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.IdentityHashMap;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convoy.data.ContentReader;
import org.convoy.data.ImageDataset;
import org.convoy.data.LocalContentReader;

/**
 * Reads data sets on the executors. The driver gets {@link ContentReader#BYTES_PER_SAMPLE} bytes
 * for each sample, and keeps them: a data set of which there are several parts is read once.
 */
public final class ContentJob implements ContentReader {
  private static final int TASKS_PER_SLOT = 4;

  private final JavaSparkContext context;
  private final IdentityHashMap<ImageDataset, List<byte[]>> known = new IdentityHashMap<>();

  public ContentJob(JavaSparkContext context) {
    this.context = requireNonNull(context, "context is null");
  }

  @Override
  public List<byte[]> samples(ImageDataset dataset) {
    return known.computeIfAbsent(dataset, this::read);
  }

  private List<byte[]> read(ImageDataset dataset) {
    try (SampleRdd samples = SampleRdd.read(context, dataset, tasks(dataset.size()))) {
      return samples.slices().map(LocalContentReader::hashes).collect();
    }
  }

  @Override
  public List<String> sha256(List<String> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }

    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));

    try {
      return context
          .parallelize(paths, tasks(paths.size()))
          .map(path -> LocalContentReader.sha256(hadoop.value().value(), path))
          .setName("content of files")
          .collect();
    } finally {
      hadoop.destroy();
    }
  }

  private int tasks(int most) {
    return Math.max(1, Math.min(most, TASKS_PER_SLOT * context.defaultParallelism()));
  }
}
