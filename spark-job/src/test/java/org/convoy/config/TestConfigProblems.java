package org.convoy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.config.binding.TorchNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestConfigProblems {
  private static final String PATH = "data.path = /data\n";

  private static AbstractThrowableAssert<?, ? extends Throwable> assertProblems(
      String text, String... overrides) {
    return assertThatThrownBy(() -> ConvoyConfig.parse("a.conf", text, List.of(overrides)))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
    String text =
        """
        epochs = 0
        batch_size = 32
        sync {
          evry = 5
          strategy = gossip
        }
        optimizer {
          momentum = high
          learningRate = 0
        }
        data.normalize { mean = [0.5], std = [1, 0, x] }
        momentum = 0.5
        checkpoint = often
        fruit { apple = 1 }
        """;

    assertProblems(text, "workers=2.5", "epoch=3", "seed", "kernels.isa.avx=1")
        .hasMessage(
            """
            15 problems in the configuration:
              a.conf: data.path: required key is missing \
            (Folder or archive of the data set, on any Hadoop file system; training and test data)
              a.conf:1: epochs = 0: must be at least 1
              a.conf:2: batch_size: unknown key; did you mean batchSize?
              a.conf:4: sync.evry: unknown key; did you mean sync.every?
              a.conf:5: sync.strategy = "gossip": expected one of average, slowmo, gradient
              a.conf:8: optimizer.momentum = "high": expected a number, from 0 to 1
              a.conf:9: optimizer.learningRate = 0: must be above 0
              a.conf:11: data.normalize.std = [1,0,"x"]: element 2, 0, must be above 0
              a.conf:12: momentum: unknown key; did you mean optimizer.momentum?
              a.conf:13: checkpoint = "often": expected a section { … }
              a.conf:14: fruit: unknown key; known here: seed, epochs, workers, batchSize, \
            accumulate, maxHours, data, model, loss, optimizer, schedule, sync, ema, swa, checkpoint, \
            earlyStopping, validation, kernels, tracking
              command line: "seed": expected key=value
              command line: epoch: unknown key; did you mean epochs?
              command line: workers = 2.5: expected an integer, at least 1
              command line: kernels.isa = {"avx":1}: expected one of auto, sse41, avx, avx2, \
            avx512-core, avx512-core-bf16, avx512-core-amx\
            """);
  }

  @Test
  void aPasswordIsInNoAddressOfATrackingServer() {
    for (String address : List.of("http://me:pw@h:5000", "https://t0k3n@h", "http://h/?token=t")) {
      assertProblems(PATH, "tracking.mlflow.uri=\"" + address + "\"")
          .hasMessageContaining(
              "must be no more than an address as http://HOST:PORT/PATH; user and");
    }

    assertProblems(PATH, "tracking.mlflow.uri=mlruns")
        .hasMessageContaining("must be an address as http://HOST:PORT or https://HOST");
  }

  @Test
  void namesFromPyTorchAreAnsweredWithOurs() {
    Map.ofEntries(
            Map.entry("lr", "did you mean optimizer.learningRate?"),
            Map.entry("optimizer.lr", "did you mean optimizer.learningRate?"),
            Map.entry("schedule.lr", "did you mean optimizer.learningRate?"),
            Map.entry("wd", "did you mean optimizer.weightDecay?"),
            Map.entry("weight_decay", "did you mean optimizer.weightDecay?"),
            Map.entry("momentum", "did you mean optimizer.momentum?"),
            Map.entry("batch_size", "did you mean batchSize?"),
            Map.entry("optimizer.batch-size", "did you mean batchSize?"),
            Map.entry("num_epochs", "did you mean epochs?"),
            Map.entry("lr_step_size", "did you mean schedule.stepSize?"),
            Map.entry("lr-scheduler", "did you mean schedule.name?"),
            Map.entry("label_smoothing", "did you mean loss.labelSmoothing?"),
            Map.entry("data_path", "did you mean data.path?"),
            Map.entry("arch", "did you mean model.name?"),
            Map.entry("num_classes", "did you mean model.numClasses?"),
            Map.entry("patience", "did you mean schedule.patience or earlyStopping.patience?"),
            Map.entry(
                "num_workers",
                "Spark's task slots read the data, as many as --master local[N] or the executors'"
                    + " cores; workers is the number of data-parallel members"))
        .forEach(
            (name, hint) ->
                assertProblems(PATH, name + "=1")
                    .hasMessage(
                        "1 problem in the configuration:\n  command line: %s: unknown key; %s",
                        name, hint));
    assertProblems(PATH, "model=resnet18")
        .hasMessageEndingWith(
            "model = \"resnet18\": expected a section { … }; did you mean model.name ="
                + " \"resnet18\"?");
    assertGroupProblem("[{match=[fc],lr=1}]").hasMessageContaining("a group has learningRateScale");
    assertThat(TorchNames.keys().values())
        .allMatch(key -> ConvoyConfig.SCHEMA.find(key).isPresent());
  }

  @Test
  void valuesOfTheWrongTypeOrSize() {
    String text =
        PATH
            + """
            epochs = 3000000000
            workers = -1e30
            seed = 99999999999999999999
            batchSize = [1]
            optimizer { nesterov = perhaps, weightDecay = 1e400 }
            model { name = " ", numClasses = 1.5 }
            schedule { gamma = 1.5, stepSize = 0 }
            data { normalize.mean = 0.5 }
            """;

    assertProblems(text, "data.path={}", "optimizer.dampening=1,5")
        .hasMessage(
            """
            12 problems in the configuration:
              a.conf:2: epochs = 3000000000: must be at most 2147483647
              a.conf:3: workers = -1.0E30: must be at least 1
              a.conf:4: seed = "99999999999999999999": must be at most 9223372036854775807
              a.conf:5: batchSize = [1]: expected an integer, at least 1
              a.conf:6: optimizer.weightDecay = Infinity: expected a number, at least 0
              a.conf:6: optimizer.nesterov = "perhaps": expected true or false
              a.conf:7: model.name = " ": must not be empty
              a.conf:7: model.numClasses = 1.5: expected an integer, at least 2
              a.conf:8: schedule.stepSize = 0: must be at least 1
              a.conf:8: schedule.gamma = 1.5: must be above 0 and at most 1
              a.conf:9: data.normalize.mean = 0.5: expected a list, each element a number
              command line: optimizer.dampening = "1,5": expected a number, from 0 to 1\
            """);
  }

  @Test
  void longValuesAreCut() {
    assertProblems(PATH, "epochs=" + "9".repeat(100))
        .hasMessage(
            """
            1 problem in the configuration:
              command line: epochs = "%s…: must be at most 2147483647\
            """
                .formatted("9".repeat(59)));
  }

  @Test
  void keysThatDoNotGoTogether() {
    String text =
        PATH
            + """
            optimizer { nesterov = true, momentum = 0 }
            data.normalize { mean = [0.5], std = [1, 2] }
            schedule.name = step
            """;

    assertProblems(text)
        .hasMessage(
            """
            3 problems in the configuration:
              a.conf:2: optimizer.nesterov = true: needs optimizer.momentum above 0, which is 0
              a.conf:3: data.normalize.std = [1,2]: mean and std need one value for each \
            channel, but there are 1 means and 2 stds
              a.conf:4: schedule.name = "step": needs schedule.stepSize, \
            the number of units between two decays\
            """);
    assertProblems(PATH, "optimizer={nesterov=true,dampening=0.5}")
        .hasMessageEndingWith(
            "\n  command line: optimizer.nesterov = true:"
                + " needs optimizer.dampening = 0, which is 0.5");
    assertProblems(PATH, "data.normalize.mean=[0.5]")
        .hasMessageEndingWith(
            "\n  command line: data.normalize.mean = [0.5]: mean and std need one value for each"
                + " channel, but there are 1 means and 0 stds");
  }

  @Test
  void settingsOfAnotherOptimizer() {
    String text =
        PATH
            + """
            optimizer { name = adam, momentum = 0.9, betas = [0.9], rho = 0.5 }
            schedule { name = one-cycle, gamma = 0.5, cycleMomentum = false, maxMomentum = 0.9 }
            model { init = kaiming-normal, initGain = 2, initNegativeSlope = 0.2 }
            """;

    assertProblems(text)
        .hasMessage(
            """
            7 problems in the configuration:
              a.conf:2: optimizer.momentum = 0.9: is not a setting of optimizer.name = adam, \
            but of sgd, rmsprop; adam has betas, eps, amsgrad
              a.conf:2: optimizer.rho = 0.5: is not a setting of optimizer.name = adam, \
            but of adadelta; adam has betas, eps, amsgrad
              a.conf:2: optimizer.betas = [0.9]: must be two numbers, but are 1
              a.conf:3: schedule.gamma = 0.5: is not a setting of schedule.name = one-cycle, \
            but of step, multi-step, exponential; one-cycle has maxLr, totalSteps, pctStart, annealStrategy, divFactor, finalDivFactor, \
            threePhase, cycleMomentum, baseMomentum, maxMomentum
              a.conf:3: schedule.maxMomentum = 0.9: has no effect with schedule.cycleMomentum = false
              a.conf:4: model.initGain = 2: is not a setting of model.init = kaiming-normal, \
            but of xavier-uniform, xavier-normal, orthogonal; kaiming-normal has initMode, initNonlinearity, initNegativeSlope
              a.conf:4: model.initNegativeSlope = 0.2: needs model.initNonlinearity = leaky-relu\
            """);
  }

  @Test
  void settingsOfTheLoss() {
    String text =
        PATH
            + """
            loss { name = huber, labelSmoothing = 1.5, delta = 0, beta = -1 }
            """;
    assertProblems(text)
        .hasMessage(
            """
            3 problems in the configuration:
              a.conf:2: loss.labelSmoothing = 1.5: must be from 0 to 1
              a.conf:2: loss.beta = -1: must be at least 0
              a.conf:2: loss.delta = 0: must be above 0\
            """);
    assertProblems(PATH, "loss={name=mse,labelSmoothing=0.1,reduction=none}")
        .hasMessage(
            """
            2 problems in the configuration:
              command line: loss.labelSmoothing = 0.1: is not a setting of loss.name = mse, \
            but of cross-entropy, binary-cross-entropy; mse has none
              command line: loss.reduction = "none": gives no single number to train on; \
            use mean or sum\
            """);
    assertProblems(PATH, "loss={classWeights=[1,2],ignoreIndex=-100}", "model.numClasses=3")
        .hasMessage(
            """
            2 problems in the configuration:
              command line: loss.classWeights = [1,2]: must be one for each of 3 classes; \
            they are 2
              command line: loss.ignoreIndex = -100: must be one of the classes, from 0 to 2\
            """);
    assertProblems(PATH, "loss.classWeights=[0,0]", "model.numClasses=2")
        .hasMessageEndingWith("loss.classWeights = [0,0]: must not all be 0");
    assertProblems(PATH, "loss.ignoreIndex=1", "data.transforms.train=[{mixup{alpha=1}}]")
        .hasMessageEndingWith(
            "loss.ignoreIndex = 1: cannot be used with mixed images, such as those of mixup or"
                + " cutMix");
  }

  @Test
  void parameterGroups() {
    assertGroupProblem("[{match=[fc],learningRate=1}]")
        .hasMessageEndingWith(
            "learningRate: unknown key; a group has learningRateScale, a factor of the schedule's"
                + " learning rate");
    assertGroupProblem("[{match=[a]},{match=[b],momentm=0}]")
        .hasMessageEndingWith(
            "element 2, {\"match\":[\"b\"],\"momentm\":0}, momentm: unknown key; did you mean"
                + " momentum?");
    assertGroupProblem("[{match=[fc],weightDecay=-1}]")
        .hasMessageEndingWith("weightDecay = -1: must be at least 0");
    assertGroupProblem("[{weightDecay=0}]")
        .hasMessageEndingWith(
            "expected {match = [pattern, …], learningRateScale = number, setting = value, …}");
    assertGroupProblem("[{match=[fc],nesterov=true,dampening=0.5}]")
        .hasMessageEndingWith("element 1: nesterov needs optimizer.dampening = 0, which is 0.5");
    assertGroupProblem("[{match=[fc],rho=0.5}]")
        .hasMessageEndingWith(
            "element 1: rho is not a setting of optimizer.name = sgd, but of adadelta; sgd has"
                + " momentum, dampening, nesterov");
  }

  private static AbstractThrowableAssert<?, ?> assertGroupProblem(String groups) {
    return assertProblems(PATH, "optimizer.groups=" + groups)
        .hasMessageStartingWith(
            "1 problem in the configuration:\n  command line: optimizer.groups = ");
  }

  @Test
  void settingsThatAreMissingOrWithoutEffect() {
    assertProblems(PATH, "optimizer.clip={norm=1,value=2}")
        .hasMessageEndingWith(
            "command line: optimizer.clip.value = 2:"
                + " cannot be combined with optimizer.clip.norm; set one of them to null");
    assertProblems(PATH, "optimizer.betas=[0.9,0.99]")
        .hasMessageEndingWith(
            "optimizer.betas = [0.9,0.99]: is not a setting of optimizer.name = sgd,"
                + " but of adam, adamw, nadam; sgd has momentum, dampening, nesterov");
    assertProblems(PATH, "schedule.name=exponential")
        .hasMessageEndingWith(
            "schedule.name = \"exponential\": needs schedule.gamma, the factor of each unit");
    assertProblems(PATH, "schedule.name=multi-step")
        .hasMessageContaining("needs schedule.milestones, the units at which it decays");
    assertProblems(PATH, "schedule.name=cosine-warm-restarts")
        .hasMessageContaining("needs schedule.t0, the number of units to the first restart");
    assertProblems(PATH, "schedule.name=reduce-on-plateau", "schedule.unit=step")
        .hasMessageEndingWith(
            "command line: schedule.interval = \"step\":"
                + " reduce-on-plateau measures once an epoch; set it to epoch");
    assertProblems(PATH, "schedule.name=reduce-on-plateau", "schedule.factor=1")
        .hasMessageEndingWith("schedule.factor = 1: must be at least 0 and below 1");
    assertProblems(PATH, "schedule.name=constant", "schedule.factor=0")
        .hasMessageEndingWith("schedule.factor = 0: must be above 0 and at most 1");
    assertProblems(PATH, "schedule={name=one-cycle,cycleMomentum=true}", "optimizer.name=adagrad")
        .hasMessageEndingWith(
            "schedule.cycleMomentum = true:"
                + " needs an optimizer with momentum above 0 or with betas");
    assertProblems(PATH, "schedule={unit=step,interval=epoch}")
        .hasMessageEndingWith(
            "schedule.interval = \"epoch\": is set twice: schedule.unit is its former name");
  }

  @Test
  void weightsThatAreAllZero() {
    for (String zeros :
        List.of(
            "model.init=zeros",
            "model={init=constant,initValue=0}",
            "model={init=normal,initStd=0}",
            "model={init=uniform,initHigh=0}")) {
      assertProblems(PATH, zeros)
          .hasMessageContaining("model.init = ")
          .hasMessageContaining("Weights must not all be 0")
          .hasMessageContaining("(symmetry)");
    }

    assertProblems(PATH, "model.init=constant")
        .hasMessageContaining("needs model.initValue, the value of all weights");
    assertProblems(PATH, "model={init=uniform,initLow=2}")
        .hasMessageEndingWith("model.initLow = 2: must not be above model.initHigh");
  }

  @Test
  void checksOfTheCallerAreReportedWithTheRest() {
    ConvoyConfig.Check names =
        (config, problems) -> {
          problems.add("model.name", "expected one of vgg11, not " + config.model().name());
          problems.add("epochs", "not reported: epochs has a problem already");
          problems.add("schedule.tMax", "expected by this check");
        };

    assertThatThrownBy(
            () ->
                ConvoyConfig.parse("a.conf", PATH + "model.name = vgg", List.of("epochs=x"), names))
        .hasMessage(
            """
            3 problems in the configuration:
              a.conf: schedule.tMax: expected by this check
              a.conf:2: model.name = "vgg": expected one of vgg11, not vgg
              command line: epochs = "x": expected an integer, at least 1\
            """);
    assertThatThrownBy(() -> ConvoyConfig.parse("a.conf", PATH, List.of(), names))
        .hasMessageContaining(
            "a.conf: model.name = \"lenet5\" (the default): expected one of vgg11, not lenet5");
  }

  @Test
  void syntaxErrorsHaveALine() {
    assertProblems("epochs = 3\nsync { every = 5\n")
        .hasMessage(
            """
            1 problem in the configuration:
              a.conf:3: the file ends where a closing } or ) is missing\
            """);
    assertProblems("epochs = 3\nworkers = 2 ]\n")
        .hasMessage(
            """
            1 problem in the configuration:
              a.conf:2: Expecting end of input or a comma, got ']'\
            """);
    assertProblems("epochs = ${NO_SUCH_VARIABLE}")
        .hasMessage(
            """
            1 problem in the configuration:
              a.conf:1: Could not resolve substitution to a value: ${NO_SUCH_VARIABLE}\
            """);
  }

  /** They may be passwords. */
  @Test
  void valuesOfTheEnvironmentAreNotShown() {
    String secret = System.getenv("PATH");
    assertThat(secret).isNotBlank();
    String text =
        """
        data.path = "s3a://key:"${PATH}"@bucket/x"
        epochs = ${PATH}
        model.freeze = [a, [${PATH}]]
        optimizer { name = ${?PATH}, groups = [{match = [fc], momentum = ${PATH}}] }
        model.layers = [{conv2d {out = ${PATH}, kernel = 3}}]
        data.normalize.mean = [${PATH}, 1]
        """;

    assertProblems(text)
        .message()
        .doesNotContain(secret, secret.substring(0, 10))
        .contains(
            "environment variable PATH: epochs = \"${PATH}\": expected an integer, at least 1",
            "optimizer.name = \"${PATH}\": expected one of sgd",
            "data.normalize.mean = [\"${PATH}\",1]: element 1, ");
  }

  @Test
  void includedFilesAreReadAndNamed(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("base"));
    Files.writeString(folder.resolve("base/common.conf"), "epochs = 3\ninclude \"../data.conf\"");
    Files.writeString(folder.resolve("data.conf"), "data.path = /data\nworkers = none");
    String source = folder.resolve("main.conf").toString();
    String text = "include \"base/common.conf\"\nbatchSize = 0";

    ConvoyConfig config = ConvoyConfig.parse(source, text, List.of("workers=1", "batchSize=8"));
    assertThat(config.data().path().orElseThrow()).hasToString("/data");
    assertThat(config.epochs()).isEqualTo(3);
    assertThat(ConvoyConfig.parse("file://" + source, text, List.of("workers=1", "batchSize=8")))
        .isEqualTo(config);
    assertThatThrownBy(() -> ConvoyConfig.parse(source, text, List.of()))
        .hasMessage(
            """
            2 problems in the configuration:
              %1$s/main.conf:2: batchSize = 0: must be at least 1
              %1$s/data.conf:2: workers = "none": expected an integer, at least 1\
            """
                .formatted(folder));
  }

  @Test
  void includesThatCannotBeRead() {
    assertThatThrownBy(() -> ConvoyConfig.parse("/conf/a.conf", "include \"b.conf\"", List.of()))
        .hasMessage(
            """
            1 problem in the configuration:
              /conf/a.conf: include "b.conf": no such file: /conf/b.conf\
            """);
    IncludedFiles broken =
        location -> {
          throw new IOException("Connection refused");
        };
    assertThatThrownBy(
            () ->
                ConvoyConfig.parse(
                    "hdfs://host/conf/a.conf", "include \"../b.conf\"", List.of(), broken))
        .hasMessage(
            """
            1 problem in the configuration:
              hdfs://host/conf/a.conf: include "../b.conf": hdfs://host/b.conf cannot be read: \
            Connection refused\
            """);
  }

  @Test
  void includesAreOnTheFileSystemOfTheIncludingFile() {
    Map<String, String> files =
        Map.of(
            "hdfs://host/conf/base/b.conf", "epochs = 3\ninclude \"/other/c.conf\"",
            "hdfs://host/other/c.conf", "include \"s3a://bucket/d.conf\"",
            "s3a://bucket/d.conf", "data.path = /data");

    ConvoyConfig config =
        ConvoyConfig.parse(
            "hdfs://host/conf/a.conf", "include \"base/b.conf\"", List.of(), files::get);

    assertThat(config.epochs()).isEqualTo(3);
    assertThat(config.data().path().orElseThrow()).hasToString("/data");
  }

  @Test
  void fileThatCannotBeRead() {
    assertThat(ConfigException.unreadable("a.conf", new NoSuchFileException("a.conf")))
        .hasMessage("1 problem in the configuration:\n  a.conf: no such file");
    assertThat(ConfigException.unreadable("a.conf", new FileNotFoundException("x")).problems())
        .containsExactly("a.conf: no such file");
    assertThat(ConfigException.unreadable("a.conf", new IOException("Is a directory")).problems())
        .containsExactly("a.conf: cannot be read: Is a directory");
  }

  @Test
  void layersOfAModel() {
    String text =
        PATH
            + """
            model {
              layers = [
                {conv2d {out = 16, kernal = 3}}
                {residual {body = [rel, {dropout.probability = 1.5}]}}
              ]
            }
            """;

    assertProblems(text, "model.name=resnet20")
        .hasMessageContaining(
            ": layers[0]: conv2d: unknown argument \"kernal\"; did you mean kernel?;"
                + " layers[1].residual.body[0]: unknown layer \"rel\"; did you mean relu?;"
                + " layers[1].residual.body[1]: dropout: probability must be from 0 to 1, got 1.5");
    assertProblems(PATH + "model { layers = 3 }")
        .hasMessageContaining(
            "a.conf:2: model.layers = 3: expected a list of layers, as" + " docs/models.md says");
    assertProblems(PATH + "model { name = resnet20, layers = [flatten] }")
        .hasMessageContaining(
            "a.conf:2: model.name = \"resnet20\": give either a name or model.layers");
  }
}
