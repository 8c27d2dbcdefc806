package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.argument.ConfigFiles;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.FailureReport;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.Ending;
import org.convoy.run.RunFolder;
import org.convoy.state.ModelState;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.train.stop.StopRequest;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Ten thousand changes to sound config files, arguments and run folders: whatever becomes of them
 * is read or refused in words, within a gigabyte. Each change has its number as a seed.
 */
final class TestHostileInput {
  private static final int CONFIGS = 6000;
  private static final int ARGUMENTS = 2000;
  private static final int RUN_FOLDERS = 2000;
  private static final long GIGABYTE = 1L << 30;
  private static final int SIDE = 8;

  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\"\"\"",
          "=",
          ":",
          ",",
          "\n",
          ".",
          "..",
          "#",
          "//",
          "\\",
          "$",
          "${",
          "${?",
          "${data.path}",
          "${model}",
          "${HOME}",
          "${data",
          "+=",
          "null",
          "true",
          "NaN",
          "-1",
          "0",
          "1e999",
          "1e-999",
          "2147483647",
          "2147483648",
          "-9223372036854775808",
          "9999999999999999999",
          "0x10",
          "1.5",
          "include \"a.conf\"",
          "include \"/dev/zero\"",
          "include file(\"x\")",
          "include url(\"http://127.0.0.1:1/\")",
          "include required(\"x\")",
          "model.layers",
          "lr",
          "\u0000",
          "\ue000",
          "\ue000HOME\ue001",
          "\u202e",
          "ä",
          "😀",
          "{a=",
          "[[[[[[[[",
          "{{{{{{{{",
          "a.b.c.d.e.f.g.h",
          "conv2d",
          "{conv2d {out=2147483647,kernel=3}}",
          "{maxPool2d {kernel=2147483647,padding=1073741823}}",
          "{linear {out=2147483647}}",
          " {adaptiveAvgPool2d {output=60000}}",
          "optimizer",
          "adam",
          "-",
          "--",
          "--run",
          "--json",
          "",
          " ",
          "*",
          "/",
          "~");

  private static final String LAYERS =
      """
      data { path = /data, normalize { mean = [0.5], std = [0.25] } }
      model.numClasses = 10
      model.layers = [
        {conv2d {out = 8, kernel = 3, padding = 1, stride = 2}}, batchNorm2d, relu
        {maxPool2d {kernel = 2}}, {dropout {probability = 0.5}}, {adaptiveAvgPool2d {output = 2}}
        flatten, {linear {out = 10}}
      ]
      optimizer { name = adamw, betas = [0.9, 0.99], groups = [{match = [fc], weightDecay = 0}] }
      data.transforms.train = [{randomCrop {size = 8, padding = 1}}, randomHorizontalFlip]
      schedule { name = one-cycle, maxLr = ${optimizer.learningRate}, warmupEpochs = 2 }
      optimizer.learningRate = 0.1
      """;

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("train", "a.conf", "--run", "runs/a", "epochs=1", "sync.every=20", "--override"),
          List.of("check", "a.conf", "model.name=resnet20", "data.normalize.mean=[0.5]"),
          List.of("evaluate", "runs/a", "--data", "folder:/x", "--split", "test", "--json"),
          List.of("predict", "runs/a", "x.png", "--top", "3", "--out", "p.csv", "data.color=gray"),
          List.of("inspect", "resnet18", "--classes", "10", "--size", "32", "--tensors"),
          List.of("export", "runs/a", "--format", "onnx", "--what", "weights", "--out", "x"),
          List.of("import", "x.pth", "--mean", "0.5,0.5", "--std", "1,1", "--classes", "a,b"),
          List.of("prepare", "src", "dst", "--resize", "64", "--shuffle", "3", "--max-bad", "5%"),
          List.of("stats", "data", "--split", "validation", "--verify"),
          List.of("fetch", "mnist", "/tmp/x", "--from", "http://127.0.0.1"),
          List.of("features", "runs/a", "x.png", "--layer", "conv1", "--grad-cam"));

  @TempDir private Path folder;
  private Path images;

  /** Two images of each of two classes in either split. */
  @BeforeEach
  void writeImages() throws IOException {
    images = folder.resolve("data");
    byte[] image = PnmEncoder.encode(new Image(SIDE, SIDE, 1, new byte[SIDE * SIDE]));
    for (String name : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
      Files.write(Files.createDirectories(images.resolve(name)).resolve("1.pgm"), image);
    }
  }

  @Test
  void configFiles() throws IOException {
    List<String> seeds = new ArrayList<>(List.of(LAYERS, LAYERS));
    try (Stream<Path> files =
        Files.list(Path.of(System.getProperty("project.root")).resolve("conf"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".conf")).sorted().toList()) {
        seeds.add(Files.readString(file));
      }
    }

    for (int seed = 0; seed < CONFIGS; seed += 1) {
      SplittableRandom random = new SplittableRandom(seed);
      String text = changed(seeds.get(random.nextInt(seeds.size())), random);
      List<String> settings =
          random.nextInt(4) == 0
              ? List.of(changed("optimizer.learningRate=0.1", random))
              : List.of();
      endsInWords(seed + ": " + settings + "\n" + text, () -> read(text, settings));
    }
  }

  private static int read(String text, List<String> settings) {
    ConvoyConfig config = ConfigFiles.parse("/nowhere/fuzz.conf", text, settings);
    assertThat(ConvoyConfig.parseRendered("rendered", config.render(), List.of()))
        .isEqualTo(config);
    if (!config.model().layers().isEmpty()) {
      try {
        ParameterLayout.of(
            ModelZoo.configuration(
                Architecture.of(config.model().layers(), 10, new InputShape(1, 28, 28))));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("Exception");
      }
    }

    return ExitCode.DONE.number();
  }

  @Test
  void arguments() {
    Path conf = folder.resolve("a.conf");
    String text = LAYERS + "data.color = gray, model.numClasses = 2";
    Configuration hadoop = new Configuration();
    for (int seed = 0; seed < ARGUMENTS; seed += 1) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> arguments = new ArrayList<>(COMMANDS.get(random.nextInt(COMMANDS.size())));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes -= 1) {
        int at = random.nextInt(arguments.size());
        switch (random.nextInt(4)) {
          case 0 -> arguments.add(at, WORDS.get(random.nextInt(WORDS.size())));
          case 1 -> arguments.add(at, arguments.get(random.nextInt(arguments.size())));
          default -> arguments.set(at, changed(arguments.get(at), random));
        }
      }

      endsInWords(seed + ": " + arguments, () -> parsed(arguments, conf, text, hadoop));
    }
  }

  /** What Spark is not needed for: what is said of the arguments, and of the config they change. */
  private int parsed(List<String> arguments, Path conf, String text, Configuration hadoop) {
    List<String> settings = new ArrayList<>();
    try {
      ParseResult parsed =
          Main.commandLine(new StopRequest()).parseArgs(arguments.toArray(String[]::new));
      if (parsed.hasSubcommand()) {
        parsed.subcommand().matchedPositionals().stream()
            .flatMap(positional -> positional.stringValues().stream())
            .filter(value -> value.contains("="))
            .forEach(settings::add);
      }
    } catch (ParameterException e) {
      assertThat(e.getMessage()).isNotBlank();
    }

    settings.removeIf(value -> value.startsWith("-"));
    settings.addAll(List.of("data.path=" + images, "data.split.validation=null"));
    ConvoyConfig config = ConfigFiles.parse(conf.toString(), text, settings);
    ImageDataset train = Datasets.open(config, hadoop).train();
    assertThat(Models.describe(config, train).classes()).hasSizeGreaterThan(1);
    return ExitCode.DONE.number();
  }

  @Test
  void runFolders() throws IOException {
    Path run = folder.resolve("run");
    Map<String, byte[]> sound = soundRun(run);
    List<String> names = sound.keySet().stream().sorted().toList();
    Configuration hadoop = new Configuration();
    for (int seed = 0; seed < RUN_FOLDERS; seed += 1) {
      SplittableRandom random = new SplittableRandom(seed);
      String name = names.get(random.nextInt(names.size()));
      byte[] changed = changed(sound.get(name), random);
      Files.write(run.resolve(name), changed);
      endsInWords(seed + ": " + name, () -> used(run, hadoop));
      Files.write(run.resolve(name), sound.get(name));
    }

    assertThat(used(run, hadoop)).isZero();
  }

  private Map<String, byte[]> soundRun(Path run) throws IOException {
    ConvoyConfig config = ConvoyConfig.parse("a.conf", LAYERS, List.of("data.path=" + images));
    RunFolder.at(run.toString(), new Configuration())
        .begin(config, Map.of("classes", "cat, dog", "train", "aa", "validation", "bb"));
    Architecture network = Architecture.of(config.model().layers(), 10, new InputShape(1, 8, 8));
    ParameterLayout layout = ParameterLayout.of(ModelZoo.configuration(network));
    new Safetensors(
            StateDict.of(layout, new float[layout.size()]),
            Map.of(
                "convoy.model", network.toJson(),
                "convoy.classes", "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]",
                "convoy.normalize", "{\"mean\":[0.5],\"std\":[0.25]}"))
        .write(Files.newOutputStream(run.resolve("model.safetensors")));
    Files.writeString(
        run.resolve("result.json"),
        """
        {"run":"r","epochs":1,"accuracy":0.5,"loss":0.7,"imagesPerSecond":9.5,"weightsSha256":"%s"}
        """
            .formatted(new ModelState(new float[layout.size()], new float[0]).weightsSha256()));
    Map<String, byte[]> sound = new TreeMap<>();
    for (String name : List.of("config.conf", "data.json", "result.json", "model.safetensors")) {
      sound.put(name, Files.readAllBytes(run.resolve(name)));
    }

    return sound;
  }

  private static int used(Path run, Configuration hadoop) {
    RunFolder folder = RunFolder.at(run.toString(), hadoop);
    List<Callable<?>> uses =
        List.of(
            folder::result,
            folder::identities,
            () -> folder.requireSame(folder.config(List.of()), Map.of("train", "aa")),
            () -> folder.config(List.of("epochs=3")),
            () -> folder.model(hadoop).parameters(folder.model(hadoop).layout()));
    int code = ExitCode.DONE.number();
    for (Callable<?> use : uses) {
      code = Math.max(code, code(use));
    }

    return code;
  }

  /** As the command would end. */
  private static int code(Callable<?> use) {
    try {
      use.call();
      return ExitCode.DONE.number();
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      Ending ending = FailureReport.ending(e, "");
      if (ending.code() == ExitCode.INTERNAL_ERROR.number()) {
        throw new AssertionError(ending.message(), e);
      }

      assertThat(ending.message()).isNotBlank().hasSizeLessThan(1 << 16);
      return ending.code();
    }
  }

  private static void endsInWords(String change, Callable<Integer> use) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      code(
          () -> {
            assertThat(use.call()).isNotEqualTo(ExitCode.INTERNAL_ERROR.number());
            return null;
          });
    } catch (AssertionError e) {
      fail("change " + change, e);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(change).isLessThan(GIGABYTE);
  }

  private static String changed(String text, SplittableRandom random) {
    StringBuilder changed = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(4); changes > 0; changes -= 1) {
      int from = random.nextInt(changed.length() + 1);
      int to = Math.min(changed.length(), from + random.nextInt(20));
      String word = WORDS.get(random.nextInt(WORDS.size()));
      switch (random.nextInt(6)) {
        case 0 -> changed.delete(from, to);
        case 1 -> changed.insert(from, changed.substring(from, to).repeat(random.nextInt(200)));
        case 2 -> changed.replace(from, to, word);
        case 3 -> changed.insert(from, word.repeat(1 + random.nextInt(random.nextInt(500) + 1)));
        case 4 -> changed.replace(from, to, String.valueOf((char) random.nextInt(1 << 16)));
        default -> {
          int value = changed.indexOf("=", from);
          if (value >= 0) {
            changed.insert(value + 1, " " + word + " ");
          }
        }
      }
    }

    return changed.toString();
  }

  private static byte[] changed(byte[] content, SplittableRandom random) {
    if (random.nextBoolean()) {
      return changed(new String(content, StandardCharsets.ISO_8859_1), random)
          .getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] changed =
        Arrays.copyOf(
            content, random.nextInt(4) == 0 ? random.nextInt(content.length) : content.length);
    for (int i = random.nextInt(4); i > 0 && changed.length > 0; i -= 1) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }

    return changed;
  }
}
