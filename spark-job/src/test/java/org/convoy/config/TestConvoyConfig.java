package org.convoy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.config.LossFunction.CrossEntropyConfig;
import org.convoy.config.OptimizerRule.RmsPropConfig;
import org.convoy.config.OptimizerRule.SgdConfig;
import org.convoy.config.ScheduleRule.CosineConfig;
import org.convoy.config.ScheduleRule.MultiStepConfig;
import org.convoy.config.StrategyConfig.AverageConfig;
import org.convoy.config.SyncConfig.PostLocalConfig;
import org.convoy.config.SyncConfig.QuadraticConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.KeyEntry;
import org.convoy.data.Split;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.prepare.MaxBad;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource.Cifar100Labels;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.model.LayerList;
import org.convoy.state.Metric;
import org.convoy.state.Objective;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.junit.jupiter.api.Test;

class TestConvoyConfig {
  private static final String MINIMAL = "data.path = /data/fashion-mnist";

  private static final String COMPLETE =
      """
      seed = 7
      epochs = 90
      workers = 3
      batchSize = 32
      accumulate = 4
      maxHours = 1.5
      data {
        kind = idx
        path = "hdfs://host:9000/data set"
        classes = [cat, dog, ship]
        partitions = 12
        shuffle = chunks
        chunkSize = 512
        dropLast = true
        cifar100Labels = coarse
        validationFraction = 0.1
        split { train = fit, test = hold-out }
        color = gray
        scaledDecoding = false
        maxPixels = 1000000
        maxBad = 0.5%
        deepGray = scale
        transforms {
          train = [{randomCrop {padding = 4, size = 32}}, randomHorizontalFlip]
          validation = [{centerCrop {size = [32, 32]}}]
        }
        normalize { mean = [0.485, 0.456], std = [0.229, 1e-3] }
      }
      model { name = resnet20, numClasses = 3, init = normal, initMean = 0.1, initStd = 0.02 }
      loss { name = cross-entropy, labelSmoothing = 0.1, classWeights = [1, 2, 0.5], ignoreIndex = 2 }
      optimizer {
        name = sgd
        learningRate = 0.1
        momentum = 0.5
        dampening = 0.25
        nesterov = true
        weightDecay = 1e-4
        decayBiasAndNorm = false
        l1 = 1e-5
        l2 = 1e-6
        clip { norm = 5 }
      }
      schedule {
        name = step
        interval = step
        warmupEpochs = 5
        stepSize = 30
        gamma = 0.2
      }
      sync {
        strategy = average
        every = 20
        optimizerState = reset
        compress = fp16
        transport = job
        timeoutSeconds = 60
      }
      ema { decay = 0.99, everySteps = 32, adjust = true }
      checkpoint {
        everyRounds = 100
        keepLast = 2
        keepBest = 4
        bestMetric = train-loss
        bestMode = max
        retryMinutes = 2.5
      }
      earlyStopping { patience = 3, metric = train-loss, mode = max, minDelta = 0.01 }
      validation { batchSize = 128 }
      kernels { backend = onednn, isa = avx512-core-bf16, precision = bf16 }
      tracking { tensorboard = false, tensorboardDetails = true, report = brief , mlflow { uri = "http://mlflow:5000", experiment = photographs } }
      """;

