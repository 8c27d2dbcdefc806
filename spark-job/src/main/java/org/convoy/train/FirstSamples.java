package org.convoy.train;

import java.nio.FloatBuffer;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.SampleIterator;
import org.convoy.data.feed.BatchWriter;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.zoo.Architecture;

/** The first sample of each split, brought all the way into a network's input. */
public final class FirstSamples {
  private FirstSamples() {}

  /**
   * Reads, decodes and transforms them.
   *
   * @throws DataException when one cannot be, or a split has none
   */
  public static void load(
      ConvoyConfig config, Datasets datasets, ModelDescription model, Configuration hadoop) {
    Architecture network = model.architecture();
    int elements = network.inputChannels() * network.inputHeight() * network.inputWidth();
    FloatBuffer input = FloatBuffer.allocate(elements);
    load(datasets.train(), Loaders.training(config, model), input, hadoop);
    load(datasets.validation(), Loaders.evaluation(config, model), input, hadoop);
    datasets
        .test()
        .ifPresent(images -> load(images, Loaders.evaluation(config, model), input, hadoop));
  }

  private static void load(
      ImageDataset dataset, BatchWriter writer, FloatBuffer input, Configuration hadoop) {
    if (dataset.size() == 0) {
      throw new DataException(dataset.location(), "images", "none", "Give data that has some.");
    }

    try (SampleIterator samples = dataset.read(hadoop, 0, 1)) {
      writer.write(samples.next(), input, 0);
    }
  }
}
