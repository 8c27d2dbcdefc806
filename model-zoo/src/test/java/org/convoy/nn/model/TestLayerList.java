package org.convoy.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoy.common.argument.Argument;
import org.convoy.nn.network.Network;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;

class TestLayerList {
  private static final InputShape INPUT = new InputShape(3, 12, 10);

  /** The same network as {@link SmallNet}. */
  private static final String SMALL_NET =
      """
      [{"conv2d": {"out": 16, "kernel": 3, "padding": 1}}, "batchNorm2d", "relu",
       {"residual": {
         "body": [{"conv2d": {"out": 24, "kernel": 3, "padding": 1, "stride": 2, "bias": false}},
                  "batchNorm2d", "relu",
                  {"conv2d": {"out": 24, "kernel": 3, "padding": 1, "groups": 2}}],
         "shortcut": [{"conv2d": {"out": 24, "kernel": 1, "stride": 2, "bias": false}},
                      "batchNorm2d"],
         "activation": "relu"}},
       {"name": "inception", "branches": [
         {"conv2d": {"out": 5, "kernel": 1}},
         [{"conv2d": {"out": 7, "kernel": [1, 3], "padding": [0, 1]}}, "relu"],
         {"name": "pool", "maxPool2d": {"kernel": 3, "stride": 1, "padding": 1}}]},
       {"name": "head", "sequential": [
         {"adaptiveAvgPool2d": {"output": 2}}, "flatten",
         {"linear": {"out": 32, "weightInit": "kaimingNormalByFanIn", "biasInit": "zero"}},
         "relu", {"dropout": {"probability": 0.25}}, {"linear": {"out": 10}}]}]
      """;

  @Test
  void threeDefinitionsOfANetworkGiveTheSame() {
    Sequential built = new SmallNet().create(10, INPUT);
    LayerList list = LayerList.of(items(SMALL_NET));
    assertThat(list.model()).isEqualTo(built);
    Architecture ofLayers = Architecture.of(list, 10, INPUT);
    Architecture ofClass = new Architecture(SmallNet.class.getName(), 10, 3, 12, 10);
    try (Network first = Network.create(built.configuration(10, INPUT));
        Network second = Network.create(ModelZoo.configuration(ofLayers));
        Network third = Network.create(ModelZoo.configuration(ofClass))) {
      float[] expected = logits(first);
      for (Network other : List.of(second, third)) {
        assertThat(logits(other)).isEqualTo(expected);
        assertThat(other.parameters()).isEqualTo(first.parameters());
        assertThat(other.layout()).isEqualTo(first.layout());
      }
    }
  }

