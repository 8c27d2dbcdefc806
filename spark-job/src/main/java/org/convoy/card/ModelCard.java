package org.convoy.card;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.convoy.common.Json;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.Setting;
import org.convoy.data.HadoopFiles;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.TrainResult;
import org.convoy.state.EpochMetrics;
import org.convoy.zoo.Architecture;

/**
 * {@code README.md} in the layout of Hugging Face's model cards. Names of classes and data are
 * hostile text: what means something to Markdown, HTML or a terminal is escaped, and values of the
 * front matter are JSON strings, which are YAML.
 */
public final class ModelCard {
  /** What may mean something to Markdown, or make a link of a text. */
  private static final String MARKS = "\\`*_{}[]#+-.!|~$:@=^%";

  /** By name, before the rest is only counted. */
  private static final int MOST_CLASSES = 100;

  /** Of a model by itself. */
  private static final String FILE = "model.safetensors";

  private final ModelDescription model;
  private final long parameters;
  private final Optional<Training> training;
  private final String file;
  private final UnaryOperator<String> shown;
  private final StringBuilder text = new StringBuilder();

  /**
   * Where a model comes from.
   *
   * @param last epoch
   */
  private record Training(ConvoyConfig config, TrainResult result, EpochMetrics last) {
    String dataName() {
      return HadoopFiles.path(config.data().path().orElseThrow().toString()).getName();
    }

    String split() {
      return result.isValidatedOnTest() ? "test" : "validation";
    }
  }

  private ModelCard(
      ModelDescription model,
      ParameterLayout layout,
      Optional<Training> training,
      String file,
      UnaryOperator<String> shown) {
    this.model = requireNonNull(model, "model is null");
    this.training = requireNonNull(training, "training is null");
    this.file = requireNonNull(file, "file is null");
    this.shown = requireNonNull(shown, "shown is null");
    parameters =
        layout.segments().stream()
            .filter(segment -> segment.role().isTrainable())
            .mapToLong(ParameterLayout.Segment::length)
            .sum();
  }

  /**
   * Of a model that nothing is known of but itself.
   *
   * @param shown what is written of a text, which may hold secrets
   */
  public static String of(
      ModelDescription model, ParameterLayout layout, UnaryOperator<String> shown) {
    return new ModelCard(model, layout, Optional.empty(), FILE, shown).text();
  }

  /**
   * Of the model of a run that was measured; of one that is not finished, of the model alone.
   *
   * @param file that has it
   * @param shown what is written of a text, which may hold secrets
   */
  public static String of(
      ModelDescription model,
      ParameterLayout layout,
      RunFolder folder,
      ConvoyConfig config,
      String file,
      UnaryOperator<String> shown) {
    List<EpochMetrics> history = folder.history();
    Optional<Training> training =
        folder
            .result()
            .filter(unused -> !history.isEmpty())
            .map(result -> new Training(config, result, history.get(history.size() - 1)));
    return new ModelCard(model, layout, training, file, shown).text();
  }

