package org.convoy.cli;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.TerminalText;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.common.NearestName;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.Image;
import org.convoy.data.prepare.FileImageEncoder;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.LayerSummary;
import org.convoy.picture.FeatureGrid;
import org.convoy.picture.FeatureMap;
import org.convoy.picture.GradCam;
import org.convoy.picture.LayerRecorder;
import org.convoy.predict.Prediction;
import org.convoy.predict.Predictor;
import org.convoy.run.file.OutputFile;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy features}: what a layer makes of an image, as a picture. */
@Command(
    name = "features",
    description = {
      "Draws what a layer of a trained network makes of an image: its feature maps side by side,"
          + " each from its own smallest to its own largest value.",
      "The image is decoded and transformed as the model's validation images were."
    },
    mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {
  private static final String HELP = "help";

  @Mixin private Console console;

  @Parameters(
      index = "0",
      paramLabel = "RUN_OR_WEIGHTS",
      description =
          "a run folder (its final model, else its newest checkpoint's), a checkpoint,"
              + " RUN/checkpoints/best, or a weights file")
  private String subject;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "IMAGE",
      description = "a JPEG, PNG or PNM file, on any file system")
  private String image;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "the layer, such as layer1.0.conv1; help lists them (default with --grad-cam: the last"
              + " one whose output has more than one pixel)")
  private String layer;

  @Option(
      names = "--class",
      paramLabel = "NAME|INDEX",
      description =
          "the class of --gradient and --grad-cam (default: the one that the model predicts)")
  private String className;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "the PNG file to write, on any file system; - is standard output (default:"
              + " IMAGE-LAYER[-gradient|-grad-cam].png here)")
  private String out;

  @ArgGroup(exclusive = true)
  private Drawing drawing = new Drawing();

  /** What is drawn in place of the activations. */
  static final class Drawing {
    @Option(
        names = "--gradient",
        description = "draw the gradients of the class's logit by the layer's output")
    private boolean gradient;

    @Option(
        names = "--grad-cam",
        description = "draw where the class is seen in the image (Grad-CAM, Selvaraju et al. 2017)")
    private boolean gradCam;
  }

  @Override
  public Integer call() {
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    try (Predictor predictor = Predictor.load(subject, KernelChoice.of(Backend.ND4J), hadoop)) {
      MemoryWatch.OF_PROCESS.workBegins();
      List<LayerSummary> layers = evaluated(predictor.network().summary());
      if (HELP.equals(layer)) {
        console.print(table(layers));
      } else {
        draw(predictor, chosen(layers), hadoop);
      }
    }

    return ExitCode.DONE.number();
  }

  /** Auxiliary classifiers compute nothing of an image that is only looked at. */
  private static List<LayerSummary> evaluated(List<LayerSummary> layers) {
    return layers.stream().filter(layer -> !layer.isAuxiliary()).toList();
  }

  private void draw(Predictor predictor, LayerSummary shown, Configuration hadoop) {
    if (image == null) {
      throw console.usageError("Missing IMAGE, the image to look at");
    }

    FloatBuffer seen = predictor.read(image, hadoop);
    LayerRecorder recorder = new LayerRecorder();
    predictor.network().registerHook(shown.name(), recorder);
    Prediction prediction = predictor.predict(seen);
    int label = label(prediction);
    if (drawing.gradient || drawing.gradCam) {
      predictor.differentiate(seen, label);
    }

    Image picture = picture(predictor, recorder, hadoop);
    String file = out == null ? defaultFile(shown.name()) : out;
    OutputFile.at(file, hadoop).write(output -> output.write(png(picture)));
    report(prediction, label, shown, picture, file);
  }

  private static byte[] png(Image picture) {
    try (FileImageEncoder encoder = FileImageEncoder.png()) {
      return encoder.encode(picture);
    }
  }

  private Image picture(Predictor predictor, LayerRecorder recorder, Configuration hadoop) {
    if (!drawing.gradCam) {
      return FeatureGrid.of(
          FeatureMap.of(drawing.gradient ? recorder.gradient() : recorder.activation()));
    }

    FeatureMap map = GradCam.map(recorder.activation(), recorder.gradient());
    if (map.isZero()) {
      console.remark("convoy: nothing in this layer speaks for the class: the map is zero");
    }

    return GradCam.overlay(predictor.picture(image, hadoop), map);
  }

  private LayerSummary chosen(List<LayerSummary> layers) {
    if (layer == null && drawing.gradCam) {
      return layers.stream()
          .filter(LayerSummary::isMap)
          .reduce((earlier, later) -> later)
          .orElseThrow(() -> wrongLayer("no layer has more than one pixel", layers));
    }

    if (layer == null) {
      throw wrongLayer("needed, unless --grad-cam chooses one", layers);
    }

    LayerSummary found =
        layers.stream()
            .filter(known -> known.name().equals(layer))
            .findFirst()
            .orElseThrow(() -> wrongLayer(unknown(layers), layers));
    if (drawing.gradCam && found.outputShape().size() < 3) {
      throw wrongLayer("--grad-cam needs a layer with height and width", layers);
    }

    return found;
  }

  private String unknown(List<LayerSummary> layers) {
    return "no layer is called %s%s"
        .formatted(
            layer,
            NearestName.of(layer, layers.stream().map(LayerSummary::name).toList())
                .map(nearest -> ", perhaps " + nearest + " was meant")
                .orElse(""));
  }

  /** The problem comes last, below the list, where it is seen. */
  private ConfigException wrongLayer(String problem, List<LayerSummary> layers) {
    console.errors().print(table(layers));
    return new ConfigException(
        List.of("--layer: %s; the layers are listed above".formatted(problem)));
  }

  private static String table(List<LayerSummary> layers) {
    return layers.stream()
        .map(
            known ->
                TerminalText.format(
                    "  %-24s %-18s %s%n", known.name(), known.type(), shape(known.outputShape())))
        .collect(Collectors.joining());
  }

  private static String shape(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  /** The class asked for, by name or, where no class has that name, by index. */
  private int label(Prediction prediction) {
    List<String> classes = prediction.classes();
    if (className == null) {
      return prediction.label();
    }

    if (classes.contains(className)) {
      return classes.indexOf(className);
    }

    return index(classes.size())
        .orElseThrow(
            () ->
                console.usageError(
                    "--class: no class is called %s; known are %s, or 0 … %d"
                        .formatted(className, classes, classes.size() - 1)));
  }

  private Optional<Integer> index(int classes) {
    try {
      return Optional.of(Integer.parseInt(className))
          .filter(index -> index >= 0 && index < classes);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private String defaultFile(String shown) {
    String name = image.substring(image.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
    List<String> parts = new ArrayList<>(List.of(name, shown));
    if (drawing.gradient || drawing.gradCam) {
      parts.add(drawing.gradient ? "gradient" : "grad-cam");
    }

    return String.join("-", parts) + ".png";
  }

  private void report(
      Prediction prediction, int label, LayerSummary shown, Image picture, String file) {
    String target = prediction.classes().get(label);
    console.printf(
        "Predicted  %s, probability %.4f%n", prediction.className(), prediction.probability());
    console.printf(
        "Layer      %s (%s), %s%n", shown.name(), shown.type(), shape(shown.outputShape()));
    console.printf(
        "Written    %s, %d x %d: %s%n", file, picture.height(), picture.width(), what(target));
    console.result(
        new Result(
            prediction.className(),
            prediction.probability(),
            target,
            shown.name(),
            shown.outputShape(),
            file));
  }

  private String what(String target) {
    if (drawing.gradCam) {
      return "Grad-CAM of " + target;
    }

    return drawing.gradient ? "gradients of " + target : "activations";
  }

  /** The JSON result. */
  record Result(
      String predicted,
      double probability,
      String target,
      String layer,
      List<Integer> shape,
      String file) {}
}
