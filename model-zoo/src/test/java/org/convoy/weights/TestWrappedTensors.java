package org.convoy.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One small model as many training scripts save it; files of src/test/python/pytorch_files.py. */
final class TestWrappedTensors {
  private static final Set<String> NETWORK =
      Set.of(
          "conv1.weight",
          "conv1.bias",
          "bn1.weight",
          "bn1.bias",
          "bn1.running_mean",
          "bn1.running_var",
          "fc.weight",
          "fc.bias");

  private static Path file(String name) {
    try {
      return Path.of(TestWrappedTensors.class.getResource("/pytorch/wrapped-" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** As they come into a network. */
  private static Map<String, Tensor> read(String name, WeightChoice choice) throws IOException {
    Path path = file(name);
    try (FileChannel channel = FileChannel.open(path)) {
      Safetensors file = WeightFile.read(WeightSource.of(path, channel), choice);
      WeightChoice left = WeightFile.choiceWithin(file, choice);
      return new WrappedTensors(name, file.tensors(), left).of(NETWORK);
    }
  }

  /** As in densenet121-a639ec97.pth of torchvision. */
  @Test
  void knowsTheOldNamesOfDenseLayers() {
    Tensor tensor = Tensor.ofFloats(new float[] {1}, 1);
    Map<String, Tensor> file =
        Map.of(
            "module.features.denseblock1.denselayer12.norm.1.running_mean", tensor,
            "module.features.denseblock1.denselayer12.conv.2.weight", tensor,
            "module.features.norm5.weight", tensor);
    Set<String> names =
        Set.of(
            "features.denseblock1.denselayer12.norm1.running_mean",
            "features.denseblock1.denselayer12.conv2.weight",
            "features.norm5.weight");

    assertThat(new WrappedTensors("x", file, WeightChoice.RAW_IF_THERE).of(names).keySet())
        .isEqualTo(names);
  }

  private static Map<String, Tensor> expected(String name) throws IOException {
    return WeightFile.read(file(name + ".safetensors")).tensors();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data-parallel.pth",
        "compiled.pth",
        "timm.pth",
        "torchvision.pth",
        "torchvision-legacy.pth",
        "ema-state-dict.pth",
        "composer.pth",
        "lightning.pth",
        "lightning-ema.pth",
        "anything.pth",
        "anything-protocol5.pth",
        "both.safetensors"
      })
  void takesTheRawWeights(String name) throws IOException {
    assertThat(read(name, WeightChoice.RAW_IF_THERE)).isEqualTo(expected("raw"));
    assertThat(read(name, WeightChoice.RAW)).isEqualTo(expected("raw"));
  }

  /** A counter and a criterion beside it. */
  @Test
  void leavesOutWhatIsBesideAPrefix() throws IOException {
    assertThat(read("module.safetensors", WeightChoice.RAW)).isEqualTo(expected("raw"));
    assertThat(read("averaged.pth", WeightChoice.RAW_IF_THERE)).isEqualTo(expected("ema"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timm.pth",
        "timm-ema-only.pth",
        "torchvision.pth",
        "torchvision-legacy.pth",
        "ema-state-dict.pth",
        "lightning-ema.pth",
        "both.safetensors"
      })
  void takesTheAverageWhenAsked(String name) throws IOException {
    assertThat(read(name, WeightChoice.EMA)).isEqualTo(expected("ema"));
  }

  @Test
  void takesTheAverageWhereThereIsNothingElse() throws IOException {
    assertThat(read("timm-ema-only.pth", WeightChoice.RAW_IF_THERE)).isEqualTo(expected("ema"));
    assertThatThrownBy(() -> read("timm-ema-only.pth", WeightChoice.RAW))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("only averaged weights (EMA) are in it, in state_dict_ema");
  }

  @ParameterizedTest
  @CsvSource({"data-parallel.pth", "composer.pth", "module.safetensors"})
  void saysThatThereIsNoAverage(String name) {
    assertThatThrownBy(() -> read(name, WeightChoice.EMA))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("no averaged weights (EMA) of the network are in it");
  }

  @ParameterizedTest
  @EnumSource(names = {"RAW", "RAW_IF_THERE"})
  void refusesToChooseBetweenTwoNetworks(WeightChoice choice) {
    assertThatThrownBy(() -> read("twice.safetensors", choice))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("the network is in it more than once, in [student., teacher.]");
  }

  @Test
  void leavesWhatHasNoPrefixAsItIs() throws IOException {
    Map<String, Tensor> tensors = new HashMap<>(expected("raw"));
    tensors.put("other.weight", Tensor.ofFloats(new float[] {1}, 1));

    assertThat(new WrappedTensors("x", tensors, WeightChoice.RAW_IF_THERE).of(NETWORK))
        .as("it is refused as unexpected")
        .isEqualTo(tensors);
    tensors.remove("fc.bias");
    assertThat(new WrappedTensors("x", tensors, WeightChoice.RAW_IF_THERE).of(NETWORK))
        .as("it is told what is missing")
        .isEqualTo(tensors);
  }

  @Test
  void theAverageBesideTheNetworkIsNoPartOfIt() throws IOException {
    Map<String, Tensor> tensors = new HashMap<>(expected("raw"));
    expected("ema").forEach((name, tensor) -> tensors.put("model_ema.module." + name, tensor));

    assertThat(new WrappedTensors("x", tensors, WeightChoice.RAW).of(NETWORK))
        .isEqualTo(expected("raw"));
    assertThat(new WrappedTensors("x", tensors, WeightChoice.EMA).of(NETWORK))
        .isEqualTo(expected("ema"));
  }
}
