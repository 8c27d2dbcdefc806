package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.convoy.command.Command.Finished;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code convoy features} as a process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestFeaturesCommand {
  @TempDir private static Path folder;
  private Command command;

  @BeforeAll
  void trainAModel() throws Exception {
    SmallDataset.write(folder.resolve("data"), 1000, 300);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 3
        batchSize = 16
        data { path = data, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        """);
    command = new Command(folder);
    Finished trained = command.run("train", "small.conf", "--master", "local[2]", "--run", "run");
    assertThat(trained.exitCode()).as(trained.error()).isZero();
    draw("seven.png", 28);
    draw("large.png", 40);
  }

  /** The square of class 7 on gray. */
  private static void draw(String name, int side) throws Exception {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(50, 50, 50));
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(new Color(170, 170, 170));
    graphics.fillRect(11, 14, 6, 12);
    graphics.dispose();
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private Finished features(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("features"));
    all.addAll(List.of(arguments));
    return command.run(all.toArray(String[]::new));
  }

  @Test
  void drawsTheMapsOfALayer() throws Exception {
    Finished shown = features("run", "seven.png", "--layer", "conv1", "--json");

    assertThat(shown.exitCode()).as(shown.error()).isZero();
    assertThat(shown.error()).contains("Kernels: nd4j, layer by layer").doesNotContain("asked for");
    assertThat(shown.output())
        .containsPattern("Predicted +7, probability [01]\\.\\d{4}")
        .contains("Layer      conv1 (Conv2d), 6 x 28 x 28")
        .contains("Written    seven-conv1.png, 674 x 1012: activations");
    assertThat(shown.json().fieldNames())
        .toIterable()
        .containsExactly("predicted", "probability", "target", "layer", "shape", "file");
    assertThat(shown.json().get("predicted").asText()).isEqualTo("7");
    assertThat(shown.json().get("probability").asDouble()).isBetween(0.2, 1.0);
    assertThat(shown.json().get("shape").toString()).isEqualTo("[6,28,28]");
    BufferedImage picture = picture("seven-conv1.png");
    assertThat(picture.getHeight()).isEqualTo(674);
    assertThat(picture.getWidth()).isEqualTo(1012);
    assertThat(picture.getRGB(336, 0)).as("a gap").isEqualTo(new Color(40, 90, 160).getRGB());
    assertThat(folder.resolve(".seven-conv1.png.crc")).doesNotExist();
  }

  @Test
  void weightsFilesAndRunsShowTheSame() throws Exception {
    Finished run = features("run", "seven.png", "--layer", "fc1", "--out", "run.png");
    Finished weights =
        features("run/model.safetensors", "seven.png", "--layer", "fc1", "--out", "weights.png");

    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(weights.exitCode()).as(weights.error()).isZero();
    assertThat(folder.resolve("run.png")).hasSameBinaryContentAs(folder.resolve("weights.png"));
  }

  @Test
  void drawsGradientsOfTheClassThatIsAskedFor() throws Exception {
    Finished own = features("run", "seven.png", "--layer", "conv1", "--gradient");
    Finished other =
        features("run", "seven.png", "--layer", "conv1", "--gradient", "--class=2", "--out=2.png");

    assertThat(own.exitCode()).as(own.error()).isZero();
    assertThat(own.output()).contains("seven-conv1-gradient.png, 674 x 1012: gradients of 7");
    assertThat(other.output()).contains("2.png, 674 x 1012: gradients of 2");
    assertThat(Files.readAllBytes(folder.resolve("seven-conv1-gradient.png")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("2.png")));
  }

  @Test
  void drawsGradCamOfTheLastLayerWithPixels() throws Exception {
    String out = folder.resolve("cam.png").toUri().toString();
    Finished shown = features("run", "seven.png", "--grad-cam", "--out", out);

    assertThat(shown.exitCode()).as(shown.error()).isZero();
    assertThat(shown.output())
        .contains("Layer      pool2 (MaxPool2d), 16 x 5 x 5")
        .contains("cam.png, 504 x 504: Grad-CAM of 7");
    assertThat(picture("cam.png").getWidth()).isEqualTo(504);
  }

  private static BufferedImage picture(String name) throws Exception {
    return ImageIO.read(folder.resolve(name).toFile());
  }

  @Test
  void listsLayers() throws Exception {
    Finished help = features("run", "--layer", "help");
    Finished unknown = features("run", "seven.png", "--layer", "covn1");
    Finished missing = features("run", "seven.png");

    assertThat(help.exitCode()).as(help.error()).isZero();
    assertThat(help.output()).containsPattern("conv1 +Conv2d +6 x 28 x 28\n");
    for (Finished refused : List.of(unknown, missing)) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.error())
          .containsPattern("conv1 +Conv2d +6 x 28 x 28\n")
          .doesNotContain("\tat ");
    }

    assertThat(unknown.error())
        .contains(
            "--layer: no layer is called covn1, perhaps conv1 was meant; the layers are listed above");
    assertThat(missing.error())
        .contains("--layer: needed, unless --grad-cam chooses one; the layers");
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    Finished both = features("run", "seven.png", "--layer=conv1", "--gradient", "--grad-cam");
    Finished noClass = features("run", "seven.png", "--grad-cam", "--class", "12");
    Finished flat = features("run", "seven.png", "--grad-cam", "--layer", "fc1");
    Finished noImage = features("run", "--grad-cam");

    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.error()).contains("--gradient").contains("mutually exclusive");
    assertThat(noClass.exitCode()).isEqualTo(2);
    assertThat(noClass.error()).contains("--class: no class is called 12; known are [0, 1, ");
    assertThat(flat.exitCode()).isEqualTo(2);
    assertThat(flat.error()).contains("--grad-cam needs a layer with height and width");
    assertThat(noImage.exitCode()).isEqualTo(2);
    assertThat(noImage.error()).contains("Missing IMAGE");
  }

  @Test
  void namesMissingAndUnusableFiles() throws Exception {
    Finished noRun = features("no-run", "seven.png", "--grad-cam");
    Finished noImage = features("run", "no.png", "--grad-cam");
    Finished noPicture = features("run", "small.conf", "--grad-cam");
    Finished folder = features("run", ".", "--grad-cam");
    Finished large = features("run", "large.png", "--grad-cam");
    Finished noPlace = features("run", "seven.png", "--grad-cam", "--out", "small.conf/a.png");

    assertThat(noRun.exitCode()).isEqualTo(2);
    assertThat(noRun.error()).contains("no-run").doesNotContain("\tat ");
    assertThat(folder.exitCode()).isEqualTo(4);
    assertThat(folder.error()).contains("expected an image file, found a folder.");
    assertThat(noImage.exitCode()).isEqualTo(4);
    assertThat(noImage.error()).contains("no.png: expected an image file, found nothing.");
    assertThat(noPicture.exitCode()).isEqualTo(4);
    assertThat(noPicture.error()).contains("small.conf: expected an image, found ");
    assertThat(large.exitCode()).isEqualTo(4);
    assertThat(large.error())
        .contains(
            "large.png: expected an image that is 28 x 28 x 1 after the transforms, as lenet5 takes"
                + " it, found 40 x 40 x 1.");
    assertThat(noPlace.exitCode()).isEqualTo(2);
    assertThat(noPlace.error()).contains("small.conf/a.png cannot be written: ");
  }
}
