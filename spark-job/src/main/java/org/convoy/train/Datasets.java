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
    return new Datasets(parts.train(), parts.validation());
  }

  /** As {@link #open}, of the validation data alone. */
  public static ImageDataset validation(ConvoyConfig config, Configuration hadoop) {
    return source(config, hadoop).open(hadoop, Split.TEST);
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
