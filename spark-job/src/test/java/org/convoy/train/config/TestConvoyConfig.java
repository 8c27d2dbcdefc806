package org.convoy.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.model.LayerList;
import org.convoy.train.sync.ParameterAveraging.OptimizerStateRule;
import org.junit.jupiter.api.Test;

class TestConvoyConfig {
  private static final String MINIMAL = "data.path = /data/fashion-mnist";

  private static final String COMPLETE =
      """
      seed = 7
      epochs = 90
      workers = 3
      batchSize = 32
      data {
        kind = idx
        path = "hdfs://host:9000/data set"
        classes = [cat, dog, ship]
        partitions = 12
        dropLast = true
        normalize { mean = [0.485, 0.456], std = [0.229, 1e-3] }
      }
      model { name = resnet20, numClasses = 3 }
      optimizer {
        name = sgd
        learningRate = 0.1
        momentum = 0.5
        dampening = 0.25
        nesterov = true
        weightDecay = 1e-4
      }
      schedule {
        name = step
        stepSize = 30
        gamma = 0.2
        minLearningRate = 1e-6
        unit = step
        warmupEpochs = 5
      }
      sync { strategy = average, every = 20, optimizerState = reset }
      checkpoint { everyRounds = 100, keepLast = 2 }
      validation { batchSize = 128 }
      kernels { backend = onednn, isa = avx512-core }
      """;

  private static ConvoyConfig parse(String text, String... overrides) {
    return ConvoyConfig.parse("test.conf", text, List.of(overrides));
  }

  @Test
  void defaults() {
    ConvoyConfig expected =
        new ConvoyConfig(
            42,
            10,
            2,
            64,
            new DataConfig(
                DataConfig.Kind.IDX,
                "/data/fashion-mnist",
                List.of(),
                8,
                false,
                new NormalizeConfig(List.of(), List.of())),
            new ModelConfig("lenet5", 10),
            new OptimizerConfig(OptimizerConfig.Name.SGD, 0.05, 0.9, 0, false, 5e-4),
            new ScheduleConfig(
                ScheduleConfig.Name.COSINE, Optional.empty(), 0.1, 0, ScheduleConfig.Unit.EPOCH, 0),
            new SyncConfig(SyncConfig.Strategy.AVERAGE, 10, OptimizerStateRule.AVERAGE),
            new CheckpointConfig(0, 3),
            new ValidationConfig(256),
            new KernelConfig(Backend.AUTO, Isa.AUTO));

    assertThat(parse(MINIMAL)).isEqualTo(expected);
  }

  @Test
  void everyKeyIsMapped() {
    ConvoyConfig expected =
        new ConvoyConfig(
            7,
            90,
            3,
            32,
            new DataConfig(
                DataConfig.Kind.IDX,
                "hdfs://host:9000/data set",
                List.of("cat", "dog", "ship"),
                12,
                true,
                new NormalizeConfig(List.of(0.485, 0.456), List.of(0.229, 0.001))),
            new ModelConfig("resnet20", 3),
            new OptimizerConfig(OptimizerConfig.Name.SGD, 0.1, 0.5, 0, true, 1e-4),
            new ScheduleConfig(
                ScheduleConfig.Name.STEP, Optional.of(30), 0.2, 1e-6, ScheduleConfig.Unit.STEP, 5),
            new SyncConfig(SyncConfig.Strategy.AVERAGE, 20, OptimizerStateRule.RESET),
            new CheckpointConfig(100, 2),
            new ValidationConfig(128),
            new KernelConfig(Backend.ONEDNN, Isa.AVX512_CORE));

    assertThat(parse(COMPLETE, "optimizer.dampening=0")).isEqualTo(expected);
    assertThat(parse(COMPLETE, "optimizer.nesterov=false").optimizer())
        .isEqualTo(new OptimizerConfig(OptimizerConfig.Name.SGD, 0.1, 0.5, 0.25, false, 1e-4));
  }

  /** Keeps the text above complete: it fails for a new key that is not set there. */
  @Test
  void everyKeyIsSetAwayFromItsDefault() {
    Config complete = ConfigFactory.parseString(COMPLETE);
    assertThat(ConvoyConfig.SCHEMA.all())
        .filteredOn(KeyEntry.class::isInstance)
        .map(KeyEntry.class::cast)
        .filteredOn(key -> !key.type().equals(new LayerListType())) // It excludes model.name.
        .allSatisfy(
            key -> {
              assertThat(complete.hasPath(key.path())).as(key.path()).isTrue();
              Optional<Object> value =
                  key.type()
                      .read(complete.getValue(key.path()), problem -> assertThat(problem).isNull());
              boolean noOther =
                  key.type() instanceof ScalarTypes.Choice choice
                      && choice.type().getEnumConstants().length == 1;
              if (!noOther) {
                assertThat(value.map(key::asComponent))
                    .as(key.path())
                    .isNotEqualTo(Optional.of(key.defaultValue()));
              }
            });
  }

  @Test
  void commandLineWinsOverFileAndTheLastSettingOverTheOnesBefore() {
    ConvoyConfig config =
        parse(MINIMAL + "\nsync.every = 20\nepochs = 3", "sync.every=30", "sync.every=40");

    assertThat(config.sync().every()).isEqualTo(40);
    assertThat(config.epochs()).isEqualTo(3);
    assertThat(config.workers()).isEqualTo(2);
  }

