package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig;
import org.convoy.data.DataException;
import org.convoy.data.DataIdentity;
import org.convoy.data.ImageDataset;
import org.convoy.data.LabelMapping;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.split.SplitDataset;
import org.convoy.data.split.StratifiedSplit;

/**
 * The data of a run.
 *
 * @param train what is trained on
 * @param validation what each epoch is measured on
 * @param test what the finished training is measured on besides
 * @param validationName what the validation data are called where they lie
 * @param remarks what a user should know of the data, each a sentence without its full stop
 */
public record Datasets(
    ImageDataset train,
    ImageDataset validation,
    Optional<ImageDataset> test,
    String validationName,
    List<String> remarks) {
  /** Larger Parquet files are not read for their labels alone. */
  private static final int LABELS_LOOKED_AT = 100_000;

  private static final String TEST = "test";

  public Datasets {
    requireNonNull(train, "train is null");
    requireNonNull(validation, "validation is null");
    requireNonNull(test, "test is null");
    requireNonNull(validationName, "validationName is null");
    remarks = List.copyOf(remarks);
  }

  /**
   * Bytes that a process which reads them has on its heap beside the samples: what is known of each
   * sample, a tenth of that as it travels, and the order of an epoch. With validationFraction the
   * parts describe the whole, each for itself.
   */
  long listBytes() {
    long described =
        train.descriptionBytes()
            + validation.descriptionBytes()
            + test.map(ImageDataset::descriptionBytes).orElse(0L);
    return described + described / 10 + 2L * Integer.BYTES * train.size();
  }

  /** Data without a test split besides. */
  public Datasets(ImageDataset train, ImageDataset validation) {
    this(train, validation, Optional.empty(), TEST, List.of());
  }

  /**
   * Opens and checks what a config names.
   *
   * @throws DataException when it is missing, unreadable or inconsistent
   */
  public static Datasets open(ConvoyConfig config, Configuration hadoop) {
    DatasetSource source = source(config, hadoop);
    SplitDataset parts = source.openBoth(hadoop);
    List<String> remarks = new ArrayList<>(parts.remarks());
    withoutImages(source, "training", parts.train(), hadoop).ifPresent(remarks::add);
    withoutImages(source, "validation", parts.validation(), hadoop).ifPresent(remarks::add);
    return new Datasets(
        withImages(parts.train()),
        withImages(parts.validation()),
        parts.test(),
        parts.validationName(),
        remarks);
  }

  private static Optional<String> withoutImages(
      DatasetSource source, String what, ImageDataset dataset, Configuration hadoop) {
    return source.kind() == DatasetKind.PARQUET && dataset.size() > LABELS_LOOKED_AT
        ? Optional.empty()
        : withoutImages(what, dataset, hadoop);
  }

  /**
   * A remark on classes without a single image, where there are some.
   *
   * @param what the images are for
   */
  public static Optional<String> withoutImages(
      String what, ImageDataset dataset, Configuration hadoop) {
    boolean[] has = new boolean[dataset.classes().size()];
    IntStream.of(dataset.labels(hadoop)).forEach(label -> has[label] = true);
    List<String> empty =
        IntStream.range(0, has.length)
            .filter(label -> !has[label])
            .mapToObj(dataset.classes()::get)
            .toList();
    return empty.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "There are no %simages of %d of the %d classes: %s"
                .formatted(
                    what.equals(DatasetSource.ALL) ? "" : what + " ",
                    empty.size(),
                    has.length,
                    LabelMapping.shown(empty)));
  }

  /**
   * A data set that is not empty.
   *
   * @throws DataException when it is
   */
  public static ImageDataset withImages(ImageDataset dataset) {
    if (dataset.size() == 0) {
      throw new DataException(
          dataset.location(),
          "at least one image",
          "none",
          "Give other data; of a class with one image, data.validationFraction sets none aside.");
    }

    return dataset;
  }

  /** Where the data that a config names are, and how they are read. */
  public static DatasetSource source(ConvoyConfig config, Configuration hadoop) {
    DataConfig data = config.data();
    DatasetKind kind = data.kind().orElseGet(() -> DatasetKind.detect(hadoop, data.location()));
    return new DatasetSource(
        kind,
        data.location(),
        data.classes(),
        data.cifar100Labels(),
        data.validationFraction().map(share -> new StratifiedSplit(share, config.seed())),
        data.split().names());
  }

  /**
   * What each split and the classes are recognised by: texts of {@link DataIdentity}, and names.
   */
  public Map<String, String> fingerprints(Configuration hadoop) {
    Map<String, String> fingerprints = new TreeMap<>();
    fingerprints.put("classes", String.join(", ", train.classes()));
    splits().forEach((split, data) -> fingerprints.put(split, data.identity(hadoop).toString()));
    return fingerprints;
  }

  /** The splits by the names that they have in {@link #fingerprints}. */
  public Map<String, ImageDataset> splits() {
    Map<String, ImageDataset> splits = new TreeMap<>();
    splits.put("train", train);
    splits.put("validation", validation);
    test.ifPresent(images -> splits.put(TEST, images));
    return splits;
  }

  /** Whether each epoch is measured on the test split, for want of another one. */
  public boolean validatesOnTest() {
    return validationName.equals(TEST);
  }

  /** How many images there are for what, and of what classes. */
  public String describe() {
    return "%,d training and %s images, %d classes: %s"
        .formatted(
            train.size(),
            validatesOnTest()
                ? "%,d test".formatted(validation.size())
                : "%,d validation (%s)%s"
                    .formatted(
                        validation.size(),
                        validationName,
                        test.map(images -> ", %,d test".formatted(images.size())).orElse("")),
            train.classes().size(),
            LabelMapping.shown(train.classes()));
  }
}
