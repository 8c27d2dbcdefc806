package org.convoy.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.Call;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.NormalizeConfig;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.file.RunException;
import org.convoy.train.SmallTraining;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestModelCard {
  private static final List<String> HOSTILE =
      List.of(
          "plain",
          "</p><script>alert(1)</script>",
          "[a](javascript:alert(1))",
          "`code` | ![x](http://x.test/y.png)",
          "two\nlines: \u001b[31mred\u202egnp",
          "https://x.test/");

  @TempDir private Path folder;

  private static ModelDescription description(String network, List<String> classes, Call... all) {
    return new ModelDescription(
        new Architecture(network, classes.size(), 3, 224, 224),
        classes,
        List.of(all),
        new NormalizeConfig(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)));
  }

  private static String card(ModelDescription model) {
    return ModelCard.of(
        model,
        ParameterLayout.of(ModelZoo.configuration(model.architecture())),
        text -> text.replace("plain", "hidden"));
  }

  @Test
  void escapesNamesOfClasses() {
    String card = card(description("resnet18", HOSTILE));

    assertThat(card)
        .startsWith(
            """
            ---
            license: unknown # fill in
            library_name: timm
            pipeline_tag: image-classification
            tags:
            - image-classification
            - convoy
            - "resnet18"
            ---

            # resnet18

            """)
        .contains("hidden, &lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;, ")
        .contains("\\[a\\](javascript\\:alert(1)), \\`code\\` \\| \\!\\[x\\](http\\://x\\.test/")
        .contains("two\\\\u000alines\\: \\\\u001b\\[31mred\\\\u202egnp, https\\://x\\.test/\n")
        .doesNotContain("<", "\u001b", "\u202e");
  }

  @Test
  void saysWhichLibraryHasTheNetwork() {
    List<String> two = List.of("a", "b");
    assertThat(card(description("resnet50", two)))
        .contains("torchvision.models.resnet50(num_classes=2)", "timm has the same names");
    assertThat(card(description("googlenet", two)))
        .contains("torchvision.models.googlenet(num_classes=2, aux_logits=False, init_weights=Fa")
        .contains("timm has no network with these names", "library_name: convoy");
    ModelDescription own = description("resnet20", two);
    assertThat(card(own)).contains("timm and torchvision have no\nnetwork that they fit.");
  }

  @Test
  void namesAHundredClasses() {
    List<String> names = IntStream.range(0, 1000).mapToObj(i -> "class" + i).toList();

    assertThat(card(description("resnet18", names)))
        .contains("class99, and 900 more, which the metadata of `model.safetensors` name")
        .doesNotContain("class100");
  }

  @Test
  void tellsWhatTheTrainingGave() {
    SmallTraining training = SmallTraining.of("local[2]", 100);
    ConvoyConfig config = training.config();
    RunFolder run = RunFolder.at(folder.toString(), new Configuration());
    run.begin(config, Map.of());
    training.run(folder);
    double accuracy = run.result().orElseThrow().accuracy();

    String card =
        ModelCard.of(
            run.model(new Configuration()).description(),
            run.model(new Configuration()).layout(),
            run,
            config,
            "average.safetensors",
            text -> text);

    assertThat(card)
        .contains("model-index:\n- name: \"layers, squares\"\n")
        .contains("    - type: accuracy\n      value: %.4f\n".formatted(accuracy))
        .contains(
            "datasets:\n- \"squares\"\n", "    batchSize = 8\n", "After the last of 2 epochs.")
        .contains(run.result().orElseThrow().weightsSha256())
        .contains("    convoy predict average.safetensors image.jpg\n");
  }

  @Test
  void describesImagesAsTimmDoes() throws IOException {
    Call resize = new Call("resize", Map.of("size", 256, "interpolation", "bicubic"));
    Call crop = new Call("centerCrop", Map.of("size", 224));
    JsonNode config = timm(description("resnet18", HOSTILE, resize, crop));

    assertThat(config.get("architecture").asText()).isEqualTo("resnet18");
    assertThat(config.get("num_classes").asInt()).isEqualTo(6);
    assertThat(config.get("label_names").get(1).asText()).isEqualTo(HOSTILE.get(1));
    assertThat(config.has("model_args")).isFalse();
    JsonNode images = config.get("pretrained_cfg");
    assertThat(images.get("input_size").toString()).isEqualTo("[3,224,224]");
    assertThat(images.get("interpolation").asText()).isEqualTo("bicubic");
    assertThat(images.get("crop_pct").asDouble()).isEqualTo(0.875);
    assertThat(images.get("crop_mode").asText()).isEqualTo("center");
    assertThat(images.get("mean").toString()).isEqualTo("[0.485,0.456,0.406]");
    assertThat(images.get("classifier").asText()).isEqualTo("fc");

    Call both = new Call("resize", Map.of("size", List.of(224, 224)));
    JsonNode squashed = timm(description("alexnet", HOSTILE, both)).get("pretrained_cfg");
    assertThat(squashed.get("crop_mode").asText()).isEqualTo("squash");
    assertThat(squashed.has("classifier")).isFalse();
  }

  private static JsonNode timm(ModelDescription model) throws IOException {
    return new ObjectMapper().readTree(TimmConfig.of(model).json());
  }

  @Test
  void isNoFolderOfARun() throws IOException {
    Files.writeString(folder.resolve("config.conf"), "");

    assertThatThrownBy(() -> new HuggingFaceFolder(folder.toString(), new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is a run's and is not written over; name another one with --out");
  }
}
