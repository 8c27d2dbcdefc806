package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.convoy.config.NormalizeConfig;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.file.RunException;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightChoice;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestForeignWeights {
  private static final NormalizeConfig NONE = new NormalizeConfig(List.of(), List.of());

  @Test
  void recognisesCifarResNetsByTheirBlocks() {
    Map<String, Tensor> tensors = cifarResNet(5);

    assertThat(read(tensors, Map.of()).description().architecture())
        .isEqualTo(new Architecture("resnet32", 7, 3, 32, 32));

    tensors.put("layer2.0.shortcut.0.weight", tensor(32, 16, 1, 1));
    assertThat(read(tensors, Map.of()).description().architecture().name()).isEqualTo("resnet32_b");
  }

  @Test
  void takesClassesAndNormalizationFromMetadataInWords() {
    ModelDescription description =
        read(
                cifarResNet(3),
                Map.of("classes", "a,b, c,d,e,f,g", "normalize", "mean .5,.25,1 std .1, 2,.3"))
            .description();

    assertThat(description.classes()).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(description.normalization())
        .isEqualTo(new NormalizeConfig(List.of(0.5, 0.25, 1.0), List.of(0.1, 2.0, 0.3)));
  }

  @Test
  void numbersClassesThatAreNotNamed() {
    ModelDescription description = read(cifarResNet(3), Map.of("classes", "a,b")).description();

    assertThat(description.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6");
    assertThat(description.normalization()).isEqualTo(NONE);
  }

  @Test
  void leavesOutWhatOnlyCountsBatches() {
    Map<String, Tensor> tensors = cifarResNet(3);
    tensors.put("bn1.num_batches_tracked", Tensor.ofLongs(new long[] {5}));

    assertThat(read(tensors, Map.of()).tensors())
        .containsKey("linear.weight")
        .doesNotContainKey("bn1.num_batches_tracked");
  }

  @Test
  void takesOtherNetworksByName() {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put("conv1.weight", tensor(64, 1, 7, 7));
    tensors.put("fc.weight", tensor(12, 512));
    Safetensors file = new Safetensors(tensors, Map.of());

    assertThat(
            new ForeignWeights("x", file, WeightChoice.RAW_IF_THERE)
                .read(Optional.of("resnet18"))
                .description()
                .architecture())
        .isEqualTo(new Architecture("resnet18", 12, 1, 224, 224));
  }

  @Test
  void recognisesNetworksByAllNamesAndLeavesOutAuxiliaryClassifiers() {
    ParameterLayout layout =
        ParameterLayout.of(ModelZoo.configuration(new Architecture("googlenet", 5, 3, 224, 224)));
    Map<String, Tensor> tensors = new TreeMap<>(StateDict.of(layout, new float[layout.size()]));
    tensors.put("aux1.fc2.weight", tensor(5, 1024));

    ModelFile read = read(tensors, Map.of());

    assertThat(read.description().architecture())
        .isEqualTo(new Architecture("googlenet", 5, 3, 224, 224));
    assertThat(read.tensors()).containsKey("fc.weight").doesNotContainKey("aux1.fc2.weight");
    assertThat(read.layout()).isEqualTo(layout);
  }

  /** ResNeXt-50, Wide ResNet-50 and ResNet-50 have the same names. */
  @ParameterizedTest
  @ValueSource(strings = {"resnext50_32x4d", "wide_resnet50_2", "resnet50", "mnasnet0_5"})
  void tellsNetworksOfTheSameNamesByTheirShapes(String network) {
    Architecture architecture = new Architecture(network, 5, 3, 224, 224);
    Map<String, Tensor> tensors = new TreeMap<>();
    ParameterLayout.of(ModelZoo.configuration(architecture))
        .segments()
        .forEach(
            segment ->
                tensors.put(
                    segment.name(),
                    tensor(segment.shape().stream().mapToLong(Integer::longValue).toArray())));

    assertThat(read(tensors, Map.of()).description().architecture()).isEqualTo(architecture);
  }

  @Test
  void saysWhichTensorTheNamedNetworkLacks() {
    assertThatThrownBy(
            () ->
                new ForeignWeights(
                        "x", new Safetensors(cifarResNet(3), Map.of()), WeightChoice.RAW_IF_THERE)
                    .read(Optional.of("resnet18")))
        .isInstanceOf(RunException.class)
        .hasMessage("weights x: resnet18 has a tensor fc.weight, but there is none in the file");
  }

  @Test
  void asksForTheNameOfAnythingElse() {
    assertThatThrownBy(() -> read(Map.of("weight", tensor(2, 2)), Map.of()))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "weights x: neither its metadata nor the names of its tensors say what network it is"
                + " for; name one of the model zoo with --model (convoy inspect --tensors lists the"
                + " tensors)");
  }

  private static ModelFile read(Map<String, Tensor> tensors, Map<String, String> metadata) {
    return new ForeignWeights("x", new Safetensors(tensors, metadata), WeightChoice.RAW_IF_THERE)
        .read(Optional.empty());
  }

  /** As far as it is looked at. */
  private static Map<String, Tensor> cifarResNet(int blocks) {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put("conv1.weight", tensor(16, 3, 3, 3));
    for (int block = 0; block < blocks; block++) {
      tensors.put("layer1." + block + ".conv1.weight", tensor(16, 16, 3, 3));
    }

    tensors.put("layer3.0.conv1.weight", tensor(64, 32, 3, 3));
    tensors.put("linear.weight", tensor(7, 64));
    return tensors;
  }

  private static Tensor tensor(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }

    return Tensor.ofFloats(new float[size], shape);
  }
}