  @Test
  void stringsOnTheCommandLineNeedNoQuotes() {
    assertThat(parse("", "data.path=hdfs://host:9000/a b#c").data().path())
        .isEqualTo("hdfs://host:9000/a b#c");
    assertThat(parse("", "data.path=\"in quotes\"").data().path()).isEqualTo("in quotes");
    assertThat(parse("", "data.path=a=b").data().path()).isEqualTo("a=b");
  }

  @Test
  void listsAndSectionsOnTheCommandLineAreHocon() {
    ConvoyConfig config =
        parse(MINIMAL, "data.normalize.mean=[0.5, 0.25]", "data.normalize={std=[1,2]}");

    assertThat(config.data().normalize())
        .isEqualTo(new NormalizeConfig(List.of(0.5, 0.25), List.of(1.0, 2.0)));
  }

  @Test
  void nullTakesTheFilesValueBack() {
    String file = MINIMAL + "\nepochs = 3\nschedule.stepSize = 5";
    ConvoyConfig config = parse(file, "epochs=null", "schedule.stepSize=null");

    assertThat(config.epochs()).isEqualTo(10);
    assertThat(config.schedule().stepSize()).isEmpty();
  }

  @Test
  void wholeNumbersMayBeWrittenAsDecimals() {
    assertThat(parse(MINIMAL, "seed=1e3", "epochs=4.0").seed()).isEqualTo(1000);
    assertThat(parse(MINIMAL, "seed=-9223372036854775808").seed()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void substitutionsSeeTheCommandLineAndTheEnvironment() {
    String file = "data.path = ${PATH}\nschedule.stepSize = ${epochs}\nseed = ${?NO_SUCH_SEED}";
    ConvoyConfig config = parse(file, "epochs=6");

    assertThat(config.data().path()).isEqualTo(System.getenv("PATH"));
    assertThat(config.schedule().stepSize()).contains(6);
    assertThat(config.seed()).isEqualTo(42);
  }

  @Test
  void renderedConfigurationReadsBackAsAnEqualOne() {
    ConvoyConfig minimal = parse(MINIMAL, "data.path=a \"quoted\" ${path}\\\n# of lines");
    ConvoyConfig complete = parse(COMPLETE, "optimizer.dampening=0");

    assertThat(parse(minimal.render())).isEqualTo(minimal);
    assertThat(parse(complete.render())).isEqualTo(complete);
  }

  @Test
  void rendersEveryKeyInTheOrderOfTheReference() {
    assertThat(parse(MINIMAL).render())
        .isEqualTo(
            """
            seed = 42
            epochs = 10
            workers = 2
            batchSize = 64
            data {
              kind = idx
              path = "/data/fashion-mnist"
              classes = []
              partitions = 8
              dropLast = false
              normalize {
                mean = []
                std = []
              }
            }
            model {
              name = "lenet5"
              numClasses = 10
              layers = []
            }
            optimizer {
              name = sgd
              learningRate = 0.05
              momentum = 0.9
              dampening = 0
              nesterov = false
              weightDecay = 0.0005
            }
            schedule {
              name = cosine
              gamma = 0.1
              minLearningRate = 0
              unit = epoch
              warmupEpochs = 0
            }
            sync {
              strategy = average
              every = 10
              optimizerState = average
            }
            checkpoint {
              everyRounds = 0
              keepLast = 3
            }
            validation {
              batchSize = 256
            }
            kernels {
              backend = auto
              isa = auto
            }
            """);
  }

  @Test
  void modelsAreListsOfLayersToo() {
    ConvoyConfig config =
        parse(
            MINIMAL
                + """

                model.layers = [
                  {name = conv1, conv2d {out = 6, kernel = [3, 5], bias = false}}
                  relu
                  {residual {body = [{conv2d {out = 6, kernel = 1}}, batchNorm2d]}}
                  flatten, {linear.out = 10}
                ]
                """);
    LayerList expected =
        LayerList.of(
            List.of(
                Map.of(
                    "name",
                    "conv1",
                    "conv2d",
                    Map.of("out", 6, "kernel", List.of(3, 5), "bias", false)),
                "relu",
                Map.of(
                    "residual",
                    Map.of(
                        "body",
                        List.of(Map.of("conv2d", Map.of("out", 6, "kernel", 1)), "batchNorm2d"))),
                "flatten",
                Map.of("linear", Map.of("out", 10))));

    assertThat(config.model()).isEqualTo(new ModelConfig("lenet5", 10, expected));
    assertThat(parse(config.render())).isEqualTo(config);
    assertThat(parse(MINIMAL, "model.layers=" + expected.toJson()).model().layers())
        .isEqualTo(expected);
  }

  @Test
  void differencesNameKeysAndBothValues() {
    ConvoyConfig config = parse(MINIMAL);
    ConvoyConfig other =
        parse(MINIMAL, "sync.every=20", "seed=1", "schedule.stepSize=9", "data.path=/other");

    assertThat(config.differences(config)).isEmpty();
    assertThat(config.differences(other))
        .map(Difference::toString)
        .containsExactly(
            "seed: 42 instead of 1",
            "data.path: \"/data/fashion-mnist\" instead of \"/other\"",
            "schedule.stepSize: unset instead of 9",
            "sync.every: 10 instead of 20");
  }

  @Test
  void sha256DependsOnTheValuesAlone() {
    String reordered = "epochs = 10.0\n# the same\ndata { path = \"/data/fashion-mnist\" }";

    assertThat(parse(MINIMAL).sha256())
        .matches("[0-9a-f]{64}")
        .isEqualTo(parse(reordered).sha256())
        .isNotEqualTo(parse(MINIMAL, "epochs=11").sha256());
  }
}