  private static float[] logits(Network network) {
    network.initialize(3);
    float[] input = new float[2 * 3 * 12 * 10];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) Math.sin(i);
    }

    network.input(2).put(input);
    return network.logits(2);
  }

  @Test
  void architecturesCarryTheirLayersOrClass() {
    Architecture ofLayers = Architecture.of(LayerList.of(items(SMALL_NET)), 10, INPUT);
    Architecture ofClass = new Architecture(SmallNet.class.getName(), 10, 3, 12, 10);
    assertThat(Architecture.fromJson(ofLayers.toJson())).isEqualTo(ofLayers);
    assertThat(Architecture.fromJson(ofClass.toJson())).isEqualTo(ofClass);
    assertThat(ofLayers.toJson())
        .startsWith(
            "{\"name\":\"layers\",\"numClasses\":10,\"inputChannels\":3,\"inputHeight\":12,"
                + "\"inputWidth\":10,\"layers\":[{\"conv2d\":{\"kernel\":3,\"out\":16,");
    assertThat(ofClass.toJson())
        .startsWith("{\"name\":\"org.convoy.nn.model.SmallNet\"")
        .doesNotContain("layers");
    LayerList layers = ofLayers.layers();
    assertThatThrownBy(() -> new Architecture("resnet20", 10, 3, 32, 32, layers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A network of layers has the name \"layers\", got \"resnet20\"");
    assertThatThrownBy(() -> new Architecture("layers", 10, 3, 32, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Unknown network \"layers\"; ");
  }

  @Test
  void isEqualWhateverTheOrderOfArguments() {
    LayerList one = LayerList.of(items("[{'conv2d': {'out': 4, 'kernel': 3}}]"));
    LayerList other = LayerList.of(items("[{'conv2d': {'kernel': 3, 'out': 4}}]"));
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString(other.toJson());
    assertThat(one.isEmpty()).isFalse();
    assertThat(LayerList.of(List.of())).isEqualTo(LayerList.EMPTY);
  }

  @Test
  void namesAllProblemsWithTheirPlaces() {
    assertProblem(
        "[1, {'relu': {}, 'flatten': {}}]",
        "layers[0]: expected a layer, such as relu or {conv2d {…}}, got 1;"
            + " layers[1]: expected one layer, as in {conv2d {…}}, got the keys [flatten, relu]");
    assertProblem(
        "[[{'branches': 'relu'}], {'branches': []}]",
        "layers[0][0].branches: expected a list [ … ], got relu;"
            + " layers[1].branches: needs a branch");
    assertProblem(
        "['residual', {'residual': {'body': 'relu', 'shorcut': 'relu'}}]",
        "layers[0].residual: expected { body = [ … ], shortcut = [ … ] }, got {};"
            + " layers[1].residual: unknown part \"shorcut\"; it has [activation, body, shortcut]");
    assertProblem(
        "[{'name': 'a.b', 'relu': {}}, {'conv2d': 3}]",
        "layers[0]: A block's name consists of letters, digits, - and _, got \"a.b\";"
            + " layers[1]: conv2d: expected arguments by name, { … }, got 3");
    assertProblem(
        "[{'sequential': {'relu': {}}}]",
        "layers[0].sequential: expected a list [ … ], got {relu={}}");
  }

  private static void assertProblem(String json, String message) {
    assertThatThrownBy(() -> LayerList.of(items(json)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void namesTheProblemsOfArguments() {
    assertProblem("con2d", Map.of(), "unknown layer \"con2d\"; did you mean conv2d?");
    assertProblem("residul", Map.of(), "unknown layer \"residul\"; did you mean residual?");
    assertProblem(
        "attention",
        Map.of(),
        "unknown layer \"attention\"; known are conv2d, linear, batchNorm2d");
    assertProblem(
        "conv2d",
        Map.of("out", 3),
        "conv2d: needs the argument \"kernel\", an integer, at least 1, or [height, width]");
    assertProblem(
        "conv2d",
        Map.of("out", 3, "kernel", 3, "pading", 1),
        "conv2d: unknown argument \"pading\"; did you mean padding?");
    assertProblem(
        "linear",
        Map.of("out", 3, "colour", 3),
        "linear: unknown argument \"colour\"; it takes out, bias, in, weightInit, biasInit");
    assertProblem("relu", Map.of("slope", 3), "relu: unknown argument \"slope\"; it takes none");
    assertProblem(
        "relu",
        Map.of("name", "relu1"),
        "relu: unknown argument \"name\"; a name stands beside the layer: {name = conv1, conv2d"
            + " {…}}");
    assertProblem(
        "linear", Map.of("out", 2.5), "linear: out must be an integer, at least 1, got 2.5");
    assertProblem(
        "linear", Map.of("out", true), "linear: out must be an integer, at least 1, got true");
    assertProblem("linear", Map.of("out", 0), "linear: out must be at least 1, got 0");
    assertProblem(
        "linear", Map.of("out", 1, "bias", "no"), "linear: bias must be true or false, got \"no\"");
    assertProblem(
        "linear",
        Map.of("out", 1, "weightInit", "xavier"),
        "linear: weightInit must be one of kaimingNormalByFanIn, kaimingNormalByFanOut,"
            + " uniformByFanIn, zero, got \"xavier\"");
    assertProblem(
        "conv2d",
        Map.of("out", 1, "kernel", List.of(1, 2, 3)),
        "conv2d: kernel must be an integer, at least 1, or [height, width], got [1,2,3]");
    assertProblem(
        "dropout",
        Map.of("probability", "half"),
        "dropout: probability must be a number, from 0 to 1, got \"half\"");
  }

  private static void assertProblem(String layer, Map<String, ?> arguments, String start) {
    assertThatThrownBy(() -> LayerCatalog.create(layer, arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(start);
  }

  @Test
  void oneMistakeInEachOfManyItemsIsToldAFewTimes() {
    List<Object> items = Collections.nCopies(500, "Norm2d");

    assertThatThrownBy(() -> LayerList.of(items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layers[0]: unknown layer \"Norm2d\"")
        .hasMessageEndingWith("; and 480 more");
  }

  @Test
  void everyLayerCanBeCreated() {
    Map<String, Object> enough =
        Map.ofEntries(
            Map.entry("out", 8),
            Map.entry("kernel", 3),
            Map.entry("output", 1),
            Map.entry("groups", 2),
            Map.entry("channels", 4),
            Map.entry("size", 3),
            Map.entry("normalizedShape", 4),
            Map.entry("first", 0),
            Map.entry("count", 2),
            Map.entry("dimensions", List.of(0, 2, 3, 1)));
    assertThat(LayerCatalog.CATALOG.entries())
        .allSatisfy(
            layer -> {
              Map<String, Object> taken = new HashMap<>(enough);
              taken.keySet().retainAll(layer.arguments().stream().map(Argument::name).toList());
              assertThat(LayerCatalog.create(layer.name(), taken)).isNotNull();
            });
  }

  private static List<Object> items(String json) {
    try {
      return new ObjectMapper().readValue(json.replace('\'', '"'), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
