package org.convoy.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.transform.RandomSource;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Mistake;
import org.convoy.replica.Loaders;
import org.convoy.report.ReportData.Augmented;
import org.convoy.report.ReportData.Count;
import org.convoy.report.ReportData.Data;
import org.convoy.report.ReportData.Details;
import org.convoy.report.ReportData.Evaluated;
import org.convoy.report.ReportData.Shown;
import org.convoy.run.ModelDescription;
import org.convoy.tracking.TensorBoardImages.Picture;
import org.convoy.train.Datasets;

/** What the data of a run add to the page. */
public final class DataReport {
  /** Larger Parquet files are not read for their labels alone. */
  private static final int LABELS_LOOKED_AT = 100_000;

  /** Bytes that are read at most to find different samples where those in between are read too. */
  private static final long READ_THROUGH = 64L << 20;

  private static final int AUGMENTED = 6;
  private static final int EPOCHS_SHOWN = 5;
  private static final int MEASURED = 64;
  private static final int EXPLAINED = 5;

  private final ConvoyConfig config;
  private final Datasets datasets;
  private final ModelDescription model;
  private final Configuration hadoop;

  public DataReport(
      ConvoyConfig config, Datasets datasets, ModelDescription model, Configuration hadoop) {
    this.config = requireNonNull(config, "config is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.model = requireNonNull(model, "model is null");
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
  }

  /**
   * The details with all that the data tell.
   *
   * @param evaluation of the model on the validation samples
   * @param mistaken the samples of its mistakes, in any order
   * @param explanation of the first of them, if it is wanted
   */
  public Details add(
      Details details,
      Evaluation evaluation,
      List<Sample> mistaken,
      Optional<Explanation> explanation) {
    boolean countsClasses =
        kind() != DatasetKind.PARQUET || datasets.train().size() <= LABELS_LOOKED_AT;
    int[] labels = countsClasses ? datasets.train().labels(hadoop) : new int[0];
    return new Details(
        details.remarks(),
        details.network(),
        details.weightsSha256(),
        details.settings(),
        details.changes(),
        details.environment(),
        details.commands(),
        details.filters(),
        data(labels),
        augmented(labels),
        evaluated(evaluation, mistaken, explanation));
  }

  /** The augmented samples and the mistakes of a page, by tags for TensorBoard. */
  public static Map<String, Picture> pictures(Details details) {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    for (Augmented sample : details.augmented()) {
      for (int i = 0; i < sample.pictures().size(); i++) {
        String tag = "augmented/%s/%d".formatted(tag(sample.label()), i);
        pictures.put(tag, Pictures.picture(sample.pictures().get(i)));
      }
    }

    List<Shown> mistakes =
        details.evaluation() == null ? List.of() : details.evaluation().mistakes();
    for (int i = 0; i < mistakes.size(); i++) {
      Shown mistake = mistakes.get(i);
      String tag =
          "mistakes/%02d %s taken for %s"
              .formatted(i + 1, tag(mistake.label()), tag(mistake.predicted()));
      pictures.put(tag, Pictures.picture(mistake.picture()));
    }

    return pictures;
  }

  /** A slash would make groups of tags. */
  private static String tag(String label) {
    return label.replaceAll("[^\\p{L}\\p{N} _.-]", "_");
  }

  private DatasetKind kind() {
    return Datasets.source(config, hadoop).kind();
  }

  private Data data(int[] labels) {
    List<Count> splits = new ArrayList<>();
    splits.add(new Count("training", datasets.train().size()));
    splits.add(new Count(datasets.validationName(), datasets.validation().size()));
    datasets.test().ifPresent(test -> splits.add(new Count("test", test.size())));
    long[] counts = new long[datasets.train().classes().size()];
    IntStream.of(labels).forEach(label -> counts[label]++);
    List<Count> classes =
        IntStream.range(0, labels.length == 0 ? 0 : counts.length)
            .mapToObj(label -> new Count(datasets.train().classes().get(label), counts[label]))
            .toList();
    return new Data(
        datasets.train().location(), kind().specName(), splits, classes, sizes(datasets.train()));
  }

  /** Of all images where they have one, else of some of them. */
  private String sizes(ImageDataset dataset) {
    if (dataset.imageShape().isPresent()) {
      return "all " + dataset.imageShape().get();
    }

    List<ImageHeader> headers =
        spread(dataset, MEASURED).stream()
            .flatMap(sample -> header(sample).stream())
            .sorted((one, other) -> Long.compare(pixels(one), pixels(other)))
            .toList();
    if (headers.isEmpty()) {
      return "not known";
    }

    ImageHeader least = headers.get(0);
    if (pixels(least) == pixels(headers.get(headers.size() - 1))) {
      return "%d x %d, of %d that were looked at"
          .formatted(least.height(), least.width(), headers.size());
    }

    ImageHeader middle = headers.get(headers.size() / 2);
    ImageHeader most = headers.get(headers.size() - 1);
    return "%d x %d to %d x %d, in the middle %d x %d, height x width, of %d that were looked at"
        .formatted(
            least.height(),
            least.width(),
            most.height(),
            most.width(),
            middle.height(),
            middle.width(),
            headers.size());
  }

  private static long pixels(ImageHeader header) {
    return (long) header.height() * header.width();
  }

  private Optional<ImageHeader> header(Sample sample) {
    try {
      return sample.image() instanceof EncodedImage encoded
          ? Optional.of(
              ImageDecoder.of(ColorMode.RGB, config.data().decodeOptions())
                  .header(encoded.content()))
          : Optional.empty();
    } catch (BadImageException e) {
      return Optional.empty();
    }
  }

  /** Samples from all over a data set, or from its beginning where that costs less. */
  private List<Sample> spread(ImageDataset dataset, int count) {
    int reach = reach(dataset);
    int[] ids =
        IntStream.range(0, count).map(i -> (int) ((long) reach * i / count)).distinct().toArray();
    return read(dataset, ids);
  }

  /** How many samples there are to choose from. */
  private static int reach(ImageDataset dataset) {
    return dataset.access() == SampleAccess.BY_ID
        ? dataset.size()
        : (int) Math.min(dataset.size(), Math.max(1, READ_THROUGH / dataset.sampleBytes()));
  }

  private List<Sample> read(ImageDataset dataset, int[] ids) {
    List<Sample> samples = new ArrayList<>();
    try (SampleIterator read = dataset.read(hadoop, ids)) {
      read.forEachRemaining(samples::add);
    }

    return samples;
  }

  private List<Augmented> augmented(int[] labels) {
    SampleLoader loader = Loaders.training(config, model);
    int reach = reach(datasets.train());
    int[] chosen =
        labels.length == 0
            ? IntStream.range(0, Math.min(AUGMENTED, reach)).toArray()
            : ofDifferentClasses(Arrays.copyOf(labels, reach));
    return read(datasets.train(), chosen).stream()
        .flatMap(sample -> augmented(sample, loader).stream())
        .toList();
  }

  /** The first sample of each of some classes from all over the list, in the order of the ids. */
  private static int[] ofDifferentClasses(int[] labels) {
    int[] classes = IntStream.of(labels).distinct().sorted().toArray();
    int count = Math.min(AUGMENTED, classes.length);
    return IntStream.range(0, count)
        .map(i -> classes[i * classes.length / count])
        .map(
            label ->
                IntStream.range(0, labels.length)
                    .filter(id -> labels[id] == label)
                    .findFirst()
                    .orElseThrow())
        .sorted()
        .toArray();
  }

  private Optional<Augmented> augmented(Sample sample, SampleLoader loader) {
    try {
      List<String> pictures = new ArrayList<>();
      pictures.add(Pictures.address(decoded(sample)));
      for (int epoch = 0; epoch < EPOCHS_SHOWN; epoch++) {
        RandomSource random = RandomSource.of(config.seed(), epoch, sample.id());
        pictures.add(Pictures.address(loader.picture(sample.image(), random)));
      }

      return Optional.of(new Augmented(datasets.train().classes().get(sample.label()), pictures));
    } catch (BadImageException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Image decoded(Sample sample) {
    ColorMode color = model.architecture().inputChannels() == 1 ? ColorMode.GRAY : ColorMode.RGB;
    return sample.image() instanceof EncodedImage encoded
        ? ImageDecoder.of(color, config.data().decodeOptions()).decode(encoded.content())
        : color.convert((Image) sample.image());
  }

  private Evaluated evaluated(
      Evaluation evaluation, List<Sample> mistaken, Optional<Explanation> explanation) {
    List<String> classes = model.classes();
    return new Evaluated(
        "%s, %s".formatted(datasets.validation().location(), datasets.validationName()),
        evaluation.tally().samples(),
        evaluation.tally().correct(),
        evaluation.tally().accuracy(),
        evaluation.tally().loss(),
        evaluation.topFiveAccuracy(),
        evaluation.macroF1(classes),
        evaluation.calibration().expectedError(),
        evaluation.confusion().classes(classes),
        evaluation.confusion().counts().entrySet().stream()
            .map(
                cell ->
                    new long[] {cell.getKey().label(), cell.getKey().predicted(), cell.getValue()})
            .toList(),
        evaluation.calibration().bins().stream()
            .map(bin -> new double[] {bin.samples(), bin.correct(), bin.probabilitySum()})
            .toList(),
        shown(evaluation.mistakes(), mistaken, explanation));
  }

  private List<Shown> shown(
      List<Mistake> mistakes, List<Sample> mistaken, Optional<Explanation> explanation) {
    SampleLoader loader = Loaders.evaluation(config, model);
    Map<Integer, Sample> samples =
        mistaken.stream().collect(Collectors.toMap(Sample::id, sample -> sample));
    List<Shown> shown = new ArrayList<>();
    for (Mistake mistake : mistakes) {
      Optional<Explanation> own = explanation.filter(unused -> shown.size() < EXPLAINED);
      shown.add(shown(mistake, samples.get(mistake.id()), loader, own));
    }

    return shown;
  }

  private Shown shown(
      Mistake mistake, Sample sample, SampleLoader loader, Optional<Explanation> explanation) {
    RandomSource random = RandomSource.of(config.seed(), 0, sample.id());
    String name =
        sample.image() instanceof EncodedImage encoded ? encoded.name() : "sample " + sample.id();
    return new Shown(
        name,
        model.classes().get(mistake.label()),
        model.classes().get(mistake.predicted()),
        mistake.probability(),
        mistake.ownProbability(),
        Pictures.address(loader.picture(sample.image(), random.copy())),
        explanation
            .flatMap(heat -> heat.heat(sample, mistake.predicted(), loader, random))
            .map(Pictures::address)
            .orElse(null));
  }
}