  /** What has to be set instead of something above, for the keys that are not there. */
  private static final List<String> OTHERS =
      List.of(
          "data { split { validation = dev } }",
          "swa { startEpoch = 5, learningRate = 0.05, annealEpochs = 3, annealing = linear }",
          "model { init = constant, initValue = 0.5 }",
          "model { pretrained = resnet18.pth, replaceHead = true, freeze = [\"conv1.*\", bn1.bias]"
              + ", pretrainedWeights = ema }",
          "model { init = uniform, initLow = -0.1, initHigh = 0.1 }",
          "model { init = xavier-uniform, initGain = 2 }",
          """
          model {
            init = kaiming-normal
            initMode = fan-out
            initNonlinearity = leaky-relu
            initNegativeSlope = 0.2
          }
          """,
          "loss { name = smooth-l1, beta = 0.5 }",
          "loss { name = binary-cross-entropy, targetThreshold = 0.2, sumClasses = true }",
          "loss { name = huber, delta = 2, reduction = sum }",
          "loss { name = l1 }",
          "loss { name = mse }",
          "optimizer.groups = [{match = [\"fc.*\"], learningRateScale = 0.1, weightDecay = 0.5}]",
          "optimizer { name = adam, betas = [0.8, 0.99], eps = 1e-5, amsgrad = true }",
          "optimizer { name = nadam, momentumDecay = 0.01, clip.value = 0.1 }",
          "optimizer { name = adagrad, lrDecay = 0.1, initialAccumulatorValue = 0.5 }",
          "optimizer { name = adadelta, rho = 0.8 }",
          "optimizer { name = rmsprop, alpha = 0.9, centered = true }",
          "sync { every = 5, postLocal.epoch = 3 }",
          "sync { every = 5, postLocal.fraction = 0.3 }",
          """
          sync {
            strategy = slowmo
            optimizerState = local
            qsr.coefficient = 0.2
            outer { learningRate = 0.6, momentum = 0.8, nesterov = true }
          }
          """,
          "schedule { name = constant, factor = 0.5, totalIters = 3 }",
          "schedule { name = multi-step, milestones = [3, 6] }",
          "schedule { name = cosine, tMax = 7, etaMin = 0.001 }",
          "schedule { name = cosine-warm-restarts, t0 = 3, tMult = 2 }",
          "schedule { name = linear, startFactor = 0.1, endFactor = 0.9 }",
          "schedule { name = polynomial, power = 2 }",
          """
          schedule {
            name = one-cycle
            maxLr = 0.5
            totalSteps = 5000
            pctStart = 0.4
            annealStrategy = linear
            divFactor = 10
            finalDivFactor = 100
            threePhase = true
            cycleMomentum = true
            baseMomentum = 0.8
            maxMomentum = 0.9
          }
          """,
          """
          schedule {
            name = reduce-on-plateau
            mode = max
            patience = 2
            threshold = 0.01
            thresholdMode = abs
            cooldown = 1
            minLr = 1e-5
            eps = 1e-9
          }
          """);

  private static ConvoyConfig parse(String text, String... overrides) {
    return ConvoyConfig.parse("test.conf", text, List.of(overrides));
  }

  private static final String SGD =
      """
      optimizer {
        name = sgd
        learningRate = 0.05
        weightDecay = 5e-4
        decayBiasAndNorm = true
        l1 = 0
        l2 = 0
        momentum = 0.9
        dampening = 0
        nesterov = false
      }
      """;

  private static final String COSINE =
      "schedule { name = cosine, interval = epoch, warmupEpochs = 0, etaMin = 0 }";

  private static SyncConfig averaging(
      int every,
      OptimizerStateRule optimizerState,
      SyncConfig.Compression compress,
      SyncConfig.Transport transport,
      int timeoutSeconds) {
    return new SyncConfig(
        every,
        new AverageConfig(optimizerState),
        compress,
        new PostLocalConfig(Optional.empty(), Optional.empty()),
        new QuadraticConfig(Optional.empty()),
        transport,
        timeoutSeconds);
  }

