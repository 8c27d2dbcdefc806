package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.run.ModelDescription;
import org.convoy.run.file.RunException;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestPretrained {
  private static final String BLOCKS =
      "model.layers=[{conv2d {out = 4, kernel = 3}}, batchNorm2d, relu,"
          + " {conv2d {out = 3, kernel = 3}}, relu, flatten, {linear {out = 4}}]";
  private static final String FREEZE = "model.freeze=[\"0.*\", \"1.*\", 3.bias]";
  private static final String NO_HEAD = "model.replaceHead=true";
  private static final String AVERAGE = "model.pretrainedWeights=ema";
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path folder;
  private String pretrained;
  private ParameterLayout layout;
  private float[] values;

  /** Weights with signed zeros, which must stay what they are, too. */
  @BeforeEach
  void writeWeights() throws IOException {
    layout = ParameterLayout.of(ModelZoo.configuration(describe(config()).architecture()));
    values = new float[layout.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 == 0 ? -0f : (i % 5 - 2) * 0.11f;
    }

    for (Segment segment : layout.segments()) {
      if (segment.name().endsWith("running_var")) {
        Arrays.fill(values, segment.offset(), segment.offset() + segment.length(), 1);
      }
    }

    pretrained = "model.pretrained=" + write(StateDict.of(layout, values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync={strategy=slowmo,every=2,optimizerState=local}",
        "sync={strategy=gradient}",
      })
  void frozenParametersKeepTheirBytesAndTrainingContinuesExactly(String sync) {
    SmallTraining training =
        SmallTraining.of(
            "local[2]",
            48,
            BLOCKS,
            pretrained,
            NO_HEAD,
            FREEZE,
            sync,
            "optimizer={momentum=0.9,weightDecay=0.01,clip.norm=1}",
            "checkpoint.everyRounds=1");
    List<TrainingState> states = training.states(folder.resolve("whole"));
    assertThatThrownBy(() -> training.run(folder.resolve("killed"), killedInSecondEpoch()))
        .hasMessage("killed");

    TrainingState last = states.get(states.size() - 1);
    assertThat(training.run(folder.resolve("killed"), SILENT))
        .isEqualTo(last.model().weightsSha256());
    for (Segment segment : layout.segments()) {
      int[] before = bits(segment, values);
      int[] after = bits(segment, last.model().parameters());
      boolean isFrozen =
          List.of("0.weight", "0.bias", "1.weight", "1.bias", "3.bias").contains(segment.name());
      assertThat(Arrays.equals(after, before)).as(segment.name()).isEqualTo(isFrozen);
    }
  }

  @Test
  void beginsWithTheWeightsButForANewHead() {
    ConvoyConfig config = config(pretrained, NO_HEAD);
    float[] random = new float[layout.size()];
    Arrays.fill(random, 9);

    float[] start = start(config, layout);

    for (Segment segment : layout.segments()) {
      float[] expected = segment.name().startsWith("6.") ? random : values;
      assertThat(bits(segment, start)).as(segment.name()).isEqualTo(bits(segment, expected));
    }
  }

  @Test
  void listsAllThatDoesNotFitAtOnce() throws IOException {
    Map<String, Tensor> tensors = new HashMap<>(StateDict.of(layout, values));
    tensors.remove("1.bias");
    tensors.put("3.weight", Tensor.ofFloats(new float[2], 2));
    tensors.put("fc.weight", Tensor.ofFloats(new float[2], 2));
    ConvoyConfig config = config("model.pretrained=" + write(tensors), NO_HEAD);

    assertThatThrownBy(() -> Pretrained.of(config, describe(config), new Configuration()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            config.model().pretrained().orElseThrow().resolve()
                + """
                : does not fit the network:
                  missing 1.bias
                  3.weight has shape [2], expected [3, 4, 3, 3]
                  unexpected fc.weight""");
  }

  @Test
  void saysHowToGetAnotherHead() throws IOException {
    Map<String, Tensor> tensors = new HashMap<>(StateDict.of(layout, values));
    tensors.put("6.bias", Tensor.ofFloats(new float[1000], 1000));
    ConvoyConfig config = config("model.pretrained=" + write(tensors));

    assertThatThrownBy(() -> Pretrained.of(config, describe(config), new Configuration()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("6.bias has shape [1000], expected [4]")
        .hasMessageContaining(
            "Only the classifier differs: set model.replaceHead = true to begin with a new one.");
  }

  /** One file with both, as timm's and torchvision's scripts keep them. */
  @Test
  void theAverageIsTakenWhereItIsChosen() throws IOException {
    Map<String, Tensor> both = new HashMap<>();
    float[] averaged = values.clone();
    averaged[0] = 5;
    StateDict.of(layout, values).forEach((name, tensor) -> both.put("model." + name, tensor));
    StateDict.of(layout, averaged)
        .forEach((name, tensor) -> both.put("model_ema.module." + name, tensor));
    String file = "model.pretrained=" + write(both);

    assertThat(start(config(file), layout)).isEqualTo(values);
    assertThat(start(config(file, "model.pretrainedWeights=raw"), layout)).isEqualTo(values);
    assertThat(start(config(file, AVERAGE), layout)).isEqualTo(averaged);
    write(StateDict.of(layout, values));
    assertThatThrownBy(() -> start(config(pretrained, AVERAGE), layout))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("no averaged weights (EMA) of the network are in it");
    assertThatThrownBy(() -> config(AVERAGE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "model.pretrainedWeights = \"ema\": needs model.pretrained, the file they");
  }

  @Test
  void auxiliaryClassifiersHaveHeadsToo() throws IOException {
    ParameterLayout seven = googlenet("googlenet_aux", 7);
    float[] loaded = new float[seven.size()];
    Arrays.fill(loaded, 1);
    Path file = write(StateDict.of(seven, loaded));

    ParameterLayout four = googlenet("googlenet_aux", 4);
    float[] start = start(networkConfig("googlenet_aux", file, NO_HEAD), four);
    for (Segment segment : four.segments()) {
      boolean isNew = segment.name().matches("(fc|aux1\\.fc2|aux2\\.fc2)\\.(weight|bias)");
      assertThat(start[segment.offset()]).as(segment.name()).isEqualTo(isNew ? 9 : 1);
    }
  }

  @Test
  void auxiliaryClassifiersAreLeftOutOrMissing() throws IOException {
    ParameterLayout with = googlenet("googlenet_aux", 4);
    ParameterLayout without = googlenet("googlenet", 4);
    Path file = write(StateDict.of(with, new float[with.size()]));
    assertThat(start(networkConfig("googlenet", file), without)).containsOnly(0);

    write(StateDict.of(without, new float[without.size()]));
    assertThatThrownBy(() -> start(networkConfig("googlenet_aux", file), with))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "has the tensors of googlenet, not of googlenet_aux: set model.name = googlenet, or give"
                + " weights of googlenet_aux");
  }

  /** With a head for other classes, and under a prefix. */
  @Test
  void namesTheNetworkThatTheWeightsAreOf() throws IOException {
    ParameterLayout other =
        ParameterLayout.of(ModelZoo.configuration(new Architecture("resnet34", 7, 1, 32, 32)));
    Map<String, Tensor> tensors = new HashMap<>();
    StateDict.of(other, new float[other.size()])
        .forEach((name, tensor) -> tensors.put("module." + name, tensor));
    Path file = write(tensors);

    for (String[] settings : new String[][] {{}, {NO_HEAD}}) {
      ConvoyConfig config = networkConfig("resnet18", file, settings);
      assertThatThrownBy(() -> Pretrained.of(config, describe(config), new Configuration()))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "1 problem in the configuration:\n  model.pretrained: %s has the tensors of resnet34, not"
                      .formatted(file)
                  + " of resnet18: set model.name = resnet34, or give weights of resnet18");
    }
  }

  @Test
  void weightsOfNoNetworkThatIsKnownAreToldInALine() throws IOException {
    Path file = write(Map.of("blocks.0.weight", Tensor.ofFloats(new float[2], 2)));
    ConvoyConfig config = networkConfig("resnet18", file);

    assertThatThrownBy(() -> Pretrained.of(config, describe(config), new Configuration()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "has no tensor named as those of resnet18 are, nor fits another network of the zoo;"
                + " convoy inspect --tensors lists what it has");
  }

  /** What a training begins with where 9 is what is random. */
  /** Before the run folder has anything of it. */
  @Test
  void refusesValuesThatAreNotFinite() throws IOException {
    values[2] = Float.NaN;
    ConvoyConfig config = config("model.pretrained=" + write(StateDict.of(layout, values)));

    assertThatThrownBy(() -> Pretrained.of(config, describe(config), new Configuration()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith(
            "has NaN at element 2; the training it comes from diverged, or the file is damaged");
  }

  private static float[] start(ConvoyConfig config, ParameterLayout of) {
    float[] random = new float[of.size()];
    Arrays.fill(random, 9);
    Pretrained.of(config, describe(config), new Configuration()).putInto(random, of);
    return random;
  }

  private static ParameterLayout googlenet(String name, int numClasses) {
    return ParameterLayout.of(
        ModelZoo.configuration(new Architecture(name, numClasses, 1, 32, 32)));
  }

  private static ConvoyConfig networkConfig(String name, Path pretrained, String... settings) {
    List<String> all = new ArrayList<>(List.of("model.name=" + name));
    all.add("model.numClasses=4");
    all.add("model.pretrained=" + pretrained);
    all.add("data.transforms={train=[{resize {size=32}}],validation=[{resize {size=32}}]}");
    all.addAll(List.of(settings));
    return ConvoyConfig.parse("test.conf", "data.path = squares", all);
  }

  @Test
  void theFingerprintIsThatOfTheTensors() throws IOException {
    ConvoyConfig config = config(pretrained);
    ModelDescription model = describe(config);
    String before = fingerprint(config, model);
    write(StateDict.of(layout, values));
    assertThat(fingerprint(config, model)).isEqualTo(before);

    values[0] = 1;
    write(StateDict.of(layout, values));
    assertThat(fingerprint(config, model)).isNotEqualTo(before);
    assertThat(Pretrained.of(config(), model, new Configuration()).fingerprint()).isEmpty();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> config(NO_HEAD))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("needs model.pretrained, the weights whose head is replaced");
    ConvoyConfig nowhere = config("model.pretrained=" + folder.resolve("none.pth"));
    assertThatThrownBy(() -> Pretrained.of(nowhere, describe(nowhere), new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("none.pth cannot be read: File");
    assertThatThrownBy(() -> describe(config("model.freeze=[conv1.weight]")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "model.freeze: No parameter matches \"conv1.weight\"; nearest are [1.weight,");
  }

  private static String fingerprint(ConvoyConfig config, ModelDescription model) {
    return Pretrained.of(config, model, new Configuration()).fingerprint().get("pretrained");
  }

  private static TrainingListener killedInSecondEpoch() {
    return new TrainingListener() {
      @Override
      public void roundFinished(TrainingState state, RoundMetrics round) {
        if (state.epoch() == 1 && state.round() == 1) {
          throw new IllegalStateException("killed");
        }
      }
    };
  }

  private static ConvoyConfig config(String... settings) {
    List<String> all = new ArrayList<>(List.of(BLOCKS, "model.numClasses=4"));
    all.addAll(List.of(settings));
    return ConvoyConfig.parse("test.conf", "data.path = squares", all);
  }

  private static ModelDescription describe(ConvoyConfig config) {
    return Models.describe(config, new SquaresDataset(8));
  }

  private Path write(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("pretrained.safetensors");
    try (OutputStream output = Files.newOutputStream(file)) {
      new Safetensors(tensors, Map.of()).write(output);
    }

    return file;
  }

  private static int[] bits(Segment segment, float[] flat) {
    int[] bits = new int[segment.length()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(flat[segment.offset() + i]);
    }

    return bits;
  }
}
