package org.convoy.nn.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.maxPool2d;
import static org.convoy.nn.model.Blocks.relu;

import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.model.Block.Branches;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.network.Network;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Concatenation of branches by channel. */
class TestConcat {
  private static final int BATCH = 3;

  @Test
  void putsChannelsOneAfterTheOtherAndTakesTheirGradientsApart() {
    INDArray left = Nd4j.createFromArray(1f, 2, 3, 4).reshape(2, 1, 2);
    INDArray right = Nd4j.createFromArray(5f, 6, 7, 8, 9, 10, 11, 12).reshape(2, 2, 2);
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    Concat configuration = new Concat();
    configuration.getOutputType(
        -1, ConvoyConfiguration.typeOf(List.of(1, 2)), ConvoyConfiguration.typeOf(List.of(2, 2)));
    GraphVertex concat = configuration.instantiate(null, "it", 0, null, false, DataType.FLOAT);
    concat.setInputs(left, right);
    INDArray output = concat.doForward(true, workspaces);
    assertThat(output.ravel().toFloatVector())
        .containsExactly(1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12);
    concat.setEpsilon(output);
    assertThat(concat.doBackward(false, workspaces).getSecond()).containsExactly(left, right);
  }

  /** Channels that fill blocks of 8 and 16, of 8 only, and none; features; an unchanged input. */
  @ParameterizedTest
  @CsvSource({"16, 32", "8, 24", "5, 7", "1, 2", "16, 3"})
  void isTheSameOnBothKernels(int left, int right) {
    Sequential model =
        Sequential.of(
            conv2d(16, 3).padding(1),
            branches(
                Sequential.of(conv2d(left, 1), relu()),
                Sequential.of(conv2d(right, 3).padding(1)),
                Sequential.of(maxPool2d(3).stride(1).padding(1)),
                Sequential.of()),
            relu(),
            adaptiveAvgPool2d(2),
            flatten(),
            branches(linear(4), linear(6), Sequential.of()),
            linear(10));
    compareGradients(model.configuration(10, new InputShape(3, 9, 7)));
  }

  @Test
  void takesTheNetworksInputItself() {
    Branches first = branches(Sequential.of(), conv2d(5, 3).padding(1), Sequential.of());
    Sequential model = Sequential.of(first, conv2d(8, 3), flatten(), linear(10));
    compareGradients(model.configuration(10, new InputShape(3, 6, 5)));
  }

  private static void compareGradients(ComputationGraphConfiguration configuration) {
    try (Network planned = Network.create(configuration, KernelChoice.of(Backend.ONEDNN));
        Network layered = Network.create(configuration, KernelChoice.of(Backend.ND4J))) {
      float[] expected = gradients(layered);
      float[] actual = gradients(planned);
      double largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }

      assertThat(largest).isPositive();
      assertThat(actual).containsExactly(expected, within((float) (1e-5 * largest)));
    }
  }

  private static float[] gradients(Network network) {
    network.initialize(1);
    int size = network.inputShape().stream().reduce(BATCH, Math::multiplyExact);
    SplittableRandom random = new SplittableRandom(2);
    float[] input = new float[size];
    for (int i = 0; i < size; i++) {
      input[i] = (float) random.nextDouble(-1, 1);
    }

    network.input(BATCH).put(input);
    network.computeGradients(new int[] {1, 5, 9}, 1);
    return network.gradients();
  }

  @Test
  void survivesJson() {
    Sequential model = Sequential.of(branches(conv2d(2, 1), conv2d(3, 1)), flatten(), linear(10));
    ComputationGraphConfiguration configuration = model.configuration(10, new InputShape(3, 4, 4));
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    assertThat(((Concat) read.getVertices().get("0.concat")).outputShape())
        .containsExactly(5, 4, 4);
  }

  @Test
  void refusesDifferentSizes() {
    assertThatThrownBy(
            () ->
                new Concat()
                    .getOutputType(
                        0, InputType.convolutional(4, 5, 2), InputType.convolutional(4, 4, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Concat needs inputs that differ in nothing but channels, got [[2, 4, 5], [2, 4, 4]]");
  }
}
