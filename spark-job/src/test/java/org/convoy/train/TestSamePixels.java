package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.nn.network.Network;
import org.convoy.predict.ImageClassifier;
import org.convoy.predict.ImagePrediction;
import org.convoy.predict.RankedClass;
import org.convoy.replica.DriverModel;
import org.convoy.replica.Loaders;
import org.convoy.replica.ModelInput;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.state.Tally;
import org.convoy.weights.StateDict;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;

/**
 * Evaluation and prediction see the same pixels: image by image, the loss of the one is the
 * probability of the other. On photographs (MIT, see LICENSE beside them), which are resized.
 */
final class TestSamePixels {
  private static final Path PHOTOGRAPHS = Path.of("src/test/resources/photographs");
  private static final List<String> CLASSES = List.of("banana", "orange", "papaya");
  private static final int SIDE = 48;

  /**
   * Of losses of about 10 in single precision; rounding pixels would change them by more than 1e-3.
   */
  private static final double TOLERANCE = 1e-5;

  private final ConvoyConfig config =
      ConvoyConfig.parse(
          "test",
          """
          data {
            path = photographs
            transforms.validation = [{resize {size = 56}}, {centerCrop {size = 48}}]
            normalize { mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225] }
          }
          model.name = resnet20
          """,
          List.of());
  private final Architecture architecture =
      new Architecture("resnet20", CLASSES.size(), 3, SIDE, SIDE);
  private final ModelDescription description =
      new ModelDescription(
          architecture,
          CLASSES,
          config.data().transforms().validation(),
          config.data().normalize());

  /** A photograph; its class stands in its name. */
  private record Photograph(Path path) {
    private String location() {
      return path.toUri().toString();
    }

    private int label() {
      return CLASSES.indexOf(path.getFileName().toString().replaceFirst("-.*", ""));
    }

    private Sample sample(int id) {
      try {
        return new Sample(id, label(), new EncodedImage(location(), Files.readAllBytes(path)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Some photographs, by their paths. */
  private record Photographs(List<String> paths) implements ImageDataset {
    private static Photographs of(List<Photograph> photographs) {
      return new Photographs(
          photographs.stream().map(photograph -> photograph.path().toString()).toList());
    }

    @Override
    public int size() {
      return paths.size();
    }

    @Override
    public List<String> classes() {
      return CLASSES;
    }

    @Override
    public Optional<ImageShape> imageShape() {
      return Optional.empty();
    }

    @Override
    public int sampleBytes() {
      return 16_000;
    }

    @Override
    public String location() {
      return "photographs";
    }

    @Override
    public SampleIterator read(Configuration hadoop, int from, int to) {
      return SampleIterator.of(
          SampleIterator.ids(from, to), id -> new Photograph(Path.of(paths.get(id))).sample(id));
    }

    @Override
    public String fingerprint(Configuration hadoop) {
      return "%064x".formatted(paths.size());
    }
  }

  @Test
  void predictsWhatIsEvaluated() throws IOException {
    ModelFile model = model();
    List<Photograph> photographs = photographs();
    List<ImagePrediction> predictions = new ArrayList<>();
    ImageClassifier.of(model, config, CLASSES.size())
        .classify(
            photographs.stream().map(Photograph::location).toList(),
            new Configuration(),
            predictions::add);
    double lossSum = 0;
    long correct = 0;

    try (JavaSparkContext spark = new JavaSparkContext(SmallTraining.conf("local[2]"))) {
      for (int i = 0; i < photographs.size(); i++) {
        Photograph photograph = photographs.get(i);
        Tally one = evaluate(spark, model, List.of(photograph));
        List<RankedClass> ranking = predictions.get(i).top();

        assertThat(one.lossSum())
            .as(photograph.location())
            .isCloseTo(-Math.log(probability(ranking, photograph.label())), within(TOLERANCE));
        assertThat(one.correct())
            .as(photograph.location())
            .isEqualTo(ranking.get(0).label() == photograph.label() ? 1 : 0);
        lossSum += one.lossSum();
        correct += one.correct();
      }

      Tally all = evaluate(spark, model, photographs);

      assertThat(all.samples()).isEqualTo(photographs.size());
      assertThat(all.correct()).isEqualTo(correct);
      assertThat(all.lossSum()).isCloseTo(lossSum, within(photographs.size() * TOLERANCE));
    }
  }

  /** As `features` sees an image: the input is exactly that of evaluation. */
  @Test
  void readsWhatIsEvaluated() throws IOException {
    ModelInput input = input();
    FloatBuffer evaluated = FloatBuffer.allocate(3 * SIDE * SIDE);

    for (Photograph photograph : photographs()) {
      Loaders.evaluation(config, description).write(photograph.sample(0), evaluated, 0);

      assertThat(input.read(photograph.location(), new Configuration())).isEqualTo(evaluated);
    }
  }

  /** What is shown to eyes is what the network sees, but for its rounding. */
  @Test
  void showsWhatTheNetworkSees() throws IOException {
    ModelInput input = input();
    List<Double> mean = config.data().normalize().mean();
    List<Double> std = config.data().normalize().std();

    for (Photograph photograph : photographs()) {
      FloatBuffer seen = input.read(photograph.location(), new Configuration());
      Image shown = input.picture(photograph.location(), new Configuration());

      for (int i = 0; i < 3 * SIDE * SIDE; i++) {
        int channel = i % 3;
        int place = channel * SIDE * SIDE + i / 3;
        double level = 255 * (seen.get(place) * std.get(channel) + mean.get(channel));

        assertThat(shown.pixels()[i] & 0xff).isCloseTo((int) Math.round(level), within(2));
      }
    }
  }

  private ModelInput input() {
    return ModelInput.strict(
        description, config.data().decodeOptions(), Loaders.scaling(config.data()));
  }

  private Tally evaluate(JavaSparkContext spark, ModelFile model, List<Photograph> photographs) {
    try (Evaluator evaluator =
        new Evaluator(spark, DriverModel.of(config, description), Photographs.of(photographs))) {
      return evaluator.evaluate(model).tally();
    }
  }

  private static double probability(List<RankedClass> ranking, int label) {
    return ranking.stream()
        .filter(ranked -> ranked.label() == label)
        .mapToDouble(RankedClass::probability)
        .findFirst()
        .orElseThrow();
  }

  private ModelFile model() {
    try (Network network = Network.create(ModelZoo.configuration(architecture))) {
      network.initialize(7);
      return new ModelFile(
          "test", description, StateDict.of(network.layout(), network.parameters()));
    }
  }

  private static List<Photograph> photographs() throws IOException {
    try (Stream<Path> files = Files.list(PHOTOGRAPHS)) {
      return files
          .filter(path -> path.toString().endsWith(".jpg"))
          .sorted()
          .map(path -> new Photograph(path.toAbsolutePath()))
          .toList();
    }
  }
}