  @Test
  void defaults() {
    ConvoyConfig expected =
        new ConvoyConfig(
            42,
            10,
            2,
            64,
            1,
            Optional.empty(),
            new DataConfig(
                Optional.empty(),
                Optional.of(new Location("/data/fashion-mnist")),
                List.of(),
                Cifar100Labels.FINE,
                Optional.empty(),
                new SplitConfig(Optional.empty(), Optional.empty(), Optional.empty()),
                DataConfig.Color.AUTO,
                8,
                DataConfig.Shuffle.AUTO,
                Optional.empty(),
                false,
                true,
                178_956_970,
                Optional.empty(),
                DeepGray.CLIP,
                new TransformsConfig(List.of(), List.of()),
                new NormalizeConfig(List.of(), List.of())),
            ModelConfig.of("lenet5"),
            new LossConfig(
                new CrossEntropyConfig(0, Optional.empty(), Optional.empty()), Reduction.MEAN),
            parse(MINIMAL + "\n" + SGD).optimizer(),
            parse(MINIMAL + "\n" + COSINE).schedule(),
            averaging(
                10,
                OptimizerStateRule.AVERAGE,
                SyncConfig.Compression.NONE,
                SyncConfig.Transport.AUTO,
                1800),
            new ConvoyConfig.EmaConfig(Optional.empty(), Optional.empty(), Optional.empty()),
            new ConvoyConfig.SwaConfig(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            new CheckpointConfig(0, 3, 1, Metric.VALIDATION_ACCURACY, Optional.empty(), 10),
            new EarlyStoppingConfig(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            new ConvoyConfig.ValidationConfig(Optional.empty()),
            new KernelConfig(Backend.AUTO, Isa.AUTO, Precision.F32),
            new TrackingConfig(
                true,
                false,
                TrackingConfig.Report.FULL,
                new TrackingConfig.MlflowConfig(Optional.empty(), "convoy")));

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
            4,
            Optional.of(1.5),
            new DataConfig(
                Optional.of(DatasetKind.IDX),
                Optional.of(new Location("hdfs://host:9000/data set")),
                List.of("cat", "dog", "ship"),
                Cifar100Labels.COARSE,
                Optional.of(0.1),
                new SplitConfig(Optional.of("fit"), Optional.empty(), Optional.of("hold-out")),
                DataConfig.Color.GRAY,
                12,
                DataConfig.Shuffle.CHUNKS,
                Optional.of(512),
                true,
                false,
                1_000_000,
                Optional.of(MaxBad.parse("0.5%")),
                DeepGray.SCALE,
                new TransformsConfig(
                    List.of(
                        new Call("randomCrop", Map.of("padding", 4, "size", 32)),
                        new Call("randomHorizontalFlip", Map.of())),
                    List.of(new Call("centerCrop", Map.of("size", List.of(32, 32))))),
                new NormalizeConfig(List.of(0.485, 0.456), List.of(0.229, 0.001))),
            parse(COMPLETE, "optimizer.dampening=0").model(),
            new LossConfig(
                new CrossEntropyConfig(
                    0.1, Optional.of(new ClassWeights(List.of(1.0, 2.0, 0.5))), Optional.of(2)),
                Reduction.MEAN),
            parse(COMPLETE, "optimizer.dampening=0").optimizer(),
            parse(COMPLETE, "optimizer.dampening=0").schedule(),
            averaging(
                20,
                OptimizerStateRule.RESET,
                SyncConfig.Compression.FP16,
                SyncConfig.Transport.JOB,
                60),
            new ConvoyConfig.EmaConfig(Optional.of(0.99), Optional.of(32), Optional.of(true)),
            new ConvoyConfig.SwaConfig(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            new CheckpointConfig(
                100, 2, 4, Metric.TRAIN_LOSS, Optional.of(Objective.Mode.MAX), 2.5),
            new EarlyStoppingConfig(
                Optional.of(3),
                Optional.of(Metric.TRAIN_LOSS),
                Optional.of(Objective.Mode.MAX),
                Optional.of(0.01)),
            new ConvoyConfig.ValidationConfig(Optional.of(128)),
            new KernelConfig(Backend.ONEDNN, Isa.AVX512_CORE_BF16, Precision.BF16),
            new TrackingConfig(
                false,
                true,
                TrackingConfig.Report.BRIEF,
                new TrackingConfig.MlflowConfig(Optional.of("http://mlflow:5000"), "photographs")));

    assertThat(parse(COMPLETE, "optimizer.dampening=0")).isEqualTo(expected);
    assertThat(expected.model().name()).isEqualTo("resnet20");
    assertThat(expected.model().numClasses()).contains(3);
    assertThat(parse(COMPLETE, "optimizer.nesterov=false").optimizer().rule())
        .isEqualTo(new SgdConfig(0.5, 0.25, false));
  }

  /** Sections with keys that exclude each other: each key arrives under its own name. */
  @Test
  void everyKeyOfEveryChoiceIsMapped() {
    for (String other : OTHERS) {
      Config set = ConfigFactory.parseString(other);
      String rendered = parse(MINIMAL + "\n" + other).render();

      assertThat(ConfigFactory.parseString(rendered).entrySet()).containsAll(set.entrySet());
    }
  }

  /** Keeps the texts above complete: it fails for a new key that is not set there. */
  @Test
  void everyKeyIsSetAwayFromItsDefault() {
    Config complete = ConfigFactory.parseString(COMPLETE);
    for (String other : OTHERS) {
      complete = ConfigFactory.parseString(other).withFallback(complete);
    }

    assertSetAwayFromDefaults(complete);
  }

  private static void assertSetAwayFromDefaults(Config complete) {
    assertThat(ConvoyConfig.SCHEMA.keys())
        .filteredOn(key -> !key.name().equals("layers")) // It excludes model.name.
        .filteredOn(key -> !isSetAwayFromDefault(key, complete))
        .extracting(KeyEntry::path)
        .as("keys that are not in COMPLETE or OTHERS, or there with their default: add them")
        .isEmpty();
  }

  private static boolean isSetAwayFromDefault(KeyEntry key, Config complete) {
    if (!complete.hasPath(key.path())) {
      return false;
    }

    Optional<Object> value =
        key.type()
            .read(
                complete.getValue(key.path()).unwrapped(),
                "expected",
                problem -> assertThat(problem).isNull());
    boolean noOther = key.type().allowed().equals(key.defaultText());
    return noOther || !value.map(key::asComponent).equals(Optional.of(key.defaultValue()));
  }

  @Test
  void chunksHaveASize() {
    assertThat(parse(MINIMAL, "data.shuffle=chunks").data().chunkSize()).contains(256);
    assertThat(parse(MINIMAL, "data.shuffle=chunks", "data.chunkSize=1").data().chunkSize())
        .contains(1);
    assertThatThrownBy(() -> parse(MINIMAL, "data.chunkSize=512"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("data.chunkSize = 512: is a setting of data.shuffle = chunks");
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
  void locationsKeepTheNamesOfEnvironmentVariables() {
    String secret = System.getenv("PATH");
    ConvoyConfig config =
        parse(
            """
            data.path = "s3a://key:"${PATH}"@bucket/x y"
            data.split.validation = ${PATH}
            model { pretrained = ${PATH}/w.pth, name = ${PATH} }
            """);

    assertThat(config.data().location()).isEqualTo("s3a://key:" + secret + "@bucket/x y");
    assertThat(config.data().path().orElseThrow()).hasToString("s3a://key:${PATH}@bucket/x y");
    assertThat(config.data().split().names().of(Split.VALIDATION)).containsExactly(secret);
    assertThat(config.model().pretrained().orElseThrow().resolve()).isEqualTo(secret + "/w.pth");
    assertThat(config.model().name()).isEqualTo(secret);
    assertThat(config.render())
        .contains(
            "path = \"s3a://key:\"${PATH}\"@bucket/x y\"",
            "pretrained = ${PATH}\"/w.pth\"",
            "validation = ${PATH}\n");
    ConvoyConfig again = ConvoyConfig.parseRendered("again", config.render(), List.of());
    assertThat(again).isEqualTo(config);
    assertThat(again.sha256()).isEqualTo(config.sha256());
    assertThat(config.differences(again)).isEmpty();
    assertThat(config.with("epochs=3").data().path()).isEqualTo(config.data().path());
  }

  @Test
  void variablesOfLocationsAreNeededWhenTheyAreUsed() {
    ConvoyConfig config =
        ConvoyConfig.parseRendered("run", "data.path = ${NO_SUCH_VARIABLE}\"/x\"", List.of());

    assertThat(config.data().path().orElseThrow()).hasToString("${NO_SUCH_VARIABLE}/x");
    assertThatThrownBy(() -> config.data().location())
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "${NO_SUCH_VARIABLE}/x: the environment variable NO_SUCH_VARIABLE is not set; set it as"
                + " where the run was begun");
    assertThatThrownBy(() -> parse("data.path = ${NO_SUCH_VARIABLE}"))
        .hasMessageContaining("Could not resolve substitution to a value: ${NO_SUCH_VARIABLE}");
    assertThatThrownBy(
            () ->
                ConvoyConfig.parseRendered(
                    "run", MINIMAL + "\nepochs = ${NO_SUCH_VARIABLE}", List.of()))
        .hasMessageContaining("epochs = \"${NO_SUCH_VARIABLE}\": an environment variable is not");
  }

  @Test
  void nullTakesBackWhatTheFileSays() {
    String text =
        MINIMAL
            + """

            epochs = 3
            model { pretrained = a.pth, freeze = [fc] }
            sync.strategy = gradient
            data.split.test = none
            """;
    ConvoyConfig config =
        parse(
            text,
            "epochs=null",
            "model.pretrained=null",
            "model.freeze=null",
            "sync.strategy= null",
            "data.split.test=null");

    assertThat(config).isEqualTo(parse(MINIMAL));
    assertThat(parse(MINIMAL, "model.pretrained=\"null\"").model().pretrained())
        .contains(new Location("null"));
  }

  @Test
  void stringsOnTheCommandLineNeedNoQuotes() {
    assertThat(parse("", "data.path=hdfs://host:9000/a b#c").data().location())
        .isEqualTo("hdfs://host:9000/a b#c");
    assertThat(parse("", "data.path=\"in quotes\"").data().location()).isEqualTo("in quotes");
    assertThat(parse("", "data.path=a=b").data().location()).isEqualTo("a=b");
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
    String file = MINIMAL + "\nepochs = 3\nschedule.tMax = 5";
    ConvoyConfig config = parse(file, "epochs=null", "schedule.tMax=null");

    assertThat(config.epochs()).isEqualTo(10);
    assertThat(config.schedule().rule()).isEqualTo(new CosineConfig(Optional.empty(), 0));
  }

  @Test
  void formerNamesAreStillRead() {
    ConvoyConfig config = parse(MINIMAL, "schedule.unit=step", "schedule.minLearningRate=1e-3");

    assertThat(config.schedule())
        .isEqualTo(parse(MINIMAL, "schedule={interval=step,etaMin=1e-3}").schedule());
    assertThat(config.render())
        .contains("interval = step", "etaMin = 0.001")
        .doesNotContain("unit");
  }

  @Test
  void choicesMayBeWrittenAsInPyTorch() {
    for (String name : List.of("multi-step", "multi_step", "multiStep", "MultiStep")) {
      assertThat(
              parse(MINIMAL, "schedule.name=" + name, "schedule.milestones=[3]").schedule().rule())
          .isEqualTo(new MultiStepConfig(List.of(3), 0.1));
    }

    assertThat(parse(MINIMAL, "optimizer.name=RMSprop").optimizer().rule())
        .isInstanceOf(RmsPropConfig.class);
    assertThat(parse(MINIMAL, "model.init=kaimingNormal").model().init())
        .isInstanceOf(InitConfig.KaimingNormal.class);
  }

  @Test
  void wholeNumbersMayBeWrittenAsDecimals() {
    assertThat(parse(MINIMAL, "seed=1e3", "epochs=4.0").seed()).isEqualTo(1000);
    assertThat(parse(MINIMAL, "seed=-9223372036854775808").seed()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void substitutionsSeeTheCommandLineAndTheEnvironment() {
    String file = "data.path = ${PATH}\nschedule.tMax = ${epochs}\nseed = ${?NO_SUCH_SEED}";
    ConvoyConfig config = parse(file, "epochs=6");

    assertThat(config.data().location()).isEqualTo(System.getenv("PATH"));
    assertThat(config.schedule().rule()).isEqualTo(new CosineConfig(Optional.of(6), 0));
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
  void badImagesAreANumberOrAPercentage() {
    assertThat(parse(MINIMAL).data().allowedBad()).isEqualTo(MaxBad.NONE);
    assertThat(parse(MINIMAL, "data.maxBad=20").data().maxBad()).contains(MaxBad.parse("20"));
    ConvoyConfig share = parse(MINIMAL + "\ndata.maxBad = 0.5%");
    assertThat(share.data().maxBad()).contains(MaxBad.parse("0.5%"));
    assertThat(parse(share.render())).isEqualTo(share);
    assertThat(parse(MINIMAL).differences(share)).allMatch(Difference::changeable).hasSize(1);
    assertThatThrownBy(() -> parse(MINIMAL, "data.maxBad=some"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "data.maxBad = \"some\": expected a number of images such as 20, or a percentage such"
                + " as 0.5%");
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
            accumulate = 1
            data {
              path = "/data/fashion-mnist"
              classes = []
              cifar100Labels = fine
              split {
              }
              color = auto
              partitions = 8
              shuffle = auto
              dropLast = false
              scaledDecoding = true
              maxPixels = 178956970
              deepGray = clip
              transforms {
                train = []
                validation = []
              }
              normalize {
                mean = []
                std = []
              }
            }
            model {
              name = "lenet5"
              layers = []
              pretrainedWeights = raw-if-there
              replaceHead = false
              freeze = []
              init = zoo
            }
            loss {
              name = cross-entropy
              labelSmoothing = 0
              reduction = mean
            }
            optimizer {
              name = sgd
              learningRate = 0.05
              weightDecay = 0.0005
              decayBiasAndNorm = true
              l1 = 0
              l2 = 0
              momentum = 0.9
              dampening = 0
              nesterov = false
              groups = []
              clip {
              }
            }
            schedule {
              name = cosine
              interval = epoch
              warmupEpochs = 0
              etaMin = 0
            }
            sync {
              strategy = average
              every = 10
              optimizerState = average
              compress = none
              postLocal {
              }
              qsr {
              }
              transport = auto
              timeoutSeconds = 1800
              outer {
              }
            }
            ema {
            }
            swa {
            }
            checkpoint {
              everyRounds = 0
              keepLast = 3
              keepBest = 1
              bestMetric = validation-accuracy
              retryMinutes = 10
            }
            earlyStopping {
            }
            validation {
            }
            kernels {
              backend = auto
              isa = auto
              precision = f32
            }
            tracking {
              tensorboard = true
              tensorboardDetails = false
              report = full
              mlflow {
                experiment = "convoy"
              }
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

    assertThat(config.model().layers()).isEqualTo(expected);
    assertThat(parse(config.render())).isEqualTo(config);
    assertThat(parse(MINIMAL, "model.layers=" + expected.toJson()).model().layers())
        .isEqualTo(expected);
  }

  @Test
  void differencesNameKeysAndBothValues() {
    ConvoyConfig config = parse(MINIMAL);
    ConvoyConfig other =
        parse(MINIMAL, "sync.every=20", "seed=1", "schedule.tMax=9", "data.path=/other");

    assertThat(config.differences(config)).isEmpty();
    assertThat(config.differences(other))
        .map(Difference::toString)
        .containsExactly(
            "seed: 42 instead of 1",
            "data.path: \"/data/fashion-mnist\" instead of \"/other\"",
            "schedule.tMax: unset instead of 9",
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

  @Test
  void refusesAveragesThatDoNotGoTogether() {
    assertThatThrownBy(
            () ->
                ConvoyConfig.parse(
                    "a.conf",
                    "data.path = d, epochs = 3, accumulate = 2, loss.reduction = sum",
                    List.of("ema={decay=0.9}", "swa={startEpoch=3}")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "accumulate = 2: takes the mean of gradients, which loss.reduction = sum does not want")
        .hasMessageContaining(
            "swa.startEpoch = 3: cannot be combined with ema.decay; set one of them to null");
  }
}
