package org.convoy.train;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.idx.IdxDataset;
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
    return new Datasets(open(config, Split.TRAIN, hadoop), validation(config, hadoop));
  }

  /** As {@link #open}, of the validation data alone. */
  public static ImageDataset validation(ConvoyConfig config, Configuration hadoop) {
    return open(config, Split.TEST, hadoop);
  }

  private static ImageDataset open(ConvoyConfig config, Split split, Configuration hadoop) {
    DataConfig data = config.data();
    List<String> classes =
        data.classes().isEmpty()
            ? IdxDataset.numberedClasses(config.model().numClasses())
            : data.classes();
    return switch (data.kind()) {
      case IDX -> IdxDataset.open(hadoop, data.path(), split, classes);
    };
  }

  /** What the content of each is recognised by. */
  public Map<String, String> fingerprints(Configuration hadoop) {
    return Map.of("train", train.fingerprint(hadoop), "validation", validation.fingerprint(hadoop));
  }
}
