package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.conv.Conv3d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestPlanExecution {
  private static final Architecture LENET5 = new Architecture("lenet5", 10, 1, 28, 28);
  private static final Architecture RESNET20 = new Architecture("resnet20", 10, 3, 32, 32);

  /** The more examples, the more activations lie at an edge. */
  private static final int SMALL_BATCH = 2;

  static Stream<Architecture> architectures() {
    return Stream.of(
            "lenet5",
            "resnet20",
            "resnet20_b",
            "resnet18",
            "resnet50",
            "vgg11_bn_cifar",
            "alexnet",
            "googlenet",
            "mobilenet_v2",
            "speedrun_cifar")
        .map(TestPlanExecution::architecture);
  }

  private static Architecture architecture(String name) {
    return switch (name) {
      case "lenet5" -> LENET5;
      case "resnet18", "resnet50", "alexnet", "googlenet", "mobilenet_v2" ->
          new Architecture(name, 10, 3, 64, 64);
      default -> new Architecture(name, 10, 3, 32, 32);
    };
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void runsNoReferenceImplementations(Architecture architecture) {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    try (Network network = planned(configuration)) {
      for (int batchSize : new int[] {1, 2, 7, 32, 256}) {
        List<Implementation> implementations = network.implementations(batchSize);
        assertThat(implementations).extracting(Implementation::pass).contains("backward weights");
        assertThat(implementations).noneMatch(Implementation::isReference);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convnext_tiny",
        "densenet121",
        "efficientnet_b0",
        "efficientnet_v2_s",
        "inception_v3",
        "mnasnet0_5",
        "mobilenet_v3_large",
        "regnet_x_400mf",
        "regnet_y_400mf",
        "resnext50_32x4d",
        "shufflenet_v2_x0_5",
        "squeezenet1_1"
      })
  void plansAllOfTorchvisionsFamilies(String name) {
    try (Network network = planned(ModelZoo.configuration(new Architecture(name, 10, 3, 96, 96)))) {
      List<Implementation> implementations = network.implementations(SMALL_BATCH);
      assertThat(implementations)
          .extracting(Implementation::pass)
          .contains("forward", "backward weights", "backward data");
      assertThat(implementations).noneMatch(Implementation::isReference);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 32})
  void gradientsOfLeNet5AreThoseOfItsLayersOneByOne(int batchSize) {
    assertThat(largestDifference(ModelZoo.configuration(LENET5), batchSize, 3)).isLessThan(1e-4);
  }

  /**
   * Deep networks agree as closely, except where an activation lies so near zero, or two in a
   * window of max pooling so near each other, that rounding decides where the gradient goes. Then
   * the plan's gradient must be that of the layers on the other side of the edge: of an input that
   * differs in the sixth digit.
   */
  @ParameterizedTest
  @ValueSource(strings = {"resnet20", "resnet20_b", "resnet18", "vgg11_bn_cifar"})
  void gradientsOfDeepNetworksAreThoseOfTheirLayersOneByOne(String name) {
    try (Network planned = planned(ModelZoo.configuration(architecture(name)));
        Network layered =
            Network.create(
                ModelZoo.configuration(architecture(name)), KernelChoice.of(Backend.ND4J))) {
      for (int seed = 1; seed <= 8; seed++) {
        planned.initialize(seed);
        layered.initialize(seed);
        planned.computeGradients(fill(planned, SMALL_BATCH, seed), 1);
        float[] gradients = planned.gradients();
        assertThat(nearby(layered, seed))
            .as("inputs by seed %d with this gradient", seed)
            .anyMatch(near -> largestDifference(planned.layout(), near.get(), gradients) < 1e-4);
      }
    }
  }

  /** The layers' gradients of a batch, and of others that differ from it in the sixth digit. */
  private static Stream<Supplier<float[]>> nearby(Network layered, int seed) {
    return IntStream.range(0, 100)
        .mapToObj(
            attempt ->
                () -> {
                  int[] labels = fill(layered, SMALL_BATCH, seed);
                  FloatBuffer input = layered.input(SMALL_BATCH);
                  SplittableRandom random = new SplittableRandom(attempt);
                  double most = 2e-6 / (1 << (2 * (attempt % 3)));
                  for (int i = 0; attempt > 0 && i < input.capacity(); i++) {
                    input.put(i, input.get(i) + (float) random.nextDouble(-most, most));
                  }

                  layered.computeGradients(labels, 1);
                  return layered.gradients();
                });
  }

  /** Images of 4 x 4, 2 x 2 and 1 x 1 pixels, with enough channels for matrix products. */
  @Test
  void gradientsOnSmallImagesAreThoseOfTheLayersOneByOne() {
    assertThat(largestDifference(smallImages(), 16, 1)).isLessThan(1e-4);
    try (Network network = planned(smallImages())) {
      assertThat(network.implementations(16))
          .filteredOn(used -> used.layer().equals("conv2") && used.name().contains("matmul"))
          .extracting(Implementation::pass)
          .contains("forward", "backward data", "backward weights");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17})
  void gradientsOfVolumesAreThoseOfTheLayersOneByOne(int channels) {
    ComputationGraphConfiguration configuration = volumes(channels);
    for (int seed = 1; seed <= 4; seed++) {
      assertThat(largestDifference(configuration, 3, seed)).as("seed %d", seed).isLessThan(1e-4);
    }

    try (Network network = planned(configuration)) {
      assertThat(network.implementations(3)).noneMatch(Implementation::isReference);
    }
  }

  /** Volumes, then their depth and height joined to images. */
  private static ComputationGraphConfiguration volumes(int channels) {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .addLayer("conv1", Conv3d.builder(channels, 3).padding(1).build(), "input")
        .addLayer("relu1", new ReLU(), "conv1")
        .addLayer(
            "conv2",
            Conv3d.builder(channels, 2, 3, 3)
                .padding(1, 2, 0)
                .paddingMode(PaddingMode.REFLECT)
                .build(),
            "relu1")
        .addLayer("relu2", new ReLU(), "conv2")
        .addLayer("images", Flatten.of(2, 3), "relu2")
        .addLayer("pool", MaxPool2d.builder(3, 2).dilation(2, 1).ceilMode().build(), "images")
        .addLayer("conv3", Conv2d.builder(channels, 3).paddingSame().build(), "pool")
        .addLayer("rows", Flatten.of(2, 3), "conv3")
        .addLayer("embed", Linear.of(5), "rows")
        .addLayer("flatten", new Flatten(), "embed")
        .addLayer("fc", Linear.of(10), "flatten")
        .addLayer("loss", new CrossEntropyOutput(), "fc")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 6, 8, channels))
        .build();
  }

  private static ComputationGraphConfiguration smallImages() {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .addLayer("conv1", Conv2d.builder(128, 3).stride(2).padding(1).build(), "input")
        .addLayer("conv2", Conv2d.builder(144, 3).padding(1).build(), "conv1")
        .addLayer("conv3", Conv2d.builder(128, 3).stride(2).padding(1).build(), "conv2")
        .addLayer("relu3", new ReLU(), "conv3")
        .addLayer("conv4", Conv2d.builder(160, 3).padding(1).withoutBias().build(), "relu3")
        .addLayer("flatten", new Flatten(), "conv4")
        .addLayer("fc", Linear.of(10), "flatten")
        .addLayer("loss", new CrossEntropyOutput(), "fc")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(4, 4, 128))
        .build();
  }

  @Test
  void batchSizesShareMemoryWithoutDisturbingEachOther() {
    for (Architecture architecture : List.of(LENET5, RESNET20)) {
      try (Network network = planned(ModelZoo.configuration(architecture))) {
        network.initialize(3);
        network.computeGradients(fill(network, 3, 1), 1);
        float[] first = network.gradients();
        network.computeGradients(fill(network, 20, 1), 1);
        network.evaluate(fill(network, 10, 1));
        network.computeGradients(fill(network, 3, 1), 1);
        assertThat(network.gradients()).isEqualTo(first);
      }
    }
  }

  /** Largest difference of a layer's gradients, relative to the largest of them. */
  private static double largestDifference(
      ComputationGraphConfiguration configuration, int batchSize, long seed) {
    try (Network planned = planned(configuration);
        Network layered = Network.create(configuration, KernelChoice.of(Backend.ND4J))) {
      planned.initialize(seed);
      layered.initialize(seed);
      int[] labels = fill(planned, batchSize, seed);
      fill(layered, batchSize, seed);
      StepMetrics expected = layered.computeGradients(labels, 1);
      StepMetrics actual = planned.computeGradients(labels, 1);
      assertThat(actual.correct()).isEqualTo(expected.correct());
      return largestDifference(planned.layout(), layered.gradients(), planned.gradients());
    }
  }

  private static double largestDifference(
      ParameterLayout layout, float[] expected, float[] actual) {
    double worst = 0;
    double scale = 0;
    for (Segment segment : layout.segments()) {
      double largest = 0;
      double difference = 0;
      for (int i = segment.offset(); i < segment.offset() + segment.length(); i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
      }

      // The bias of a convolution before batch norm has no gradient but rounding: measure it
      // against its weight.
      boolean isBias = segment.name().endsWith(".bias");
      scale = isBias ? Math.max(scale, largest) : largest;
      worst = scale == 0 ? worst : Math.max(worst, difference / scale);
    }

    return worst;
  }

  private static Network planned(ComputationGraphConfiguration configuration) {
    return Network.create(configuration, KernelChoice.of(Backend.ONEDNN));
  }

  private static int[] fill(Network network, int batchSize, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values =
        new float[network.inputShape().stream().reduce(batchSize, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }

    network.input(batchSize).put(values);
    return random.ints(batchSize, 0, network.classes()).toArray();
  }
}
