package org.convoy.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.weights.Safetensors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configs and run folders that released versions wrote, and what came out of them. Each release has
 * a folder; its README says how it was made. When one of these tests fails, users lose their runs.
 */
@ExtendWith(LocalSpark.class)
final class TestReleases {
  private static final Path RELEASES = Path.of("src/test/resources/releases");
  private static final int SIDE = 10;
  private static final int IDX_HEADER = 16;

  /** Keys that are kept as what they came to with the data. */
  private static final List<String> FOUND_OUT = List.of("data.shuffle", "loss.classWeights");

  @TempDir private Path folder;

  /** What a release wrote, with what is expected of it. */
  private record Release(Path path) {
    JsonNode expected(String what) {
      try {
        return new ObjectMapper().readTree(path.resolve("expected.json").toFile()).get(what);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return path.getFileName().toString();
    }
  }

  /** What a command did. */
  static List<Release> releases() throws IOException {
    try (Stream<Path> paths = Files.list(RELEASES)) {
      return paths.filter(Files::isDirectory).sorted().map(Release::new).toList();
    }
  }

  /** A copy that may be written to. */
  private String copy(Release release, String run) throws IOException {
    Path from = release.path().resolve(run);
    Path to = folder.resolve(run);
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }

    return to.toString();
  }

  /** Both as its user wrote it and as the run folder keeps it, with all keys. */
  @ParameterizedTest
  @MethodSource("releases")
  void itsConfigsMeanTheSame(Release release) throws IOException {
    for (String run : List.of("slowmo", "gradient", "finished")) {
      Path kept = release.path().resolve(run).resolve("config.conf");
      ConvoyConfig written = parse(release.path().resolve(run + ".conf"));

      assertThat(parse(kept).differences(written))
          .as(run)
          .extracting(Difference::key)
          .isSubsetOf(FOUND_OUT);
    }
  }

  private static ConvoyConfig parse(Path file) throws IOException {
    return ConvoyConfig.parseRendered(file.toString(), Files.readString(file), List.of());
  }

  /** Killed within an epoch, with all that a checkpoint can hold. */
  @ParameterizedTest
  @MethodSource("releases")
  void itsRunsGoOnToTheSameWeights(Release release) throws IOException {
    for (String run : List.of("slowmo", "gradient")) {
      String config = release.path().resolve(run + ".conf").toString();

      Finished continued = Finished.of("train", config, "--run", copy(release, run), "--json");

      JsonNode expected = release.expected(run);
      assertThat(continued.output()).contains(expected.get("continuing").asText());
      assertThat(continued.successful().json().get("weightsSha256").asText())
          .as(run)
          .isEqualTo(
              expected
                  .get("weightsSha256")
                  .get(KernelBackend.instructionSet().settingName())
                  .asText());
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void itsFinishedRunIsUsed(Release release) throws IOException {
    String run = copy(release, "finished");
    String config = release.path().resolve("finished.conf").toString();
    JsonNode expected = release.expected("finished");

    Finished again = Finished.of("train", config, "--run", run, "--json");
    assertThat(again.output()).contains("Already finished; nothing to do.");
    assertThat(again.successful().json().get("weightsSha256"))
        .isEqualTo(expected.get("weightsSha256"));
    JsonNode last = Finished.of("evaluate", run, "--json").successful().json();
    assertThat(last.get("correct")).isEqualTo(expected.get("correct"));
    assertThat(last.get("loss").asDouble())
        .isCloseTo(expected.get("loss").asDouble(), within(1e-6));
    JsonNode best =
        Finished.of("evaluate", run + "/checkpoints/best", "--json").successful().json();
    assertThat(best.get("loss").asDouble())
        .isCloseTo(expected.get("bestLoss").asDouble(), within(1e-6));

    List<String> predictions = predictions(release, run);
    for (int i = 0; i < predictions.size(); i++) {
      String[] found = predictions.get(i).split("\t", -1);
      String[] wanted = release.expected("predictions").get(i).asText().split("\t", -1);
      assertThat(found[0] + found[1]).isEqualTo(wanted[0] + wanted[1]);
      assertThat(Double.parseDouble(found[2]))
          .isCloseTo(Double.parseDouble(wanted[2]), within(3e-6));
    }

    assertThat(predictions).hasSameSizeAs(release.expected("predictions"));
  }

  /** Of the first test images. */
  private List<String> predictions(Release release, String run) throws IOException {
    byte[] pixels = Files.readAllBytes(release.path().resolve("data/t10k-images-idx3-ubyte"));
    Path images = Files.createDirectory(folder.resolve("images"));
    for (int i = 0; i < 3; i++) {
      int from = IDX_HEADER + i * SIDE * SIDE;
      byte[] image = Arrays.copyOfRange(pixels, from, from + SIDE * SIDE);
      Files.write(images.resolve(i + ".pgm"), PnmEncoder.encode(new Image(SIDE, SIDE, 1, image)));
    }

    Finished predicted = Finished.of("predict", run, images.toString());
    assertThat(predicted.exitCode()).as(predicted.error()).isZero();
    List<String> lines = new ArrayList<>();
    predicted.output().lines().forEach(line -> lines.add(line.substring(line.indexOf("images/"))));
    return lines;
  }

  @ParameterizedTest
  @MethodSource("releases")
  void itsModelsAreExported(Release release) throws IOException {
    String run = copy(release, "finished");
    for (String format : List.of("onnx", "dl4j", "safetensors")) {
      Path file = folder.resolve(format);

      Finished exported = Finished.of("export", run, "--format", format, "--out", file.toString());

      assertThat(exported.exitCode()).as(exported.error()).isZero();
      assertThat(file).isNotEmptyFile();
    }

    assertThat(Safetensors.read(folder.resolve("safetensors")).tensors())
        .isEqualTo(Safetensors.read(Path.of(run, "model.safetensors")).tensors());
    assertThat(Files.readString(folder.resolve("onnx"), ISO_8859_1)).contains("convoy.model");
  }
}
