package org.convoy.sweep;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.state.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestSweepConfig {
  private static final String RANDOM =
      """
      config = base.conf
      parameters {
        optimizer { learningRate { logUniform = [0.001, 1] }, momentum { uniform = [0, 0.9] } }
        "sync.every" { integer = [1, 50] }
        optimizer.name = [sgd, adamw]
      }
      """;

  private static SweepConfig parse(String text, String... overrides) {
    return SweepConfig.parse("sweep.conf", text, List.of(overrides), IncludedFiles.LOCAL);
  }

  @Test
  void defaults() {
    SweepConfig config = parse(RANDOM);

    assertThat(config.method()).isEqualTo(SweepConfig.Method.RANDOM);
    assertThat(config.seed()).isEqualTo(42);
    assertThat(config.metric()).isEqualTo(Metric.VALIDATION_ACCURACY);
    assertThat(config.settings()).isEmpty();
    assertThat(config.toTrials()).hasSize(16);
    assertThat(parse(RANDOM, "method=halving").reduction()).contains(3);
    assertThat(parse(RANDOM, "method=halving").minEpochs()).contains(1);
  }

  @Test
  void drawsFromEachRange() {
    List<Trial> trials = parse(RANDOM, "trials=200").toTrials();

    assertThat(trials).hasSize(200);
    assertThat(trials.get(199).name()).isEqualTo("trial-200");
    for (Trial trial : trials) {
      Map<String, String> settings = trial.settings();
      assertThat(Double.parseDouble(settings.get("optimizer.learningRate"))).isBetween(0.001, 1.0);
      assertThat(Double.parseDouble(settings.get("optimizer.momentum"))).isBetween(0.0, 0.9);
      assertThat(Integer.parseInt(settings.get("sync.every"))).isBetween(1, 50);
      assertThat(settings.get("optimizer.name")).isIn("\"sgd\"", "\"adamw\"");
    }

    assertThat(trials)
        .filteredOn(
            trial -> Double.parseDouble(trial.settings().get("optimizer.learningRate")) < 0.0316)
        .as("logarithms are uniform: half of them are below the middle one")
        .hasSizeBetween(80, 120);
  }

  @Test
  void moreTrialsBeginWithTheSame() {
    assertThat(parse(RANDOM, "trials=20").toTrials())
        .startsWith(parse(RANDOM, "trials=5").toTrials().toArray(Trial[]::new));
    assertThat(parse(RANDOM, "seed=43").toTrials()).isNotEqualTo(parse(RANDOM).toTrials());
  }

  @Test
  void aGridHasAllCombinations() {
    List<Trial> trials =
        parse("config = a, method = grid, parameters { batchSize = [32, 64], seed = [1, 2, 3] }")
            .toTrials();

    assertThat(trials)
        .extracting(Trial::overrides)
        .containsExactly(
            List.of("batchSize=32", "seed=1"),
            List.of("batchSize=32", "seed=2"),
            List.of("batchSize=32", "seed=3"),
            List.of("batchSize=64", "seed=1"),
            List.of("batchSize=64", "seed=2"),
            List.of("batchSize=64", "seed=3"));
  }

  @Test
  void aGridMayBeLargeWhereFewOfItAreTried() {
    String values = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    String grid =
        IntStream.range(0, 20)
            .mapToObj(key -> "k%02d = %s".formatted(key, values))
            .collect(joining(", ", "config = a, method = grid, parameters {", "}"));

    assertThat(parse(grid, "trials=11").toTrials().get(10).settings())
        .containsEntry("k17", "0")
        .containsEntry("k18", "1")
        .containsEntry("k19", "0");
    assertThatThrownBy(() -> parse(grid))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a grid of 9223372036854775807 trials, above 10000; say how many");
  }

  @Test
  void noTwoTrialsAreEqual() {
    assertThat(parse("config = a, parameters { batchSize = [32, 64] }").toTrials()).hasSize(2);
  }

  @Test
  void valuesCanBeListsAndSections() {
    List<Trial> trials =
        parse(
                """
                config = a
                method = grid
                parameters.data.transforms.train = [[{randomCrop {size = 32}}], []]
                """)
            .toTrials();

    assertThat(trials)
        .extracting(Trial::overrides)
        .containsExactly(
            List.of("data.transforms.train=[{\"randomCrop\"={\"size\"=32}}]"),
            List.of("data.transforms.train=[]"));
  }

  @Test
  void readsWhatItWrites() {
    SweepConfig config = parse(RANDOM, "method=halving", "settings=[\"epochs=9\"]");

    assertThat(parse(config.render()).render()).isEqualTo(config.render());
    assertThat(parse(config.render()).toTrials()).isEqualTo(config.toTrials());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method=grid | a grid needs a list of values of optimizer.learningRate",
        "minEpochs=2 | has no effect without method = halving",
        "parameters.a=[] | a: a list of values that are tried must not be empty",
        "parameters.a=5 | a = 5: expected [value, …], {uniform = [least, most]}",
        "parameters.a={uniform=[2,1]} | a = {\"uniform\":[2,1]}: expected [value, …]",
        "parameters.a={logUniform=[0,1]} | a: logUniform needs numbers above 0, got 0",
        "parameters.a={integer=[0.5,2]} | a: integer needs whole numbers, got 0.5 and 2",
        "parameters.a={integer=[0,9007199254740993]} | a: integer needs whole numbers, got 0 and 9007199254740993",
        "trials=0 | must be from 1 to 10000",
        "metric=accuracy | validation-accuracy",
        "config=null | sweep.conf: config: required key is missing",
        "parameters=null | sweep.conf: parameters: required key is missing",
      })
  void saysWhatIsWrong(String setting, String message) {
    assertThatThrownBy(() -> parse(RANDOM, setting))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