  private String text() {
    frontMatter();
    line("# %s", escaped(name()));
    line("");
    line("%s", summary());
    training.ifPresent(this::results);
    classes();
    section("Preprocessing");
    line("`%s`", code(model.preprocessing()));
    use();
    training.ifPresent(this::howItWasTrained);
    section("Intended use, limitations, licence");
    line(
        "To be filled in, as `license` above: what the model is for and what it is not, whose images");
    line("it was trained on, and under which licence it may be used.");
    return text.toString();
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private void section(String title) {
    line("");
    line("## %s", title);
    line("");
  }

  private Architecture network() {
    return model.architecture();
  }

  private String name() {
    return training
        .map(trained -> "%s, %s".formatted(network().name(), trained.dataName()))
        .orElse(network().name());
  }

  private void frontMatter() {
    boolean isOfTimm = PeerNetwork.of(network()) == PeerNetwork.TIMM;
    line("---");
    line("license: unknown # fill in");
    line("library_name: %s", isOfTimm ? "timm" : "convoy");
    line("pipeline_tag: image-classification");
    line("tags:");
    line("- image-classification");
    line("- convoy");
    line("- %s", quoted(network().name()));
    training.ifPresent(this::measured);
    line("---");
    line("");
  }

  private void measured(Training trained) {
    line("datasets:");
    line("- %s", quoted(trained.dataName()));
    line("metrics:");
    line("- accuracy");
    line("- f1");
    line("model-index:");
    line("- name: %s", quoted(name()));
    line("  results:");
    results(trained, trained.split(), trained.result().accuracy(), trained.last());
    Optional.ofNullable(trained.result().test())
        .ifPresent(test -> results(trained, "test", test.accuracy(), null));
  }

  /**
   * @param epoch whose further metrics are of this split, too; null: none
   */
  private void results(Training trained, String split, double accuracy, EpochMetrics epoch) {
    line("  - task:");
    line("      type: image-classification");
    line("    dataset:");
    line("      name: %s", quoted(trained.dataName()));
    line("      type: %s", quoted(trained.dataName()));
    line("      split: %s", split);
    line("    metrics:");
    line("    - type: accuracy");
    line("      value: %.4f", accuracy);
    if (epoch != null && epoch.validationMacroF1() != null) {
      line("    - type: f1");
      line("      name: macro F1");
      line("      value: %.4f", epoch.validationMacroF1());
    }
  }

  /** A JSON string, which is a YAML string, of characters that are seen. */
  private String quoted(String value) {
    return Json.of(visible(shown.apply(value)));
  }

  private String summary() {
    return String.format(
        Locale.ROOT,
        "%s of %,d parameters for %d classes, from %s images of %d x %d pixels (height x width)%s.",
        "`" + code(network().name()) + "`",
        parameters,
        network().numClasses(),
        network().inputChannels() == 1 ? "gray" : "RGB",
        network().inputHeight(),
        network().inputWidth(),
        training.isPresent() ? ", trained by Convoy" : "");
  }

  private void results(Training trained) {
    section("Results");
    line("| images | accuracy | loss | top 5 | macro F1 | calibration error |");
    line("| --- | --- | --- | --- | --- | --- |");
    EpochMetrics last = trained.last();
    line(
        "| %s | %.4f | %.4f | %s | %s | %s |",
        trained.split(),
        trained.result().accuracy(),
        trained.result().loss(),
        number(last.validationTopFiveAccuracy()),
        number(last.validationMacroF1()),
        number(last.validationCalibrationError()));
    Optional.ofNullable(trained.result().test())
        .ifPresent(
            test -> line("| test | %.4f | %.4f | – | – | – |", test.accuracy(), test.loss()));
    line("");
    line("After the last of %d epochs.", trained.result().epochs());
  }

  private static String number(Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }

  private void classes() {
    section("Classes");
    List<String> named = model.classes().stream().limit(MOST_CLASSES).map(this::escaped).toList();
    int others = model.classes().size() - named.size();
    line(
        "%s%s",
        String.join(", ", named),
        others > 0
            ? ", and %,d more, which the metadata of `%s` name".formatted(others, file)
            : "");
    line("");
    line("in the order of the outputs.");
  }

  private void use() {
    section("Use");
    line("    convoy predict %s image.jpg", file);
    line("");
    PeerNetwork peer = PeerNetwork.of(network());
    if (peer == PeerNetwork.NONE || network().inputChannels() != 3) {
      line("The tensors have the names of a PyTorch state dict. timm and torchvision have no");
      line("network that they fit.");
      return;
    }

    line("The tensors have torchvision's names:");
    line("");
    line("    model = %s", PeerNetwork.torchvision(network()));
    line("    model.load_state_dict(safetensors.torch.load_file(\"%s\"))", file);
    line("");
    line(
        peer == PeerNetwork.TIMM
            ? "timm has the same names: with `config.json` (`convoy export --format huggingface`),"
                + " `timm.create_model(\"hf-hub:USER/NAME\", pretrained=True)`."
            : "timm has no network with these names.");
  }

  private void howItWasTrained(Training trained) {
    section("Training");
    line("What the config sets other than by default:");
    line("");
    List<Setting> set =
        trained.config().settings().stream()
            .filter(setting -> !setting.value().equals(setting.byDefault()))
            .toList();
    text.append(
        set.stream()
            .map(setting -> "    %s = %s\n".formatted(setting.key(), setting.value()))
            .map(shown)
            .map(ModelCard::visibleLine)
            .collect(Collectors.joining()));
    line("");
    line("%.0f images/s. SHA-256 of the weights as float32:", trained.result().imagesPerSecond());
    line("`%s`.", trained.result().measuredSha256());
  }

  private static String visibleLine(String line) {
    return visible(line.stripTrailing()) + "\n";
  }

  /** Within a pair of backticks, where nothing else means anything. */
  private String code(String value) {
    return visible(shown.apply(value)).replace('`', '\'');
  }

  /** As Markdown that shows the text and nothing else. */
  private String escaped(String value) {
    String seen = visible(shown.apply(value));
    StringBuilder escaped = new StringBuilder();
    seen.codePoints()
        .forEach(
            character -> {
              boolean isMark = MARKS.indexOf(character) >= 0;
              switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.append(isMark ? "\\" : "").appendCodePoint(character);
              }
            });
    return escaped.toString();
  }

  /** What cannot be seen but changes how the rest is seen, is seen. */
  private static String visible(String value) {
    List<String> characters = new ArrayList<>();
    value.codePoints().forEach(character -> characters.add(visible(character)));
    return String.join("", characters);
  }

  private static String visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          "\\u%04x".formatted(character);
      default -> Character.toString(character);
    };
  }
}
