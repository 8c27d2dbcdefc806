package org.convoy.train;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.split.SplitDataset;
import org.convoy.data.split.StratifiedSplit;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.DataConfig;

/**
 * The data of a run.
 *
 * @param train what is trained on
 * @param validation what each epoch is measured on
 */
public record Datasets(ImageDataset train, ImageDataset validation) {
  /**
   * Opens and checks what a config names.
   *
   * @throws DataException when it is missing, unreadable or inconsistent
   */
  public static Datasets open(ConvoyConfig config, Configuration hadoop) {
    SplitDataset parts = source(config, hadoop).openBoth(hadoop);
    return new Datasets(withImages(parts.train()), withImages(parts.validation()));
  }

  /** As {@link #open}, of the validation data alone. */
  public static ImageDataset validation(ConvoyConfig config, Configuration hadoop) {
    return withImages(source(config, hadoop).open(hadoop, Split.TEST));
  }

  private static ImageDataset withImages(ImageDataset dataset) {
    if (dataset.size() == 0) {
      throw new DataException(
          dataset.location(),
          "at least one image",
          "none",
          "Give other data; of a class with one image, data.validationFraction sets none aside.");
    }

    return dataset;
  }

  private static DatasetSource source(ConvoyConfig config, Configuration hadoop) {
    DataConfig data = config.data();
    DatasetKind kind = data.kind().orElseGet(() -> DatasetKind.detect(hadoop, data.path()));
    return new DatasetSource(
        kind,
        data.path(),
        data.classes(),
        data.cifar100Labels(),
        data.validationFraction().map(share -> new StratifiedSplit(share, config.seed())));
  }

  /** What the content of each is recognised by. */
  public Map<String, String> fingerprints(Configuration hadoop) {
    return Map.of("train", train.fingerprint(hadoop), "validation", validation.fingerprint(hadoop));
  }
}
