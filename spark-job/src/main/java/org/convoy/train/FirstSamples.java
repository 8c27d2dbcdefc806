package org.convoy.train;

import java.nio.FloatBuffer;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.prepare.MaxBad;
import org.convoy.replica.Loaders;
import org.convoy.run.ModelDescription;
import org.convoy.zoo.Architecture;

/** The first sample of each split, brought all the way into a network's input. */
public final class FirstSamples {
  /**
   * Images of each split whose headers are looked at: the first ones, which any source has, and as
   * many from all over it where that costs no more.
   */
  private static final int MEASURED = 16;

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
    load(config, datasets.train(), Loaders.training(config, model), input, hadoop);
    load(config, datasets.validation(), Loaders.evaluation(config, model), input, hadoop);
    datasets
        .test()
        .ifPresent(
            images -> load(config, images, Loaders.evaluation(config, model), input, hadoop));
  }

  /**
   * What decoding takes at its peak, for one image at a time, by the headers of some images of each
   * split: the greatest that was seen. Images that cannot be read take nothing.
   */
  public static DecodingMemory decoding(
      ConvoyConfig config, Datasets datasets, ModelDescription model, Configuration hadoop) {
    SampleLoader evaluation = Loaders.evaluation(config, model);
    DecodingMemory trained = decoding(datasets.train(), Loaders.training(config, model), hadoop);
    DecodingMemory tested =
        datasets
            .test()
            .map(images -> decoding(images, evaluation, hadoop))
            .orElse(DecodingMemory.NONE);
    return trained.max(decoding(datasets.validation(), evaluation, hadoop)).max(tested);
  }

  private static DecodingMemory decoding(
      ImageDataset dataset, SampleLoader loader, Configuration hadoop) {
    int size = dataset.size();
    DecodingMemory greatest = decoding(dataset, 0, Math.min(MEASURED, size), loader, hadoop);
    if (dataset.access() == SampleAccess.BY_ID && size > MEASURED) {
      for (int i = 1; i <= MEASURED; i++) {
        int id = (int) ((size - 1L) * i / MEASURED);
        greatest = greatest.max(decoding(dataset, id, id + 1, loader, hadoop));
      }
    }

    return greatest;
  }

  private static DecodingMemory decoding(
      ImageDataset dataset, int from, int to, SampleLoader loader, Configuration hadoop) {
    DecodingMemory greatest = DecodingMemory.NONE;
    try (SampleIterator samples = dataset.read(hadoop, from, to)) {
      while (samples.hasNext()) {
        greatest = greatest.max(memory(samples.next(), loader));
      }
    } catch (DataException e) {
      return greatest; // Whoever trains on them is told.
    }

    return greatest;
  }

  private static DecodingMemory memory(Sample sample, SampleLoader loader) {
    try {
      return loader.memory(sample.image());
    } catch (BadImageException e) {
      return DecodingMemory.NONE;
    }
  }

  /** The first good one, where so many bad ones are borne. */
  private static void load(
      ConvoyConfig config,
      ImageDataset dataset,
      BatchWriter writer,
      FloatBuffer input,
      Configuration hadoop) {
    if (dataset.size() == 0) {
      throw new DataException(dataset.location(), "images", "none", "Give data that has some.");
    }

    int looked = config.data().allowedBad().equals(MaxBad.NONE) ? 1 : MEASURED;
    try (SampleIterator samples = dataset.read(hadoop, 0, Math.min(looked, dataset.size()))) {
      while (!isGood(samples, writer, input)) {
        // The next one.
      }
    }
  }

  /** Of the last one the failure is thrown. */
  private static boolean isGood(SampleIterator samples, BatchWriter writer, FloatBuffer input) {
    Sample sample = samples.next();
    try {
      writer.write(sample, input, 0);
      return true;
    } catch (DataException e) {
      if (!(e.getCause() instanceof BadImageException) || !samples.hasNext()) {
        throw e;
      }

      return false;
    }
  }
}
