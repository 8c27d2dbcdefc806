package org.convoy.data.source;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.DatasetSplits;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset;
import org.convoy.data.LabelMapping;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.archive.Archive;
import org.convoy.data.archive.ArchiveDataset;
import org.convoy.data.cifar.CifarDataset;
import org.convoy.data.cifar.CifarLabels;
import org.convoy.data.folder.FolderDataset;
import org.convoy.data.idx.IdxDataset;
import org.convoy.data.parquet.ParquetDataset;
import org.convoy.data.split.SplitDataset;
import org.convoy.data.split.SplitDataset.NamedSplit;
import org.convoy.data.split.StratifiedSplit;

/**
 * Where a data set is and how it is read.
 *
 * <p>Wherever labels of one part of the data meet the classes of another, or those that are named
 * here, they are matched by {@link LabelMapping}.
 *
 * @param kind its format
 * @param path any Hadoop path; what is none is refused with a DataException
 * @param classes names in order of label; none: those that come with the data, or numbers where it
 *     has none (IDX)
 * @param labels which labels of CIFAR-100 are used
 * @param validation how a part of the training data is set aside; empty: the given splits are used
 * @param splits by what names they are found; a name with a slash is the path of other data of the
 *     same kind, all of which is the split
 */
public record DatasetSource(
    DatasetKind kind,
    String path,
    List<String> classes,
    Cifar100Labels labels,
    Optional<StratifiedSplit> validation,
    SplitNames splits) {
  /** In place of the name of the test split: there is none to evaluate. */
  public static final String NO_SPLIT = "none";

  /** What is evaluated of data without splits. */
  public static final String ALL = "all images";

  public DatasetSource {
    requireNonNull(kind, "kind is null");
    requireNonNull(path, "path is null");
    requireNonNull(labels, "labels is null");
    requireNonNull(validation, "validation is null");
    requireNonNull(splits, "splits is null");
    classes = List.copyOf(classes);
    HadoopFiles.path(path);
  }

  /** The two label sets of CIFAR-100. */
  public enum Cifar100Labels {
    /** A hundred classes. */
    FINE,
    /** Twenty superclasses. */
    COARSE
  }

  /** With the classes of the data, CIFAR-100's fine labels and the given splits. */
  public static DatasetSource of(DatasetKind kind, String path) {
    return new DatasetSource(
        kind, path, List.of(), Cifar100Labels.FINE, Optional.empty(), SplitNames.USUAL);
  }

  /**
   * Understands {@code path} or {@code kind:path}, for example {@code folder:hdfs://host/pictures};
   * where no kind is named, it is found out.
   *
   * @throws org.convoy.data.DataException when it is to be found out and cannot be
   */
  public static DatasetSource parse(Configuration hadoop, String spec) {
    int colon = spec.indexOf(':');
    Optional<DatasetKind> kind =
        colon < 0 ? Optional.empty() : DatasetKind.named(spec.substring(0, colon));

    return kind.map(named -> of(named, spec.substring(colon + 1)))
        .orElseGet(() -> of(DatasetKind.detect(hadoop, spec), spec));
  }

  /** The same with other class names. */
  public DatasetSource withClasses(List<String> names) {
    return new DatasetSource(kind, path, names, labels, validation, splits);
  }

  /** The same with other labels of CIFAR-100. */
  public DatasetSource withLabels(Cifar100Labels other) {
    return new DatasetSource(kind, path, classes, other, validation, splits);
  }

  /** The same with a part of the training data set aside for validation. */
  public DatasetSource withValidation(StratifiedSplit split) {
    return new DatasetSource(kind, path, classes, labels, Optional.of(split), splits);
  }

  /** The same with the splits that are found by these names, and nothing set aside. */
  public DatasetSource withSplits(SplitNames names) {
    return new DatasetSource(kind, path, classes, labels, Optional.empty(), names);
  }

  /**
   * Opens one split. When a part of the training data is set aside, that part is the validation
   * split, whether the data has one of its own or not.
   *
   * @throws DataException when it is missing, unreadable or inconsistent
   */
  public ImageDataset open(Configuration hadoop, Split split) {
    if (validation.isPresent() && split != Split.TEST) {
      SplitDataset parts =
          divide(hadoop, required(find(hadoop, List.of(Split.TRAIN)), Split.TRAIN));
      return split == Split.TRAIN ? parts.train() : parts.validation();
    }

    return required(find(hadoop, List.of(split)), split);
  }

  /**
   * As {@link #open}, with what a user should know of the data.
   *
   * @throws DataException when it is missing, unreadable or inconsistent
   */
  public NamedSplit openNamed(Configuration hadoop, Split split) {
    DatasetSplits found = find(hadoop, List.of(split));
    return new NamedSplit(
        found.names().getOrDefault(split, ALL), required(found, split), found.remarks());
  }

  /** Opens all splits whose images have labels, with the classes of the training split. */
  public DatasetSplits openAll(Configuration hadoop) {
    DatasetSplits found = find(hadoop, List.of(Split.values()));
    Map<Split, ImageDataset> all = new EnumMap<>(Split.class);
    found.labelled().keySet().forEach(split -> all.put(split, matched(hadoop, found, split)));
    return new DatasetSplits(all, found.names(), found.remarks());
  }

  /**
   * Opens what a training needs, listing the data once. What is measured on while it goes on is the
   * part that is set aside, else the validation split, else the test split; a test split besides is
   * for the end.
   *
   * @throws DataException when the training or the validation images are missing, unreadable or
   *     inconsistent
   */
  public SplitDataset openBoth(Configuration hadoop) {
    DatasetSplits found = find(hadoop, List.of(Split.values()));
    ImageDataset train = required(found, Split.TRAIN);
    List<String> remarks = new ArrayList<>(found.remarks());
    requireChosen(found);

    if (validation.isPresent()) {
      SplitDataset parts = divide(hadoop, train);
      Optional.ofNullable(found.names().get(Split.VALIDATION))
          .map("The split %s is not used: a part of the training images is set aside"::formatted)
          .ifPresent(remarks::add);
      return new SplitDataset(
          parts.train(), parts.validation(), test(hadoop, found), "validationFraction", remarks);
    }

    Split measured = validating(found).orElseThrow(() -> missing(found, Split.VALIDATION));
    return new SplitDataset(
        train,
        matched(hadoop, found, measured),
        measured == Split.TEST ? Optional.empty() : test(hadoop, found),
        found.names().getOrDefault(measured, measured.title()),
        remarks);
  }

  /**
   * Opens what a finished model is evaluated on: a split that is named, else the one that a
   * training is measured on while it goes on, else all of an undivided data set.
   *
   * @throws DataException when it is missing, unreadable or inconsistent
   */
  public NamedSplit openForEvaluation(Configuration hadoop, Optional<Split> named) {
    if (named.isPresent() || validation.isPresent()) {
      Split split = named.orElse(Split.VALIDATION);
      return new NamedSplit(split.title(), open(hadoop, split), List.of());
    }

    DatasetSplits found = find(hadoop, List.of(Split.VALIDATION, Split.TEST));
    Optional<Split> split = validating(found);

    if (split.isEmpty() && found.isDivided()) {
      throw new DataException(
          path,
          "a split to evaluate on: validation or test",
          describe(found),
          "Name another one with --split, or say with data.split.validation or data.split.test what"
              + " it is called.");
    }

    return split
        .map(
            measured ->
                new NamedSplit(
                    found.names().getOrDefault(measured, measured.title()),
                    required(found, measured),
                    found.remarks()))
        .orElseGet(() -> new NamedSplit(ALL, required(found, Split.TRAIN), found.remarks()));
  }

  private SplitDataset divide(Configuration hadoop, ImageDataset train) {
    return validation.orElseThrow().divide(hadoop, train);
  }

  private static Optional<Split> validating(DatasetSplits found) {
    return Stream.of(Split.VALIDATION, Split.TEST)
        .filter(found.labelled()::containsKey)
        .findFirst();
  }

  private Optional<ImageDataset> test(Configuration hadoop, DatasetSplits found) {
    return found.labelled().containsKey(Split.TEST)
        ? Optional.of(matched(hadoop, found, Split.TEST))
        : Optional.empty();
  }

  /** With the labels of the training split's classes, where there is one. */
  private static ImageDataset matched(Configuration hadoop, DatasetSplits found, Split split) {
    ImageDataset dataset = found.labelled().get(split);
    ImageDataset train = found.labelled().get(Split.TRAIN);
    return train == null
        ? dataset
        : LabelMapping.apply(
            dataset, train.classes(), train.classNames(), "the training split", hadoop);
  }

  private ImageDataset required(DatasetSplits found, Split split) {
    if (!found.labelled().containsKey(split)) {
      throw missing(found, split);
    }

    return found.labelled().get(split);
  }

  /** Whoever names a split means it. */
  private void requireChosen(DatasetSplits found) {
    for (Map.Entry<Split, String> chosen : splits.chosen().entrySet()) {
      if (!chosen.getValue().equals(NO_SPLIT)) {
        required(found, chosen.getKey());
      }
    }
  }

  /** Where it is there without labels, what was found out about it says why. */
  private DataException missing(DatasetSplits found, Split split) {
    String why =
        found.names().containsKey(split)
            ? found.remarks().stream().map(remark -> remark + ". ").collect(Collectors.joining())
            : "";
    return new DataException(
        path,
        "a %s split with labels, named %s"
            .formatted(split.title(), String.join(" or ", splits.of(split))),
        describe(found),
        why
            + (split != Split.VALIDATION
                ? "Add such a split, or say with data.split.%s what it is called."
                    .formatted(split.title())
                : ("Add such a split, say with data.split.%s what it is called, or set"
                        + " data.validationFraction to set a part of the training data aside.")
                    .formatted(split.title())));
  }

  private static String describe(DatasetSplits found) {
    if (!found.isDivided()) {
      return "images without a split";
    }

    return found.names().entrySet().stream()
        .map(
            name ->
                found.labelled().containsKey(name.getKey())
                    ? name.getValue()
                    : name.getValue() + " without labels")
        .collect(Collectors.joining(", ", "only ", ""));
  }

  /**
   * Finds and opens.
   *
   * @param wanted the splits that are needed; more may be opened where that costs nothing
   */
  private DatasetSplits find(Configuration hadoop, List<Split> wanted) {
    DatasetSplits found = found(hadoop, wanted);
    Map<Split, ImageDataset> labelled = new EnumMap<>(Split.class);
    found.labelled().forEach((split, dataset) -> labelled.put(split, named(hadoop, dataset)));
    Map<Split, String> names = new EnumMap<>(Split.class);
    names.putAll(found.names());

    for (Map.Entry<Split, String> chosen : splits.chosen().entrySet()) {
      if (chosen.getValue().contains("/")) {
        labelled.put(chosen.getKey(), whole(hadoop, chosen.getValue()));
        names.put(chosen.getKey(), chosen.getValue());
      }
    }

    return new DatasetSplits(labelled, names, found.remarks());
  }

  private ImageDataset whole(Configuration hadoop, String other) {
    DatasetSplits found =
        new DatasetSource(kind, other, classes, labels, Optional.empty(), SplitNames.USUAL)
            .find(hadoop, List.of(Split.TRAIN));

    if (found.isDivided()) {
      throw new DataException(
          other, "images of one split", describe(found), "Name one of its splits.");
    }

    return found.labelled().get(Split.TRAIN);
  }

  /** With the classes that are named here, where there are some. */
  private ImageDataset named(Configuration hadoop, ImageDataset dataset) {
    return classes.isEmpty()
        ? dataset
        : LabelMapping.apply(dataset, classes, LabelMapping.Names.GIVEN, "data.classes", hadoop);
  }

  private DatasetSplits found(Configuration hadoop, List<Split> wanted) {
    return switch (kind) {
      case IDX, CIFAR10, CIFAR100 -> published(hadoop, wanted);
      case FOLDER ->
          Archive.isArchive(path)
              ? ArchiveDataset.openSplits(hadoop, path, names(), classes)
              : FolderDataset.openSplits(hadoop, path, names(), classes);
      case PARQUET -> ParquetDataset.openSplits(hadoop, path, names(), classes);
    };
  }

  /** Those that are no paths. */
  private SplitNames names() {
    Map<Split, String> names = new EnumMap<>(Split.class);
    splits.chosen().entrySet().stream()
        .filter(chosen -> !chosen.getValue().contains("/"))
        .forEach(chosen -> names.put(chosen.getKey(), chosen.getValue()));
    return new SplitNames(names);
  }

  /** Of a format that has a training and a test split, by whatever names they are used. */
  private DatasetSplits published(Configuration hadoop, List<Split> wanted) {
    Map<Split, String> names = names().among(List.of("train", "test"));
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    List<String> remarks = new ArrayList<>();

    for (Split split : wanted) {
      if (!names.containsKey(split)) {
        continue;
      }

      try {
        opened.put(split, published(hadoop, names.get(split)));
      } catch (DataException e) {
        if (split != Split.TEST || validation.isEmpty()) {
          throw e;
        }

        remarks.add("There is no test split to evaluate at the end: " + e.getMessage());
      }
    }

    return new DatasetSplits(opened, names, remarks);
  }

  private ImageDataset published(Configuration hadoop, String name) {
    Split split = name.equals("train") ? Split.TRAIN : Split.TEST;
    return switch (kind) {
      case IDX -> IdxDataset.open(hadoop, path, split, idxClasses(hadoop));
      case CIFAR10 -> CifarDataset.open(hadoop, path, CifarLabels.CIFAR10, split, List.of());
      default -> CifarDataset.open(hadoop, path, cifar100(), split, List.of());
    };
  }

  private List<String> idxClasses(Configuration hadoop) {
    return classes.isEmpty()
        ? IdxDataset.numberedClasses(IdxDataset.countClasses(hadoop, path))
        : classes;
  }

  private CifarLabels cifar100() {
    return labels == Cifar100Labels.FINE ? CifarLabels.CIFAR100_FINE : CifarLabels.CIFAR100_COARSE;
  }

  /** {@code kind:path}. */
  @Override
  public String toString() {
    return kind.specName() + ":" + path;
  }
}
